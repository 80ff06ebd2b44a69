import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { getCase, mergeSupplements, openCases } from '#case';
import { type Outstanding, readJson } from '#form';
import { changeInstallation, install, makeIntake, makeReceiptSigner, makeRegistry, verifyReceipt } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { setAside } from '#test/aside.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeLaterService } from '#test/later-service.ts';
import { makeApi } from './index.ts';

const { db, url } = await makeTestDatabase();
const keys = await makeTestAuthorities(db);
let now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const clock = () => now;
const service = makeLaterService();
await db.tx(ANY_AUTHORITY, (tx) =>
  install(tx, service, { authority: 'musterland', state: 'live', parameters: {}, slots: {} }, now),
);
const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const secretKey = Buffer.alloc(32, 3);
const intake = makeIntake({ url, clock, signer, secretKey, issuer: 'http://x', cell: 'a' });
after(() => intake.close());
const registry = makeRegistry(db, { lifetime: 0 });
const errors: Error[] = [];
const api = makeApi({
  registry,
  intake,
  db,
  clock,
  receiptKeys: [signer.jwk],
  baseUrl: '',
  version: '0',
  onError: (error) => errors.push(error),
});
const caseDeps = { db, registry, keys, clock };

/** Somebody sent the short form under load: a page and a paper follow. */
const FILES = ['nachweis', 'bild'].map((field) => ({ page: 'begleitung', field }));
const submitShort = async (outstanding: readonly Outstanding[] = [...FILES, { page: 'betrieb' }]) => {
  const installed = await registry.find('musterland', 'folge');
  assert.ok(installed);
  const read = readJson(service, { name: 'Erika', personen: 1, gruss: 'Hallo' });
  assert.ok(read.kind === 'answers');
  const id = makeUuid(now.epochMilliseconds);
  const submitted = await intake.submit({ id, installed, answers: read.answers, language: 'de', outstanding });
  assert.ok(submitted.kind === 'received');
  return submitted;
};
type One = { readonly id: string; readonly number: string; readonly secret: string };

const PAGE = { umsatz: 12, verein: true, vereinsname: 'FC' };
type More = { readonly key?: string; readonly body?: object; readonly secret?: string };
const supply = async ({ number, secret }: One, answers: object = PAGE, more: More = {}) => {
  const response = await api.request(`/api/v1/musterland/folge/submissions/${number}/supplements`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${more.secret ?? secret}`,
      'content-type': 'application/json',
      'idempotency-key': more.key ?? makeUuid(now.epochMilliseconds),
    },
    body: JSON.stringify(more.body ?? { answers }),
  });
  return { status: response.status, text: await response.text() };
};
const statusOf = async ({ number, secret }: One) => {
  const path = `/api/v1/musterland/folge/submissions/${number}`;
  const response = await api.request(path, { headers: { authorization: `Bearer ${secret}` } });
  return (await response.json()) as { outstanding: unknown; delayed: boolean };
};
const MISSING = [
  { page: 'begleitung', fields: [], files: ['nachweis', 'bild'] },
  { page: 'betrieb', fields: ['umsatz', 'verein', 'vereinsname'], files: [] },
];
const countRows = async ({ id }: One): Promise<number> => {
  const { n } = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ n: number }>(sql`select count(*)::int as n from intake.supplement where submission = ${id}`),
  );
  return n;
};
const kindOf = ({ text }: { text: string }) => (JSON.parse(text) as { type: string }).type.split('/').at(-1);

test('a program learns what is outstanding, hands it in, and it comes to the case', async () => {
  const one = await submitShort();
  assert.deepEqual((await statusOf(one)).outstanding, MISSING);
  const answer = await supply(one);
  assert.equal(answer.status, 201, answer.text);
  const said = JSON.parse(answer.text) as { number: string; receipt: string; outstanding: unknown };
  const claims = verifyReceipt(said.receipt, [signer.jwk]);
  assert.deepEqual([said.number, claims?.number, claims?.package], [one.number, one.number, service.digest]);
  assert.deepEqual(said.outstanding, MISSING.slice(0, 1));
  assert.deepEqual((await statusOf(one)).outstanding, MISSING.slice(0, 1));
  await openCases(caseDeps);
  await mergeSupplements(caseDeps);
  const found = await db.tx('musterland', (tx) => getCase(tx, caseDeps, 'musterland', one.id));
  assert.deepEqual([found.answers['umsatz'], found.answers['vereinsname']], ['12', 'FC']);
  assert.deepEqual(found.outstanding, FILES);
  assert.equal(found.supplements[0]?.hash, claims?.hash);
});

test('a repetition has the same answer, byte for byte, also later and after more was handed in; other answers are refused', async () => {
  const one = await submitShort();
  const key = makeUuid(now.epochMilliseconds);
  const [first, twin] = await Promise.all([supply(one, PAGE, { key }), supply(one, PAGE, { key })]);
  assert.equal(first.status, 201, first.text);
  assert.deepEqual(twin, first);
  now = now.add({ hours: 72 });
  await db.tx(ANY_AUTHORITY, (tx) => changeInstallation(tx, 'musterland', 'folge', { state: 'closed' }, now));
  assert.deepEqual(await supply(one, PAGE, { key: key.toUpperCase() }), first);
  const other = await supply(one, { ...PAGE, umsatz: 13 }, { key });
  assert.deepEqual([other.status, kindOf(other)], [409, 'key-reused']);
  assert.equal(await countRows(one), 1);
  const more = await supply(one);
  assert.deepEqual([more.status, kindOf(more)], [422, 'invalid-answers']);
  assert.match(more.text, /not outstanding/);
  await db.tx(ANY_AUTHORITY, (tx) => changeInstallation(tx, 'musterland', 'folge', { state: 'live' }, now));
});

test('sent many times at once it is one supplement with one answer', async () => {
  for (let round = 0; round < 40; round += 1) {
    const one = await submitShort();
    const key = makeUuid(now.epochMilliseconds);
    const answers = await Promise.all(Array.from({ length: 8 }, () => supply(one, PAGE, { key })));
    assert.deepEqual(
      new Set(answers.map(({ status, text }) => `${status} ${text}`)).size,
      1,
      `${JSON.stringify(answers)} ${errors.map((error) => error.stack).join('\n')}`,
    );
    assert.equal(answers[0]?.status, 201);
  }
});

test('where nothing is outstanding nothing is taken', async () => {
  const refused = await supply(await submitShort([]));
  assert.deepEqual([refused.status, kindOf(refused)], [409, 'nothing-outstanding']);
});

test('of two at the same time one is taken; the other may ask what is left', async () => {
  const one = await submitShort();
  const answers = await Promise.all([supply(one), supply(one, { umsatz: 1, verein: false })]);
  const [taken, other] = answers.toSorted((a, b) => a.status - b.status);
  assert.equal(taken?.status, 201);
  // Whoever came in the midst of the first is overtaken; who came just after it is told that nothing of this is left.
  assert.ok(other?.status === 409 || other?.status === 422, JSON.stringify(other));
  assert.equal(await countRows(one), 1);
});

test('a key of one submission is refused for another, also of another authority', async () => {
  const [one, two] = [await submitShort(), await submitShort()];
  const key = makeUuid(now.epochMilliseconds);
  assert.equal((await supply(one, PAGE, { key })).status, 201);
  assert.equal(kindOf(await supply(two, PAGE, { key })), 'key-reused');
  assert.equal(await countRows(two), 0);
  await db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`
      insert into intake.supplement (id, authority, service, submission, position, digest, received_at, hash, content, remainder)
      select '01890a5d-ac96-774b-bcce-b302099a8057', 'musterstadt', service, submission, position, digest, received_at, hash, '', ''
      from intake.supplement where id = ${key}`),
  );
  const foreign = await supply(two, PAGE, { key: '01890a5d-ac96-774b-bcce-b302099a8057' });
  assert.deepEqual([foreign.status, kindOf(foreign)], [409, 'key-reused']);
  assert.deepEqual(errors, []);
});

const REFUSED: readonly (readonly [string, object, More, number, string])[] = [
  ['a wrong secret', PAGE, { secret: '0000-0000-0000-0000' }, 404, 'unknown-submission'],
  ['no key', PAGE, { key: '' }, 400, 'missing-key'],
  ['no answers', PAGE, { body: {} }, 400, 'invalid-json'],
  ['nothing', {}, {}, 422, 'invalid-answers'],
  ['half a page', { umsatz: 12 }, {}, 422, 'invalid-answers'],
  ['what was answered before', { ...PAGE, name: 'Mallory' }, {}, 422, 'invalid-answers'],
  ['an unknown field', { ...PAGE, kind: 'refused' }, {}, 422, 'invalid-answers'],
  ['what is out of bounds', { umsatz: 10_000, verein: false }, {}, 422, 'invalid-answers'],
  [
    'a file that was not uploaded here',
    {
      nachweis: [
        {
          handle: '01890a5d-ac96-774b-bcce-b302099a8057',
          name: 'n',
          size: 9,
          type: 'application/pdf',
          sha256: 'a'.repeat(64),
        },
      ],
    },
    {},
    422,
    'invalid-answers',
  ],
];
for (const [what, answers, more, status, kind] of REFUSED)
  test(`${what} is refused with ${status} ${kind}, and nothing is stored`, async () => {
    const one = await submitShort();
    const refused = await supply(one, answers, more);
    assert.deepEqual([refused.status, kindOf(refused)], [status, kind], refused.text);
    assert.equal(await countRows(one), 0);
    assert.deepEqual((await statusOf(one)).outstanding, MISSING);
  });

test('while the operator works on the database nothing is tried', async () => {
  const one = await submitShort();
  const hold = (ladder: object) =>
    db.tx(ANY_AUTHORITY, (tx) =>
      changeInstallation(tx, 'musterland', 'folge', { limits: { grace: 60, ...ladder } as never }, now),
    );
  await hold({ ladder: { least: 4, most: 4 } });
  assert.equal((await supply(one)).status, 503);
  await hold({});
  assert.equal((await supply(one)).status, 201);
});

test('what was handed in and waits for an operator is called delayed', async () => {
  const one = await submitShort();
  assert.equal((await supply(one)).status, 201);
  assert.equal((await statusOf(one)).delayed, false);
  const [row] = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ id: string }>(sql`select id from intake.supplement where submission = ${one.id}`),
  );
  await setAside(db, 'supplement', row?.id ?? '', 'test');
  assert.equal((await statusOf(one)).delayed, true);
});
