import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { getAuthority, makeKeys } from '#authority';
import { makeNumber, makeUuid } from '#lib/id.ts';
import { SealError } from '#lib/seal.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { setAside } from '#test/aside.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import {
  applicantKey,
  findSubmission,
  type Handin,
  install,
  listTroubled,
  makeIntake,
  makeReceiptSigner,
  makeRegistry,
  openSubmission,
  putBack,
  takeSubmissions,
  verifyReceipt,
} from './index.ts';

const { db, url } = await makeTestDatabase();
const keys = await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const compiled = makeSmallService();
const overlay = { parameters: { plaetze: 20 }, slots: {} };
await db.tx(ANY_AUTHORITY, (tx) => install(tx, compiled, { authority: 'musterland', state: 'live', ...overlay }, now));

const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const open = () =>
  makeIntake({ url, clock: () => now, signer, secretKey: Buffer.alloc(32, 3), issuer: 'http://localhost', cell: 'a' });
const intake = open();
const registry = makeRegistry(db, { lifetime: 0 });
after(() => intake.close());

const installed = await registry.find('musterland', 'anmeldung');
assert.ok(installed);
const handin = (id: string, name = 'Erika'): Handin => ({
  id,
  installed,
  answers: { name, personen: '0' },
  language: 'de',
});
const submit = async (item: Handin, to = intake) => {
  const outcome = await to.submit(item);
  if (outcome.kind !== 'received') throw new Error(`expected to be received, not ${outcome.kind}`);
  return outcome;
};
const rows = (id: string) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ content: string; repeated: number }>(
      sql`select content, repeated from intake.submission where id = ${id}`,
    ),
  );

test('what is acknowledged is stored, and the receipt proves it', async () => {
  const id = makeUuid(1);
  const received = await submit(handin(id));
  assert.equal(received.number, makeNumber(id));
  assert.equal((await rows(id)).length, 1);
  const claims = verifyReceipt(received.receipt, [signer.jwk]);
  assert.equal(claims?.number, received.number);
  assert.equal(claims?.package, compiled.digest);
  assert.equal(claims?.received, '2020-03-27T11:00:00.000Z');
});

test('only the authority reads it: the row holds no plain text, another master key opens nothing', async () => {
  const id = makeUuid(2);
  const { secret, number } = await submit(handin(id, 'Geheimrätin'));
  const [row] = await rows(id);
  assert.ok(!Buffer.from(row?.content ?? '', 'base64').includes('Geheimr'));
  const authority = await db.tx(ANY_AUTHORITY, (tx) => getAuthority(tx, 'musterland'));
  const found = await db.tx('musterland', (tx) => findSubmission(tx, 'musterland', number, secret));
  assert.ok(found);
  const payload = openSubmission(keys, authority, found);
  assert.deepEqual(payload.answers, { name: 'Geheimrätin', personen: '0' });
  assert.deepEqual(payload.parameters, { plaetze: 20 });
  assert.equal(payload.secret, secret);
  assert.throws(() => openSubmission(makeKeys(Buffer.alloc(32, 9)), authority, found), SealError);
  assert.throws(() => openSubmission(keys, authority, { ...found, id: makeUuid(3) }), SealError);
});

test('a repetition, on this process or another, is one submission with the same receipt and secret', async () => {
  const id = makeUuid(4);
  const first = await submit(handin(id));
  const other = open();
  const [again, elsewhere, upper] = await Promise.all([
    submit(handin(id)),
    submit(handin(id), other),
    submit(handin(id.toUpperCase()), other),
  ]);
  await other.close();
  for (const repeated of [again, elsewhere, upper])
    assert.deepEqual([repeated?.receipt, repeated?.secret], [first.receipt, first.secret]);
  assert.deepEqual(
    (await rows(id)).map(({ repeated }) => repeated),
    [3],
  );
});

test('the same id with other content is refused and changes nothing', async () => {
  const id = makeUuid(5);
  await submit(handin(id));
  const [before] = await rows(id);
  assert.deepEqual(await intake.submit(handin(id, 'Mallory')), { kind: 'conflict' });
  assert.equal((await rows(id))[0]?.content, before?.content);
});

test('a number opens nothing without its secret, nor at another authority', async () => {
  const one = await submit(handin(makeUuid(6)));
  const two = await submit(handin(makeUuid(7)));
  const find = (authority: string, number: string, secret: string) =>
    db.tx(authority, (tx) => findSubmission(tx, authority, number, secret));
  assert.ok(await find('musterland', one.number, one.secret));
  assert.equal(await find('musterland', one.number, two.secret), undefined);
  assert.equal(await find('musterstadt', one.number, one.secret), undefined);
  assert.notDeepEqual(applicantKey(one.secret), applicantKey(two.secret));
});

test('five hundred interleaved submissions: each receipt belongs to its own content', async () => {
  const names = Array.from({ length: 500 }, (_, i) => `Person ${i}`);
  const all = await Promise.all(names.map((name) => submit(handin(makeUuid(8), name))));
  const authority = await db.tx(ANY_AUTHORITY, (tx) => getAuthority(tx, 'musterland'));
  assert.equal(new Set(all.map(({ number }) => number)).size, 500);
  for (const [i, { number, secret, receipt }] of all.entries()) {
    const found = await db.tx('musterland', (tx) => findSubmission(tx, 'musterland', number, secret));
    assert.ok(found);
    assert.equal(openSubmission(keys, authority, found).answers['name'], names[i]);
    assert.equal(verifyReceipt(receipt, [signer.jwk])?.hash, found.hash);
  }
});

test('workers take each submission once; a rolled-back transaction gives them back', async () => {
  await db.tx(ANY_AUTHORITY, (tx) => takeSubmissions(tx, 10_000));
  const ids = [makeUuid(9), makeUuid(10), makeUuid(11), makeUuid(12)];
  for (const id of ids) await submit(handin(id));
  const failed = db.tx(ANY_AUTHORITY, async (tx) => {
    assert.equal((await takeSubmissions(tx, 10)).length, 4);
    throw new Error('crash');
  });
  await assert.rejects(failed, /crash/);
  const taken = await Promise.all(
    [2, 2].map((limit) =>
      db.tx(ANY_AUTHORITY, async (tx) => {
        const batch = await takeSubmissions(tx, limit);
        await new Promise((done) => setTimeout(done, 50));
        return batch.map(({ id }) => id);
      }),
    ),
  );
  assert.deepEqual(taken.flat().sort(), ids.sort());
  const [first = ''] = ids;
  await setAside(db, 'submission', first, 'bad bytes');
  assert.deepEqual(
    (await db.tx(ANY_AUTHORITY, listTroubled)).map(({ id, reason }) => [id, reason]),
    [[first, 'bad bytes']],
  );
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, first)), true);
  assert.deepEqual(await db.tx(ANY_AUTHORITY, listTroubled), []);
  const again = await db.tx(ANY_AUTHORITY, (tx) => takeSubmissions(tx, 10));
  assert.deepEqual(
    again.map(({ id }) => id),
    [first],
  );
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, first)), false, 'only what could not be worked on');
});

test('what was received cannot be changed or removed by the application', async () => {
  await assert.rejects(
    db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update intake.submission set content = 'x'`)),
    /permission denied/,
  );
  await assert.rejects(
    db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`delete from intake.submission`)),
    /permission denied/,
  );
  await submit(handin(makeUuid(13)));
  assert.equal(await db.tx('musterstadt', (tx) => tx.run(sql`select from intake.submission`)), 0);
});

test('without a database nothing is acknowledged', async () => {
  const lost = makeIntake({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    clock: () => now,
    signer,
    secretKey: Buffer.alloc(32),
    issuer: 'x',
    cell: 'a',
    patience: 300,
  });
  assert.equal((await lost.submit(handin(makeUuid(14)))).kind, 'unavailable');
  await lost.close();
});

test('an installation is found with its overlay, and follows a new version', async () => {
  assert.equal(await registry.find('musterland', 'nichts'), undefined);
  assert.equal(String(installed.parameters['plaetze']), '20');
  const next = makeSmallService((yaml) => yaml.replace('version: 1.0.0', 'version: 1.1.0'));
  assert.notEqual(next.digest, compiled.digest);
  await db.tx(ANY_AUTHORITY, (tx) => install(tx, next, { authority: 'musterland', state: 'paused', ...overlay }, now));
  const found = await registry.find('musterland', 'anmeldung');
  assert.deepEqual([found?.compiled.service.version, found?.installation.state], ['1.1.0', 'paused']);
  assert.equal((await registry.get(compiled.digest)).service.version, '1.0.0');
  await assert.rejects(registry.get('0'.repeat(64)), /no package/);
});
