import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import {
  changeInstallation,
  install,
  type Limits,
  makeAdmission,
  makeIntake,
  makeReceiptSigner,
  makeRegistry,
} from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { makeApi } from './index.ts';

// Programs are no people: they let those in line pass first, and get no place beyond the quota.

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const clock = () => now;
for (const authority of ['musterland', 'musterstadt'])
  await db.tx(ANY_AUTHORITY, (tx) =>
    install(tx, makeSmallService(), { authority, state: 'live', parameters: {}, slots: {} }, now),
  );
const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const onError = (error: Error): void => assert.fail(error);
/** A process that looks services up once, and never again. */
const start = (lifetime = 0) => {
  const intake = makeIntake({ url, clock, signer, secretKey: Buffer.alloc(32, 3), issuer: 'http://x', cell: 'a' });
  after(() => intake.close());
  const measure = () => ({ oldestWaiting: 0, loopDelay: 0, utilization: 0.8 });
  const admission = makeAdmission({ db, clock, key: Buffer.alloc(32, 9), measure, onError, every: 0 });
  const registry = makeRegistry(db, { lifetime });
  const { secondsBehind } = admission;
  const common = { registry, intake, db, clock, secondsBehind, onError };
  const api = makeApi({ ...common, receiptKeys: [signer.jwk], baseUrl: '', version: '0' });
  return { api, admission };
};
type Process = ReturnType<typeof start>;

const limit = (limits: Partial<Limits> = {}, authority = 'musterland') =>
  db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(tx, authority, 'anmeldung', { limits: { grace: 60, ...limits } }, now),
  );
const post = async ({ api }: Process, key = makeUuid(now.epochMilliseconds), authority = 'musterland') => {
  const response = await api.request(`/api/v1/${authority}/anmeldung/submissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ answers: { name: 'Erika', personen: 2 } }),
  });
  const { type = '', receipt = '' } = (await response.json()) as { type?: string; receipt?: string };
  const [kind = ''] = /[^/]+$/.exec(type) ?? [];
  return { status: response.status, kind, receipt, wait: Number(response.headers.get('retry-after')) };
};
const countRows = async () =>
  (
    await db.tx(ANY_AUTHORITY, (tx) =>
      tx.get<{ rows: number }>(sql`select count(*) as rows from intake.submission where authority = 'musterland'`),
    )
  ).rows;
/** So many stand in line at musterland. */
const stand = (waiting: number) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`
      insert into intake.line (authority, service, drawn, admitted) values ('musterland', 'anmeldung', 1000, ${1000 - waiting})
      on conflict (authority, service) do update set drawn = line.drawn + ${waiting}, admitted = line.drawn`),
  );

test('while people stand in line, programs come after them, and who was received keeps the receipt', async () => {
  const process = start();
  const before = makeUuid(now.epochMilliseconds);
  const { receipt } = await post(process, before);
  await stand(500);
  await process.admission.tick();
  const rows = await countRows();
  const key = makeUuid(now.epochMilliseconds);
  const refused = await post(process, key);
  assert.deepEqual([refused.status, refused.kind], [503, 'waiting-line']);
  assert.ok(refused.wait > 0 && refused.wait <= 60, `${refused.wait} s`);
  assert.equal(await countRows(), rows, 'nothing was stored');
  assert.equal((await post(process, before)).receipt, receipt);
  assert.equal((await post(process, undefined, 'musterstadt')).status, 201, 'a line is of one programme');
  await stand(0);
  await process.admission.tick();
  assert.equal((await post(process, key)).status, 201);
});

test('a process that has just begun knows of the line', async () => {
  await stand(500);
  assert.equal((await post(start())).kind, 'waiting-line');
});

test('the authority may take programs beside the line', async () => {
  const process = start();
  await stand(500);
  await limit({ programs: 'take' });
  assert.equal((await post(process)).status, 201);
  await limit({ programs: 'later' });
  assert.equal((await post(process)).kind, 'waiting-line');
});

test('what bars for good is said before the line is', async () => {
  const process = start();
  await stand(500);
  await limit({ quota: 1 });
  assert.equal((await post(process)).kind, 'quota-reached');
  await limit();
  await stand(0);
});

test('programs that hand in before the count is known again get no place too many', async () => {
  const taken = await countRows();
  await limit({ quota: taken + 3 });
  const processes = [start(60_000), start(60_000)] as const;
  const keys = Array.from({ length: 12 }, () => makeUuid(now.epochMilliseconds));
  const answers = await Promise.all(keys.map((key, i) => post(processes[i % 2 === 0 ? 0 : 1], key)));
  const received = answers.filter(({ status }) => status === 201);
  assert.equal(received.length, 3);
  for (const { status, kind } of answers.filter((one) => !received.includes(one)))
    assert.deepEqual([status, kind], [410, 'quota-reached']);
  const again = await Promise.all(keys.map((key, i) => post(processes[i % 2 === 0 ? 1 : 0], key)));
  assert.deepEqual(again, answers, 'and whoever asks again is told the same');
});
