import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeLoadReport } from './load.ts';
import { countUnopened, readLoad } from './load-store.ts';

const { db } = await makeTestDatabase();
await makeTestAuthorities(db);
const START = Temporal.Instant.from('2026-11-23T10:00:05Z');

test('processes report their minutes, the office reads the sum, and what is over is forgotten after a day', async () => {
  let now = START;
  let shed = 3;
  const errors: Error[] = [];
  const open = () =>
    makeLoadReport({
      db,
      clock: () => now,
      waiting: () => 2,
      shed: () => shed,
      every: 0,
      onError: (e) => errors.push(e),
    });
  const [one, other] = [open(), open()];
  await one.report(); // nothing happened: nothing is written
  one.observer.committed(2, 8);
  one.observer.committed(1, 4);
  one.observer.answered('musterland', 'accepted');
  one.observer.answered('musterland', 'repeated');
  one.observer.answered('musterstadt', 'unavailable');
  other.observer.answered('musterland', 'accepted');
  shed += 4;
  await one.report();
  one.observer.answered('musterland', 'accepted');
  await Promise.all([one.report(), other.report()]);
  const read = (authority: string) => db.tx(authority, (tx) => readLoad(tx, authority, START.subtract({ minutes: 5 })));
  const first = Temporal.Instant.from('2026-11-23T10:00:00Z');
  assert.deepEqual(await read('musterland'), [
    { minute: first, accepted: 3, repeated: 1, failed: 0, shed: 4 + 7, waiting: 4, commitMs: 6 },
  ]);
  assert.equal((await read('musterstadt'))[0]?.failed, 1);
  now = START.add({ seconds: 60 });
  one.observer.answered('musterland', 'conflict');
  one.observer.committed(1, 20);
  await one.close();
  const minutes = await read('musterland');
  assert.deepEqual(
    minutes.map(({ accepted, failed, commitMs }) => [accepted, failed, commitMs]),
    [
      [0, 1, 20],
      [3, 0, 6],
    ],
  );
  now = START.add({ hours: 25 });
  other.observer.answered('musterland', 'accepted');
  await other.close();
  now = now.add({ minutes: 1 });
  await other.report();
  const { count } = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ count: number }>(sql`select count(*) from intake.load`),
  );
  assert.equal(count, 1);
  assert.deepEqual(errors, []);
  assert.equal(await db.tx('musterland', (tx) => countUnopened(tx, 'musterland')), 0);
});

test('while the database is away nothing is lost, and nothing grows without bound', async () => {
  const errors: Error[] = [];
  let isAway = true;
  const flaky = {
    ...db,
    tx: ((scope, work) => (isAway ? Promise.reject(new Error('away')) : db.tx(scope, work))) as typeof db.tx,
  };
  const now = START.add({ hours: 50 });
  const load = makeLoadReport({
    db: flaky,
    clock: () => now,
    waiting: () => 0,
    shed: () => 0,
    every: 0,
    onError: (e) => errors.push(e),
  });
  for (let i = 0; i < 2000; i++) load.observer.answered(`land${i}`, 'accepted');
  load.observer.answered('musterland', 'accepted');
  await load.report();
  assert.equal(errors.length, 1);
  isAway = false;
  await load.report();
  const [minute] = await db.tx('musterland', (tx) => readLoad(tx, 'musterland', now.subtract({ minutes: 1 })));
  assert.equal(minute?.accepted, 1);
  const { count } = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ count: number }>(sql`select count(*) from intake.load where minute > '2026-11-25'`),
  );
  assert.equal(count, 500);
});
