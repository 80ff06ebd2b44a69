import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { changeInstallation, install, makeIntake, makeReceiptSigner, makeRegistry, verifyReceipt } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, openDb, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { makeApi } from './index.ts';

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const clock = () => now;
const states = [
  ['musterland', 'live'],
  ['musterstadt', 'paused'],
] as const;
await db.tx(ANY_AUTHORITY, async (tx) => {
  for (const [authority, state] of states)
    await install(tx, makeSmallService(), { authority, state, parameters: {}, slots: {} }, now);
});
const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const intake = makeIntake({
  url,
  clock,
  signer,
  secretKey: Buffer.alloc(32, 3),
  issuer: 'http://localhost',
  cell: 'a',
});
after(() => intake.close());
const errors: Error[] = [];
const deps = {
  registry: makeRegistry(db, { lifetime: 0 }),
  intake,
  db,
  clock,
  receiptKeys: [signer.jwk],
  baseUrl: 'http://localhost',
  version: '0',
};
const api = makeApi({ ...deps, onError: (error) => errors.push(error) });

const ANSWERS = { name: 'Erika', personen: 2 };
type Sending = { key?: string; body?: string; type?: string; authority?: string; headers?: Record<string, string> };
const post = (given: Sending = {}) =>
  api.request(`/api/v1/${given.authority ?? 'musterland'}/anmeldung/submissions`, {
    method: 'POST',
    headers: {
      'content-type': given.type ?? 'application/json',
      'idempotency-key': given.key ?? makeUuid(1),
      ...given.headers,
    },
    body: given.body ?? JSON.stringify({ answers: ANSWERS }),
  });
type Received = { number: string; receipt: string; secret: string };
const received = async (given: Sending = {}): Promise<Received> => {
  const response = await post(given);
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()) as Received;
};

test('a submission answers 201 with number and receipt; repeating it answers the same', async () => {
  const key = makeUuid(2);
  const first = await received({ key });
  assert.equal(verifyReceipt(first.receipt, [signer.jwk])?.number, first.number);
  assert.deepEqual(await received({ key }), first);
  const { count } = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ count: number }>(sql`select count(*) from intake.submission where id = ${key}`),
  );
  assert.equal(count, 1);
});

const refused: readonly [string, Sending, number, string][] = [
  ['no key', { key: '' }, 400, 'missing-key'],
  ['a key that is no UUID', { key: '42' }, 400, 'missing-key'],
  ['another media type', { type: 'text/plain' }, 415, 'media-type'],
  ['broken JSON', { body: '{"answers":' }, 400, 'invalid-json'],
  ['no answers', { body: '{}' }, 400, 'invalid-json'],
  ['more than answers', { body: JSON.stringify({ answers: ANSWERS, admin: true }) }, 400, 'invalid-json'],
  ['answers as a list', { body: '{"answers":[]}' }, 400, 'invalid-json'],
  ['a missing answer', { body: '{"answers":{"name":"Erika"}}' }, 422, 'invalid-answers'],
  ['a wrong type', { body: '{"answers":{"name":7,"personen":2}}' }, 422, 'invalid-answers'],
  ['an unknown field', { body: '{"answers":{"name":"E","personen":2,"nme":"x"}}' }, 422, 'invalid-answers'],
  [
    'a name of prototypes',
    { body: '{"answers":{"name":"E","personen":2,"constructor":{"x":1}}}' },
    422,
    'invalid-answers',
  ],
  [
    'a body of a megabyte',
    { body: JSON.stringify({ answers: { ...ANSWERS, name: 'x'.repeat(1 << 20) } }) },
    413,
    'too-large',
  ],
  ['an unknown authority', { authority: 'nirgends' }, 404, 'unknown-service'],
  ['a paused service', { authority: 'musterstadt' }, 503, 'paused'],
];
for (const [name, sending, status, kind] of refused)
  test(`${name} is refused with ${status} ${kind}`, async () => {
    const response = await post(sending);
    assert.equal(response.status, status);
    assert.match(response.headers.get('content-type') ?? '', /application\/problem\+json/);
    const problem = (await response.json()) as {
      type: string;
      title: string;
      errors?: { path: string; detail: string }[];
    };
    assert.equal(problem.type, `/api/problems/${kind}`);
    assert.ok(problem.title.length > 10);
    if (status === 422)
      assert.ok(problem.errors?.every(({ detail }) => detail.length > 5) && problem.errors.length > 0);
    if (status === 503) assert.ok(response.headers.get('retry-after'));
  });

test('a problem names the field in the language asked for', async () => {
  const detail = async (language: string) => {
    const response = await post({ body: '{"answers":{"name":"Erika"}}', headers: { 'accept-language': language } });
    return ((await response.json()) as { errors: { path: string; detail: string }[] }).errors;
  };
  const [german] = await detail('de-DE');
  const [english] = await detail('en');
  assert.equal(german?.path, 'personen');
  assert.notEqual(german?.detail, english?.detail);
  for (const language of ['fr, en-GB;q=0.8, de;q=0.5', 'de;q=0, EN'])
    assert.deepEqual((await detail(language))[0], english);
  for (const language of ['fr', '*', ';;,q=', 'en;q=0', 'fr, de, en'])
    assert.deepEqual((await detail(language))[0], german);
});

test('what the load forbids is told when to try again, and stored when it does', async () => {
  const forbidden = new Set(['submit', 'status']);
  const busy = makeApi({ ...deps, sheds: (value) => forbidden.has(value), onError: (error) => errors.push(error) });
  const key = makeUuid(77);
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const body = JSON.stringify({ answers: ANSWERS });
  const path = '/api/v1/musterland/anmeldung/submissions';
  const hand = () => busy.request(path, { method: 'POST', headers, body });
  const refused = await hand();
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '60']);
  forbidden.delete('submit');
  const { number, secret } = (await (await hand()).json()) as Received;
  const look = async () =>
    (await busy.request(`${path}/${number}`, { headers: { authorization: `Bearer ${secret}` } })).status;
  assert.equal(await look(), 503);
  forbidden.clear();
  assert.equal(await look(), 200);
});

test('the key of one submission is refused for another', async () => {
  const key = makeUuid(3);
  await received({ key });
  const response = await post({ key, body: JSON.stringify({ answers: { ...ANSWERS, name: 'Mallory' } }) });
  assert.equal(response.status, 409);
});

test('state and receipt open with the secret alone', async () => {
  const { number, secret, receipt } = await received();
  const other = await received();
  const get = (path: string, bearer?: string) =>
    api.request(`/api/v1/musterland/anmeldung/submissions/${number}${path}`, {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
    });
  const status = await get('', secret);
  assert.equal(status.headers.get('cache-control'), 'no-store');
  assert.deepEqual(await status.json(), {
    number,
    status: 'received',
    receivedAt: '2020-03-27T11:00:00Z',
    delayed: false,
    outstanding: [],
  });
  assert.equal(await (await get('/receipt', secret)).text(), receipt);
  assert.equal((await get('', other.secret)).status, 404);
  assert.equal((await get('', 'guess')).status, 404);
  assert.equal((await get('')).status, 401);
});

test('the description names every route it has, and services show the schema of their answers', async () => {
  const described = (await (await api.request('/api/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  assert.equal(described.openapi, '3.1.0');
  const routes = new Set(
    api.routes.filter(({ path }) => path.startsWith('/api/v1')).map(({ path }) => path.replace(/:(\w+)/g, '{$1}')),
  );
  for (const route of routes) assert.ok(route in described.paths, route);
  const service = (await (await api.request('/api/v1/musterland/anmeldung')).json()) as {
    answers: { properties: object };
  };
  assert.deepEqual(Object.keys(service.answers.properties), ['name', 'email', 'personen']);
  const keys = (await (await api.request('/.well-known/receipt-keys.json')).json()) as { keys: unknown[] };
  assert.deepEqual(keys.keys, [signer.jwk]);
});

test('what breaks inside is recorded and answered without a trace of it', async () => {
  const broken = makeApi({
    ...deps,
    registry: { ...deps.registry, find: () => Promise.reject(new Error('secret detail')) },
    onError: (error) => errors.push(error),
  });
  const response = await broken.request('/api/v1/musterland/anmeldung');
  assert.equal(response.status, 500);
  assert.ok(!(await response.text()).includes('secret detail'));
  assert.equal(errors.at(-1)?.message, 'secret detail');
});

test('what the operator holds back is not tried for programs either, and is taken again afterwards', async () => {
  const set = (ladder?: { least: number; most: number }) =>
    db.tx(ANY_AUTHORITY, (tx) =>
      changeInstallation(tx, 'musterland', 'anmeldung', { limits: { grace: 60, ...(ladder ? { ladder } : {}) } }, now),
    );
  await set({ least: 4, most: 4 });
  const refused = await post({ key: makeUuid(77) });
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '300']);
  await set();
  await received({ key: makeUuid(77) });
});

test('while the database is away, programs are told to try again later, not that something went wrong', async () => {
  const away = openDb({ url });
  await away.close();
  const seen: Error[] = [];
  const lone = makeApi({ ...deps, db: away, registry: makeRegistry(away), onError: (error) => seen.push(error) });
  const response = await lone.request('/api/v1/musterland/anmeldung');
  assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '10']);
  assert.equal(((await response.json()) as { type: string }).type, '/api/problems/unavailable');
  assert.equal(seen.length, 1);
});
