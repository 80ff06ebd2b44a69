import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { connectOwner, makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { changeInstallation, type Handin, install, makeIntake, makeReceiptSigner, makeRegistry } from './index.ts';
import { makeWriter, type Row } from './writer.ts';

// Programs get the places there are and not one more, however many hand in at once and wherever; a place is never lost.

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const PLACES = 10;
const SERVICES = ['eins', 'zwei', 'offen'] as const;
type Service = (typeof SERVICES)[number];
const limit = (service: Service, quota?: number) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(tx, 'musterland', service, { limits: { grace: 60, ...(quota ? { quota } : {}) } }, now),
  );
for (const service of SERVICES) {
  const compiled = makeSmallService((yaml) => yaml.replace('id: anmeldung', `id: ${service}`));
  const offered = { authority: 'musterland', state: 'live', parameters: {}, slots: {} } as const;
  await db.tx(ANY_AUTHORITY, (tx) => install(tx, compiled, offered, now));
}
await limit('eins', PLACES);
await limit('zwei', PLACES);

const owner = await connectOwner(url);
const holder = await connectOwner(url);
const PLACE = `select from intake.quota where service = 'eins' for update`;
const TABLE = 'lock table intake.submission in share mode';
/** Nobody gets a place, or with one can store, until it is free again. */
const hold = async (what: typeof PLACE | typeof TABLE) => {
  await holder.query(`begin; ${what}`);
  return () => holder.query('commit');
};
const BLOCKED = `application_name = 'knopfdruck-intake' and datname = current_database() and wait_event_type = 'Lock'`;
const untilBlocked = async (count: number): Promise<void> => {
  while ((await owner.query(`select from pg_stat_activity where ${BLOCKED}`)).rowCount !== count) await pause(5);
};

const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const open = () => {
  const intake = makeIntake({ url, clock: () => now, signer, secretKey: Buffer.alloc(32, 3), issuer: 'x', cell: 'a' });
  after(() => intake.close());
  return intake;
};
const intakes = [open(), open()] as const;
const registry = makeRegistry(db, { lifetime: 0 });
/** As it was before anybody handed in: what a process knows is old. */
const known = new Map(
  await Promise.all(SERVICES.map(async (service) => [service, await registry.find('musterland', service)] as const)),
);
const handin = (service: Service, id = makeUuid(now.epochMilliseconds), name = 'Erika'): Handin => {
  const installed = known.get(service);
  assert.ok(installed);
  return { id, installed, answers: { name, personen: '0' }, language: 'de' };
};
const handInAtOnce = (handins: readonly Handin[]) =>
  Promise.all(handins.map((one, i) => intakes[i % 2 === 0 ? 0 : 1].submitWithinQuota(one)));
const many = (count: number, service: Service) => Array.from({ length: count }, () => handin(service));
const countKinds = (answers: readonly { readonly kind: string }[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]));

const counts = (service: Service) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ rows: number; taken: number | null }>(sql`
      select (select count(*) from intake.submission where service = ${service}) as rows,
        (select taken from intake.quota where service = ${service}) as taken`),
  );
const empty = async (): Promise<void> => {
  await owner.query('truncate intake.submission cascade; update intake.quota set taken = 0');
};

test('many programs at two processes take exactly the places there are, while others are not held up', async () => {
  await empty();
  const all = Array.from({ length: 60 }, () => SERVICES.map((service) => handin(service))).flat();
  const answers = await handInAtOnce(all);
  const of = (service: Service) =>
    countKinds(answers.filter((_, i) => all[i]?.installed.installation.service === service));
  assert.deepEqual(of('eins'), { received: PLACES, full: 60 - PLACES });
  assert.deepEqual(of('zwei'), { received: PLACES, full: 60 - PLACES });
  assert.deepEqual(of('offen'), { received: 60 });
  assert.deepEqual(await counts('eins'), { rows: PLACES, taken: PLACES });
  assert.deepEqual(await counts('offen'), { rows: 60, taken: null });
});

test('two that find the last place free at the same moment do not both get it', async () => {
  await empty();
  await handInAtOnce(many(PLACES - 1, 'eins'));
  const free = await hold(TABLE);
  const handed = handInAtOnce(many(2, 'eins'));
  await untilBlocked(2);
  await free();
  assert.deepEqual(countKinds(await handed), { received: 1, full: 1 });
  assert.deepEqual(await counts('eins'), { rows: PLACES, taken: PLACES });
});

test('pages that come between go on; programs get what is left beside them', async () => {
  await empty();
  const [programs, people] = [many(100, 'eins'), many(6, 'eins')];
  const [answers, pages] = await Promise.all([
    handInAtOnce(programs),
    Promise.all(people.map((one, i) => intakes[i < 3 ? 0 : 1].submit(one))),
  ]);
  assert.deepEqual(countKinds(pages), { received: 6 });
  const { received = 0 } = countKinds(answers);
  // All places were taken by programs, or some by pages before them; never more than there are by a program.
  assert.ok(received >= PLACES - 6 && received <= PLACES, `${received} programs`);
  assert.deepEqual(await counts('eins'), { rows: received + 6, taken: received + 6 });
  assert.deepEqual(await intakes[0].submitWithinQuota(handin('eins')), { kind: 'full', quota: PLACES });
});

test('the last place goes to one submission, as often as it is handed in at once, and its receipt stays', async () => {
  await empty();
  await handInAtOnce(many(PLACES - 1, 'eins'));
  const last = handin('eins');
  const free = await hold(PLACE);
  const handed = handInAtOnce([last, last]);
  await untilBlocked(2);
  await free();
  const [first, second] = await handed;
  assert.equal(first?.kind, 'received');
  assert.deepEqual(second, first);
  assert.deepEqual(countKinds(await handInAtOnce(many(4, 'eins'))), { full: 4 });
  assert.deepEqual(await handInAtOnce([last, last]), [first, first]);
  assert.deepEqual(countKinds(await handInAtOnce([handin('eins', last.id, 'Mallory')])), { conflict: 1 });
  assert.deepEqual(await counts('eins'), { rows: PLACES, taken: PLACES });
});

test('a quota raised, lowered or taken away holds for the next batch, whatever the process knows', async () => {
  await empty();
  await limit('eins', 3);
  assert.deepEqual(countKinds(await handInAtOnce(many(8, 'eins'))), { received: 3, full: 5 });
  await limit('eins', 5);
  assert.deepEqual(countKinds(await handInAtOnce(many(8, 'eins'))), { received: 2, full: 6 });
  await limit('eins');
  assert.deepEqual(countKinds(await handInAtOnce(many(8, 'eins'))), { received: 8 });
  await limit('eins', PLACES);
  assert.deepEqual(await counts('eins'), { rows: 13, taken: 13 });
});

const makeRow = (service: Service, key = makeUuid(Date.now())): Row => ({
  key,
  authority: 'musterland',
  service,
  digest: '0'.repeat(64),
  number: 'X',
  received_at: now.toString(),
  hash: key,
  secret_hash: 'y',
  content: 'z',
  remainder: null,
});

const openWriter = () => {
  const writer = makeWriter({ url });
  after(() => writer.close());
  return writer;
};

test('of one batch the first get the places, and what is there already takes none', async () => {
  await empty();
  await limit('eins', 3);
  const writer = openWriter();
  const there = makeRow('eins');
  await writer.writeWithinQuota([there]);
  const [a, b, c] = [makeRow('eins'), makeRow('eins'), makeRow('eins')];
  const batch = [a, makeRow('zwei'), b, there, c, makeRow('offen')];
  const stored = await writer.writeWithinQuota(batch);
  assert.deepEqual(
    batch.map(({ key }) => {
      const one = stored.get(key);
      return one === 'full' ? one : one?.isRepeated;
    }),
    [false, false, false, true, 'full', false],
  );
  await limit('eins', PLACES);
});

test('a connection cut in the midst of it takes no place', async () => {
  await empty();
  const writer = openWriter();
  const free = await hold(PLACE);
  const written = writer.writeWithinQuota(Array.from({ length: PLACES + 2 }, () => makeRow('eins')));
  for (const _ of ['first try', 'second try']) {
    await untilBlocked(1);
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${BLOCKED}`);
  }
  await free();
  const stored = [...(await written).values()];
  assert.equal(stored.filter((one) => one !== 'full').length, PLACES);
  assert.deepEqual(await counts('eins'), { rows: PLACES, taken: PLACES });
});
