import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteExpiredSaved } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeSmallService } from './small-service.ts';
import { fillIn, post, type Seen, see, walkForm } from './walk.ts';

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(NOW);
const service = makeSmallService();
await site.put('musterland', service);
const START = '/musterland/anmeldung';
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);

const codeOf = ({ text }: Seen): string => /data-code>([^<]+)</.exec(text)?.[1] ?? '';
const open = async (code: string, start = START): Promise<Seen> =>
  see(await fetch(`${start}/resume`, { method: 'POST', body: new URLSearchParams({ code }) }));
const value = (page: Seen, name: string): string | undefined => page.controls.find((one) => one.name === name)?.value;
const begin = async (): Promise<Seen> => see(await fetch(START, { method: 'POST' }));
const save = (page: Seen, typed: Record<string, string>): Promise<Seen> =>
  post(fetch, page, fillIn(page, Object.entries(typed)), 'save');
const countSaved = () => site.db.tx(ANY_AUTHORITY, (tx) => tx.all(sql`select id, content from intake.saved`));
const countSubmissions = () => site.db.tx(ANY_AUTHORITY, (tx) => tx.all(sql`select id from intake.submission`));

test('kept under a code, gone on with elsewhere, sent once; then the kept copy is gone', async () => {
  const saved = await save(await begin(), { name: 'Erika Beispiel' });
  assert.equal(saved.status, 200);
  const code = codeOf(saved);
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  assert.match(saved.text, /2\. Mai 2020/);

  const back = await open(` ${code.toLowerCase().replaceAll('-', ' ')} `);
  assert.equal(back.status, 200);
  assert.equal(value(back, 'name'), 'Erika Beispiel');
  assert.match(back.text, /Ihre Angaben sind wieder da/);

  const again = await save(back, { name: 'Erika Muster' });
  assert.equal(codeOf(again), code, 'the same code, so that one paper is enough');
  assert.equal((await countSaved()).length, 1);

  const elsewhere = await open(code);
  assert.equal(value(elsewhere, 'name'), 'Erika Muster');
  const second = await post(fetch, elsewhere, fillIn(elsewhere, []));
  const check = await post(fetch, second, fillIn(second, [['personen', '2']]));
  const receipt = await post(fetch, check, fillIn(check, []));
  assert.ok(receipt.receipt);
  assert.equal((await countSaved()).length, 0);
  assert.equal((await open(code)).status, 404);

  const twice = await post(fetch, check, fillIn(check, []));
  assert.equal(twice.receipt, receipt.receipt);
  assert.equal((await countSubmissions()).length, 1);
});

test('the page that shows the code goes on where it was left', async () => {
  const first = await begin();
  const saved = await save(first, { name: 'Max', email: 'not an address' });
  const onward = await post(fetch, saved, fillIn(saved, []), 'goto:person');
  assert.equal(value(onward, 'email'), 'not an address', 'what cannot be read yet is not lost either');
});

test('saving from the check page comes back to it', async () => {
  const pages = await walkForm(fetch, START, { name: 'Max', personen: 1 });
  const check = pages.at(-2);
  assert.ok(check);
  const other = await save(await begin(), { name: 'Max' });
  const resumed = await open(codeOf(other));
  const next = await post(fetch, resumed, fillIn(resumed, []));
  const atCheck = await post(fetch, next, fillIn(next, [['personen', '1']]));
  const saved = await save(atCheck, {});
  const back = await open(codeOf(saved));
  assert.equal(back.heading, check.heading);
});

test('neither the table nor the keys of the server open what was kept', async () => {
  await save(await begin(), { name: 'Geheimname' });
  const rows = (await countSaved()) as { id: string; content: string }[];
  assert.ok(rows.length > 0);
  assert.ok(!JSON.stringify(rows).includes('Geheimname'));
  for (const { content } of rows) assert.match(content, /^s1\./);
});

const WRONG = [
  { name: 'no code', code: '', status: 422 },
  { name: 'half a code', code: '7F3K-9QX2', status: 422 },
  { name: 'a code of nobody', code: '7F3K-9QX2-M4V8-N4ZT', status: 404 },
] as const;
for (const { name, code, status } of WRONG)
  test(`a clear page: ${name}`, async () => {
    const page = await open(code);
    assert.equal(page.status, status);
    assert.match(page.text, /role="alert"/);
    assert.equal(value(page, 'code'), code);
  });

test('a code opens at its own service alone', async () => {
  await site.put('bund', service);
  const code = codeOf(await save(await begin(), { name: 'Max' }));
  assert.equal((await open(code, '/bund/anmeldung')).status, 404);
  assert.equal((await open(code)).status, 200);
});

test('after thirty days it is not opened any more, and deleted', async () => {
  const code = codeOf(await save(await begin(), { name: 'Max' }));
  const before = (await countSaved()).length;
  const later = (hours: number) => ({ db: site.db, clock: () => NOW.add({ hours }) });
  assert.equal(await deleteExpiredSaved(later(24 * 30 - 1)), 0);
  await site.db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update intake.saved set until = ${NOW.toString()}`));
  assert.equal((await open(code)).status, 404, 'even before the job has run');
  assert.equal(await deleteExpiredSaved(later(0)), before);
  assert.deepEqual(await countSaved(), []);
});

test('a renewed form carries the kept answers over', async () => {
  const code = codeOf(await save(await begin(), { name: 'Max' }));
  await site.put(
    'musterland',
    makeSmallService((yaml) => yaml.replace('version: 1.0.0', 'version: 1.1.0')),
  );
  const back = await open(code);
  assert.equal(value(back, 'name'), 'Max');
  assert.match(back.text, /inzwischen erneuert/);
});

test('when nothing can be kept, the answers stay in the page', async () => {
  const first = await begin();
  await site.db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`delete from intake.saved`));
  const many = await Promise.all(Array.from({ length: 60 }, () => save(first, { name: 'Max' })));
  const refused = many.filter(({ status }) => status === 503);
  assert.ok(refused.length > 0, 'no more than a few are derived at once');
  const [one] = refused;
  assert.ok(one);
  const onward = await post(fetch, one, fillIn(one, []), 'goto:person');
  assert.equal(value(onward, 'name'), 'Max');
});
