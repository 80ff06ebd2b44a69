import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSubmission, takeSubmissions } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { EVERY_ANSWER, makeEveryKind } from './every-kind.ts';
import { fillIn, flatten, post, type Seen, see, walkForm } from './walk.ts';

const site = await makeCitizenSite();
await site.put('musterland', makeEveryKind());
const START = '/musterland/alles';
const fetch = (path: string, init?: RequestInit): Response | Promise<Response> => site.app.request(path, init);
const open = async (path: string): Promise<Seen> => see(await fetch(path));
const count = (): Promise<number> =>
  site.db.tx(
    ANY_AUTHORITY,
    async (tx) => (await tx.get<{ n: number }>(sql`select count(*)::int as n from intake.submission`)).n,
  );

const flat = flatten(EVERY_ANSWER);
const go = (page: Seen, answers = flat, button = 'continue'): Promise<Seen> =>
  post(fetch, page, fillIn(page, answers), button);
const first = async (): Promise<Seen> => go(await open(START));
/** Goes on until the page whose address ends so. */
const until = async (step: string, answers = flat): Promise<Seen> => {
  let page = await first();
  for (let i = 0; i < 10 && !page.action.endsWith(`/${step}`); i += 1) page = await go(page, answers);
  assert.ok(page.action.endsWith(`/${step}`), `${step} was not reached: ${page.heading}`);
  return page;
};
const heldBy = (page: Seen, name: string): string | undefined => page.controls.find((one) => one.name === name)?.value;
const faults = (page: Seen): readonly string[] => {
  const list = /kd-faults[\s\S]*?<\/ul>/.exec(page.text)?.[0] ?? '';
  return [...list.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? '');
};

test('a form with every kind of field ends in one sealed submission with just these answers', async () => {
  const pages = await walkForm(fetch, START, EVERY_ANSWER);
  const last = pages.at(-1);
  assert.ok(last?.receipt && last.secret);
  const [submission] = await site.db.tx(ANY_AUTHORITY, (tx) => takeSubmissions(tx, 10));
  assert.ok(submission);
  const installed = await site.registry.find('musterland', 'alles');
  assert.ok(installed);
  const payload = openSubmission(site.keys, installed.authority, submission);
  assert.equal(payload.secret, last.secret);
  assert.equal(submission.number, last.receipt);
  assert.deepEqual(payload.answers['kinder'], EVERY_ANSWER.kinder);
  assert.equal(payload.answers['betrag'], '1234.50');
});

test('pressing twice, reloading and going back leave one submission and the same receipt', async () => {
  const check = await until('check');
  const before = await count();
  const [one, two] = await Promise.all([go(check), go(check)]);
  const again = await go(check);
  assert.ok(one.receipt);
  assert.deepEqual([two.receipt, again.receipt, two.secret], [one.receipt, one.receipt, one.secret]);
  assert.equal(await count(), before + 1);
});

test('sending other answers after the receipt is refused, and says so', async () => {
  const check = await until('check');
  await go(check);
  const back = await go(check, flat, 'goto:texte');
  const changed = await go(back, [['name', 'Jemand anders']]);
  const refused = await go(changed);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /schon abgesendet/);
});

test('problems are summed up with links, values stay, the title says it first', async () => {
  const page = await go(await first(), [
    ['name', ''],
    ['mail', 'kein <b>Mail'],
  ]);
  assert.equal(page.status, 422);
  assert.deepEqual(faults(page), ['name', 'mail']);
  assert.equal(heldBy(page, 'mail'), 'kein <b>Mail');
  assert.match(page.text, /<title>Fehler: Texte/);
  assert.ok(!page.text.includes('<b>Mail'));
});

test('going back, to the overview and into another language loses nothing, not even what is wrong', async () => {
  const werte = await until('werte');
  const back = await go(werte, [['betrag', 'sehr viel']], 'back');
  assert.ok(back.action.endsWith('/texte'));
  assert.equal(heldBy(back, 'name'), EVERY_ANSWER.name);
  const again = await go(back);
  assert.equal(heldBy(again, 'betrag'), 'sehr viel');
  const english = await see(
    await fetch(`${again.action}?lang=en`, {
      method: 'POST',
      body: new URLSearchParams([...fillIn(again, [['anzahl', '7']]).entries(), ['action', 'language']]),
    }),
  );
  assert.equal(english.status, 200);
  assert.match(english.text, /<html lang="en"/);
  assert.deepEqual([heldBy(english, 'anzahl'), heldBy(english, 'betrag')], ['7', 'sehr viel']);
  assert.ok(english.action.endsWith('?lang=en'));
  const overview = await go(english, [['anzahl', '8']], 'tasks');
  assert.match(overview.text, /Incomplete/);
  const returned = await go(overview, [], 'goto:werte');
  assert.equal(heldBy(returned, 'anzahl'), '8');
});

test('an answer that leads to a further question on the page asks it before it complains', async () => {
  const werte = await until('werte');
  const answers = flat.filter(([name]) => name !== 'wieViele');
  const asked = await go(werte, answers);
  assert.equal(asked.status, 200);
  assert.match(asked.text, /Noch ein paar Fragen/);
  assert.notEqual(heldBy(asked, 'wieViele'), undefined);
  const left = await go(asked, answers);
  assert.equal(left.status, 422);
  assert.deepEqual(faults(left), ['wieViele']);
  assert.deepEqual(
    ['tag.day', 'tag.month', 'tag.year'].map((name) => heldBy(left, name)),
    ['11', '03', '2020'],
    'a date given as one text is shown in its three controls',
  );
});

test('entries are added and removed without script', async () => {
  let page = await until('kinder');
  page = await go(page, [['kinder.0.vorname', 'Ada']], 'add:kinder');
  page = await go(
    page,
    [
      ['kinder.0.vorname', 'Ada'],
      ['kinder.1.vorname', 'Ben'],
      ['kinder.1.krank', 'no'],
    ],
    'add:kinder',
  );
  assert.notEqual(heldBy(page, 'kinder.2.vorname'), undefined);
  assert.ok(!page.text.includes('value="add:kinder"'), 'three is the most');
  page = await go(
    page,
    [
      ['kinder.2.vorname', 'Cem'],
      ['kinder.2.krank', 'no'],
    ],
    'remove:kinder.0',
  );
  assert.deepEqual([heldBy(page, 'kinder.0.vorname'), heldBy(page, 'kinder.1.vorname')], ['Ben', 'Cem']);
  page = await go(page, [], 'add:kinder.1.dokumente');
  assert.notEqual(heldBy(page, 'kinder.1.dokumente.0.nummer'), undefined);
  page = await go(page, [['kinder.1.dokumente.0.nummer', 'P7']]);
  assert.ok(page.action.endsWith('/konto'), page.heading);
});

test('after the check a change leads back to the check, or to what is newly asked', async () => {
  const answers = flat.map(([name, value]): [string, string] => [name, name === 'hatKinder' ? 'no' : value]);
  const check = await until('check', answers);
  const werte = await go(check, [], 'goto:werte');
  const same = await go(werte, [['anzahl', '4']]);
  assert.ok(same.action.endsWith('/check'));
  const kinder = await go(await go(same, [], 'goto:werte'), [
    ['hatKinder', 'yes'],
    ['wieViele', '1'],
  ]);
  const asked = await go(kinder, [['wieViele', '1']]);
  assert.ok(asked.action.endsWith('/kinder'), asked.heading);
});

test('advice is shown on leaving the page, and keeps nobody from going on', async () => {
  const werte = await go(await until('werte'));
  assert.ok(!werte.text.includes('Das ist viel'));
  const next = await go(werte);
  assert.ok(next.action.endsWith('/kinder') && next.text.includes('Das ist viel'), next.heading);
});

const swap = (page: Seen, change: (seal: string) => string): URLSearchParams => {
  const body = fillIn(page, flat);
  body.set('_seal', change(body.get('_seal') ?? ''));
  return body;
};

test('a tampered, foreign or missing envelope ends in a clear page, and nothing is stored', async () => {
  const page = await until('check');
  const before = await count();
  const flip = (seal: string): string => seal.slice(0, -3) + (seal.endsWith('AAA') ? 'BBB' : 'AAA');
  for (const change of [flip, () => '', () => 'k1.AAAA', () => 'k9.AAAA', (seal: string) => seal.replace('k1', 'k0')]) {
    const answer = await post(fetch, page, swap(page, change));
    assert.equal(answer.status, 400);
    assert.match(answer.text, /lässt sich nicht mehr öffnen/);
  }
  await site.put('musterstadt', makeEveryKind());
  const elsewhere = await post(fetch, { ...page, action: '/musterstadt/alles/check' }, fillIn(page, []));
  assert.equal(elsewhere.status, 400);
  assert.equal(await count(), before);
});

test('a page that is not asked, or does not exist, leads on without losing answers', async () => {
  const begun = await go(await first());
  for (const step of ['kinder', 'gibtsnicht']) {
    const page = await post(
      fetch,
      { ...begun, action: `${START}/${step}` },
      new URLSearchParams([['_seal', heldBy(begun, '_seal') ?? '']]),
    );
    assert.equal(page.status, 422);
    assert.match(page.text, /gehört nicht zu Ihren Angaben/);
    assert.ok(page.action.endsWith('/werte'));
  }
});

test('submitting by hand what was never completed leads to what is missing', async () => {
  const begun = await go(await first());
  const before = await count();
  const page = await post(
    fetch,
    { ...begun, action: `${START}/check` },
    new URLSearchParams([['_seal', heldBy(begun, '_seal') ?? '']]),
  );
  assert.equal(page.receipt, undefined);
  assert.match(page.text, /Hier fehlt noch etwas/);
  assert.equal(await count(), before);
});

test('programs may post multipart forms', async () => {
  const page = await first();
  const form = new FormData();
  for (const [name, value] of fillIn(page, flat).entries()) form.append(name, value);
  form.append('extra', new Blob(['x']), 'x.txt');
  const next = await see(await fetch(page.action, { method: 'POST', body: form }));
  assert.equal(next.status, 200);
  assert.ok(next.action.endsWith('/werte'));
});

test('what is too large or no form is refused', async () => {
  const page = await first();
  const send = (body: string, type = 'application/x-www-form-urlencoded'): Response | Promise<Response> =>
    fetch(page.action, {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'content-length': String(body.length) },
    });
  assert.equal((await send(`name=${'a'.repeat(1 << 20)}`)).status, 413);
  assert.equal((await send('{"name":1}', 'application/json')).status, 415);
  assert.equal((await send('--x', 'multipart/form-data; boundary=y')).status, 415);
  assert.equal((await send('a=1&'.repeat(6000))).status, 415);
});

test('a version installed meanwhile takes the answers over and asks what is new', async () => {
  const check = await until('check');
  await site.put(
    'musterland',
    makeEveryKind((yaml) => yaml.replace('max: 50 }', 'max: 2 }').replace('1.0.0', '1.1.0')),
  );
  const renewed = await go(check);
  assert.equal(renewed.receipt, undefined);
  assert.match(renewed.text, /inzwischen erneuert/);
  assert.ok(renewed.action.endsWith('/werte'), 'three is too many now');
  const fixed = await go(await go(renewed, [['anzahl', '2']]));
  assert.ok(fixed.receipt, fixed.heading);
  await site.put('musterland', makeEveryKind());
});
