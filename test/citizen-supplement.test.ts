import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getCase, mergeSupplements, openCases, verifyChain } from '#case';
import { changeInstallation, deleteOrphans, listAttachments, putBack } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { setAside } from './aside.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeLaterService } from './later-service.ts';
import { fillIn, post, type Seen, see } from './walk.ts';

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(NOW);
const service = makeLaterService();
await site.put('musterland', service);
const START = '/musterland/folge';
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);
const PDF = Buffer.from('%PDF-1.7 proof of something');
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(99, 1)]);
const deps = { ...site, clock: () => NOW };

const setLevel = (least: number, most = least) =>
  site.db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(tx, 'musterland', 'folge', { limits: { grace: 60, ladder: { least, most } } }, NOW),
  );

type Typed = Record<string, string>;
const next = (page: Seen, typed: Typed = {}) => post(fetch, page, fillIn(page, Object.entries(typed)));
const press = (page: Seen, action: string, typed: Typed = {}) => {
  const body = fillIn(page, Object.entries(typed));
  body.set('action', action);
  return post(fetch, page, body);
};
/** What a browser posts where files are chosen. */
const send = async (
  page: Seen,
  typed: Typed,
  files: readonly (readonly [string, string, Uint8Array])[],
  action = 'continue',
) => {
  const form = new FormData();
  const plain = { ...page, controls: page.controls.filter(({ type }) => type !== 'file') };
  for (const [name, value] of fillIn(plain, Object.entries(typed))) form.append(name, value);
  for (const [control, name, content] of files) form.append(control, new File([Buffer.from(content)], name));
  form.append('action', action);
  return see(await fetch(page.action, { method: 'POST', body: form }));
};
const begin = async (): Promise<Seen> => next(await see(await fetch(START, { method: 'POST' })), { name: 'Erika' });
const status = async (receipt: Seen, action = 'continue'): Promise<Seen> => {
  const { receipt: number = '', secret = '' } = receipt;
  const body = new URLSearchParams({ authority: 'musterland', number, secret, action });
  return see(await fetch('/status', { method: 'POST', body }));
};
const caseOf = async (receipt: Seen) => {
  await openCases(deps);
  await mergeSupplements(deps);
  const [{ id }] = (await site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.all(sql`select id from intake.submission where number = ${receipt.receipt}`),
  )) as [{ id: string }];
  return site.db.tx('musterland', (tx) => getCase(tx, site, 'musterland', id));
};

/** Submits without the paper, at ease. */
const submitShort = async (): Promise<Seen> => {
  await setLevel(2);
  const papers = await begin();
  const end = await next(papers, { personen: '1' });
  assert.equal(end.heading, 'Schluss', 'the page that may wait is passed by');
  const check = await next(end, { gruss: 'Hallo' });
  assert.match(check.text, /Ihr Betrieb[\s\S]*Kommt später/);
  const receipt = await next(check);
  assert.ok(receipt.receipt, receipt.text);
  return receipt;
};

test('without load only what may always follow is missing without complaint', async () => {
  await setLevel(0);
  const papers = await begin();
  assert.match(papers.text, /Nicht zur Hand\? Sie können das nachreichen/);
  const refused = await send(papers, { personen: '1' }, []);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /href="#bild"/);
  assert.doesNotMatch(refused.text, /href="#nachweis"/);
  const business = await send(refused, { personen: '1' }, [['bild', 'b.png', PNG]]);
  assert.equal(business.heading, 'Ihr Betrieb');
  const end = await next(business, { umsatz: '7', verein: 'no' });
  const receipt = await next(await next(end, { gruss: 'Hallo' }));
  assert.match(receipt.text, /Das fehlt noch[\s\S]*Nachweis/);
  const found = await caseOf(receipt);
  assert.deepEqual(found.outstanding, [{ page: 'begleitung', field: 'nachweis' }]);
});

test('short form: files and a page are named as missing, handed in by and by, and merged into the case', async () => {
  const receipt = await submitShort();
  assert.match(receipt.text, /Nachweis[\s\S]*Bild[\s\S]*Ihr Betrieb/);
  await setLevel(0);
  const asked = await status(receipt);
  assert.match(asked.text, /data-outstanding[\s\S]*Nachweis[\s\S]*Jetzt nachreichen/);

  const papers = await status(receipt, 'handin');
  assert.equal(papers.heading, 'Begleitung');
  assert.deepEqual(new Set(papers.controls.map(({ name }) => name)), new Set(['_seal', 'nachweis', 'bild']));
  const business = await send(papers, {}, [['nachweis', 'n.pdf', PDF]]);
  assert.equal(business.heading, 'Ihr Betrieb');
  const check = await next(business);
  assert.equal(check.heading, 'Prüfen Sie, was Sie nachreichen');
  const first = await next(check);
  assert.equal(first.heading, 'Ihre Nachreichung ist bei uns');
  assert.match(first.text, /data-outstanding[\s\S]*Bild[\s\S]*Ihr Betrieb/);
  const proof = /data-proof>([^<]+)/.exec(first.text)?.[1];
  assert.ok(proof);
  assert.equal(/data-proof>([^<]+)/.exec((await next(check)).text)?.[1], proof, 'sent twice, received once');

  const half = await caseOf(receipt);
  assert.deepEqual(half.outstanding, [{ page: 'begleitung', field: 'bild' }, { page: 'betrieb' }]);
  assert.equal(half.supplements.length, 1);
  const [supplement] = half.supplements;
  const files = await site.db.tx('musterland', (tx) => listAttachments(tx, 'musterland', supplement?.supplement ?? ''));
  assert.deepEqual(
    files.map(({ type }) => type),
    ['application/pdf'],
  );

  // What was begun is asked to the end, with the questions that follow from its answers.
  const rest = await send(await status(receipt, 'handin'), {}, [['bild', 'b.png', PNG]]);
  const incomplete = await next(rest, { umsatz: '12' });
  assert.equal(incomplete.status, 422);
  const more = await next(incomplete, { umsatz: '12', verein: 'yes' });
  assert.match(more.text, /Name des Vereins/);
  const last = await next(await next(more, { umsatz: '12', verein: 'yes', vereinsname: 'FC' }));
  assert.match(last.text, /data-complete/);
  const whole = await caseOf(receipt);
  assert.deepEqual(whole.outstanding, []);
  assert.deepEqual(
    [whole.answers['name'], whole.answers['umsatz'], whole.answers['vereinsname']],
    ['Erika', '12', 'FC'],
  );
  assert.equal(await site.db.tx('musterland', (tx) => verifyChain(tx, 'musterland', whole.id)), undefined);
  assert.match((await status(receipt)).text, /Es fehlt nichts mehr/);
  assert.doesNotMatch((await status(receipt, 'handin')).text, /_seal/);
});

test('the status says when we are at fault and something waits, and that nothing need be done', async () => {
  const receipt = await submitShort();
  assert.doesNotMatch((await status(receipt)).text, /data-delayed/);
  const [row] = await site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ id: string }>(sql`select id from intake.submission where number = ${receipt.receipt}`),
  );
  await setAside(site.db, 'submission', row?.id ?? '', 'test');
  assert.match((await status(receipt)).text, /data-delayed[\s\S]*Sie müssen nichts tun/);
  await site.db.tx(ANY_AUTHORITY, (tx) => putBack(tx, row?.id ?? ''));
  assert.doesNotMatch((await status(receipt)).text, /data-delayed/);
});

test('two tabs never answer the same question twice', async () => {
  const receipt = await submitShort();
  const [one, two] = [await status(receipt, 'handin'), await status(receipt, 'handin')];
  const through = async (page: Seen) => next(await next(await send(page, {}, [['nachweis', 'n.pdf', PDF]])));
  assert.equal((await through(one)).heading, 'Ihre Nachreichung ist bei uns');
  const late = await through(two);
  assert.equal(late.status, 409);
  assert.match(late.text, /nicht angekommen/);
  assert.equal((await caseOf(receipt)).supplements.length, 1);
});

test('nothing is handed in as nothing, and files of an abandoned supplement leave', async () => {
  const receipt = await submitShort();
  const papers = await status(receipt, 'handin');
  const uploaded = await send(papers, {}, [['nachweis', 'n.pdf', PDF]], 'upload');
  assert.match(uploaded.text, /n\.pdf/);
  const empty = await next(await next(await next(papers)));
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Hier ist noch nichts/);
  const before = Number(await deleteOrphans({ ...deps, clock: () => NOW.add({ hours: 25 }) }));
  assert.ok(before >= 1);
});

test('what was shown under one level is taken under every other', async () => {
  await setLevel(2);
  const end = await next(await begin(), { personen: '1' });
  await setLevel(0);
  const check = await next(end, { gruss: 'Hallo' });
  assert.equal(check.heading, 'Prüfen Sie Ihre Angaben');
  const receipt = await next(check);
  assert.ok(receipt.receipt);
  assert.equal((await next(check)).receipt, receipt.receipt);
});

test('a page answered before the load came keeps its answers', async () => {
  await setLevel(0);
  const papers = await begin();
  const business = await send(papers, { personen: '1' }, [
    ['bild', 'b.png', PNG],
    ['nachweis', 'n.pdf', PDF],
  ]);
  const end = await next(business, { umsatz: '7', verein: 'no' });
  await setLevel(2);
  const receipt = await next(await next(end, { gruss: 'Hallo' }));
  assert.doesNotMatch(receipt.text, /data-outstanding/);
  assert.equal((await caseOf(receipt)).answers['umsatz'], '7');
});

test('a page that may wait can be opened and answered all the same', async () => {
  await setLevel(2);
  const tasks = await press(await begin(), 'tasks', { personen: '1' });
  assert.match(tasks.text, /Kommt später/);
  const business = await press(tasks, 'goto:betrieb');
  assert.equal(business.heading, 'Ihr Betrieb');
  const end = await next(business, { umsatz: '5', verein: 'no' });
  const receipt = await next(await next(end, { gruss: 'Hallo' }));
  assert.doesNotMatch(receipt.text, /<li>Ihr Betrieb/);
});

test('under pressure files are turned away and what was typed stays', async () => {
  await setLevel(0, 4);
  site.measured.loopDelay = 400 * 13; // every upload is turned away, and every page without files
  const papers = await begin();
  for (let i = 0; i < 1; i += 1) await site.admission.tick();
  const answer = await send(papers, { personen: '3' }, [['nachweis', 'n.pdf', PDF]]);
  site.measured.loopDelay = 0;
  for (let i = 0; i < 8; i += 1) await site.admission.tick();
  assert.equal(answer.status, 503);
  assert.match(answer.text, /href="#nachweis"[\s\S]*konnten wir gerade nicht annehmen[\s\S]*sie nachreichen/);
  assert.match(answer.text, /name="personen"[^>]*value="3"|value="3"[^>]*name="personen"/);
  const rows = await site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.all(sql`select 1 from intake.attachment where state = 'arriving'`),
  );
  assert.equal(rows.length, 0, 'nothing of it was stored');
});

test('a stranger finds nothing: neither another secret nor a made-up address opens the rest', async () => {
  const receipt = await submitShort();
  const other = await submitShort();
  const mixed = await status({ ...receipt, secret: other.secret }, 'handin');
  assert.equal(mixed.status, 404);
  const body = new URLSearchParams({ _seal: 'x' });
  const made = await fetch(`${START}/supplement/${'a'.repeat(64)}/check`, { method: 'POST', body });
  assert.equal(made.status, 404);
  const unsealed = await fetch(`${START}/supplement/${service.digest}/check`, { method: 'POST', body });
  assert.equal(unsealed.status, 400);
});
