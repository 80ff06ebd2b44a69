import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import type { CompiledService } from '#definition';
import { install, makeIntake, makeReceiptSigner, makeRegistry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, openDb, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { makeApi } from './index.ts';

// A program repeats what was acknowledged, and by then the service is another: it must have the same answer.

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
let now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const clock = () => now;
const FIELDS = `{ id: personen, kind: number, min: 0, max: 9 }
      - { id: kommt, kind: date, min: today() }
      - { id: tisch, kind: number, min: 0, max: 9, when: plaetze > 50, required: false }`;
const LABELS = 'fields:\n  kommt: { label: "Wann kommen Sie?" }\n  tisch: { label: "Welcher Tisch?" }';
const make = (change: (yaml: string) => string = (yaml) => yaml): CompiledService =>
  makeSmallService((yaml) => change(yaml.replace('{ id: personen, kind: number, min: 0, max: 9 }', FIELDS)), {
    texts: (yaml) => yaml.replace('fields:', LABELS),
    examples: (yaml) => yaml.replace('personen: 0', 'personen: 0, kommt: 2999-01-01'),
  });
const first = make();
/** Asks one thing less and one more strictly. */
const second = make((yaml) =>
  yaml.replace('version: 1.0.0', 'version: 2.0.0').replace('kind: text, max: 80', 'kind: text, max: 4'),
);
const put = (compiled: CompiledService, plaetze = 10) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    install(tx, compiled, { authority: 'musterland', state: 'live', parameters: { plaetze }, slots: {} }, now),
  );
const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const secretKey = Buffer.alloc(32, 3);
const intake = makeIntake({ url, clock, signer, secretKey, issuer: 'http://x', cell: 'a' });
after(() => intake.close());
const registry = makeRegistry(db, { lifetime: 0 });
let queries = 0;
const counted: typeof db = {
  ...db,
  tx: (scope, work) => {
    queries += 1;
    return db.tx(scope, work);
  },
};
const api = makeApi({
  registry,
  intake,
  db: counted,
  clock,
  receiptKeys: [signer.jwk],
  baseUrl: '',
  version: '0',
  onError: (error) => assert.fail(error),
});

const ANSWERS = { name: 'Erika', personen: 2, kommt: '2020-03-27', tisch: 3 };
const post = async (key: string, answers: object = ANSWERS) => {
  const response = await api.request('/api/v1/musterland/anmeldung/submissions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ answers }),
  });
  return { status: response.status, text: await response.text() };
};
const begin = async () => {
  now = Temporal.Instant.from('2020-03-27T11:00:00Z');
  await put(first, 60);
  const key = makeUuid(now.epochMilliseconds);
  const answer = await post(key);
  assert.equal(answer.status, 201, answer.text);
  return { key, answer };
};

const CHANGES: readonly (readonly [string, () => Promise<void>])[] = [
  ['after a new version that refuses the answers', () => put(second, 60)],
  ['after parameters changed which questions are asked', () => put(first, 10)],
  [
    'on another day, on which the answers would be refused',
    async () => {
      now = now.add({ hours: 72 });
    },
  ],
  [
    'after all of it at once',
    async () => {
      await put(first, 20);
      await put(second, 30);
      now = now.add({ hours: 72 });
    },
  ],
];
for (const [when, change] of CHANGES)
  test(`a repetition ${when} has the same answer, byte for byte; other answers are refused`, async () => {
    const { key, answer } = await begin();
    await change();
    assert.deepEqual(await post(key), answer);
    assert.deepEqual(await post(key.toUpperCase()), answer);
    const others = [{ ...ANSWERS, name: 'Eva', kommt: '2999-01-01' }, { ...ANSWERS, name: 'Emma' }, { name: 'Eva' }];
    for (const other of others) assert.equal((await post(key, other)).status, 409);
    assert.deepEqual(await post(key), answer, 'and that changed nothing');
    const { count } = await db.tx(ANY_AUTHORITY, (tx) =>
      tx.get<{ count: number }>(sql`select count(*)::int as count from intake.submission where id = ${key}`),
    );
    assert.equal(count, 1);
  });

test('a first submission costs no query more; the wrong answers of a stranger cost one', async () => {
  await begin();
  queries = 0;
  const fresh = { ...ANSWERS, name: 'Neu' };
  assert.equal((await post(makeUuid(1), fresh)).status, 201);
  assert.equal(queries, 0);
  assert.equal((await post(makeUuid(2), { name: 'Neu' })).status, 422);
  assert.equal(queries, 1);
});

test('who was received before settings were kept is still known by the package', async () => {
  const { key, answer } = await begin();
  const owner = openDb({ url, max: 1 });
  await owner.tx(ANY_AUTHORITY, (tx) => tx.run(sql`delete from intake.setting`));
  await owner.close();
  await put(second, 60);
  assert.deepEqual(await post(key), answer);
});
