import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeAdmission } from './admission.ts';
import type { Admission } from './admission-types.ts';

const { db } = await makeTestDatabase();
const key = Buffer.alloc(32, 9);
const errors: Error[] = [];
let now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const pass = (seconds: number): void => {
  now = now.add({ seconds });
};

type Process = Admission & { late: number };

/** A process whose measurements we make. */
const open = (): Process => {
  const measured = { late: 0 };
  const admission = makeAdmission({
    db,
    clock: () => now,
    key,
    measure: () => ({ oldestWaiting: 0, loopDelay: measured.late, utilization: 0.8 }),
    onError: (error) => errors.push(error),
    every: 0,
  });
  return Object.assign(measured, admission);
};

const programmeOf = (service: string) => ({ authority: 'musterland', service });

const saturate = async (...processes: readonly Process[]): Promise<void> => {
  for (const process of processes) {
    process.late = 2000;
    for (let i = 0; i < 90; i += 1) process.worked(false);
    await process.tick();
    await process.tick();
    assert.equal(process.readings().saturated, true);
  }
};

const codeOf = async (process: Process, service: string): Promise<string> => {
  const arrival = await process.arrive(programmeOf(service), 9);
  if (arrival.kind !== 'waiting') throw new Error(`expected to wait, not ${arrival.kind}`);
  return arrival.code;
};

const look = async (process: Process, service: string, code: string) => process.look(programmeOf(service), code);
const numberOf = async (process: Process, service: string, code: string): Promise<number> => {
  const seen = await look(process, service, code);
  return seen.kind === 'waiting' ? seen.number : 0;
};

test('at rest everybody begins at once and nothing is written', async () => {
  const process = open();
  await process.tick();
  assert.deepEqual(await process.arrive(programmeOf('ruhe'), 9), { kind: 'admitted' });
  const lines = await db.tx(ANY_AUTHORITY, (tx) => tx.all(sql`select * from intake.line where service = 'ruhe'`));
  assert.deepEqual(lines, []);
});

test('what waits at the proxy opens a line, though this process is never late', async () => {
  const process = open();
  const queue = async (ms: number): Promise<void> => {
    for (let i = 0; i < 50; i += 1) {
      process.worked(false);
      process.queued(ms);
    }
    await process.tick();
  };
  for (let i = 0; i < 5; i += 1) await queue(200);
  assert.equal(process.readings().saturated, false);
  await queue(2000);
  await queue(2000);
  assert.equal(process.readings().saturated, true);
  assert.equal(process.readings().pressure, 4);
  // One look's queue is not the next one's.
  await process.tick();
  assert.equal(process.readings().pressure, 0);
});

test('in saturation newcomers get numbers in their order, and come in by them at any process', async () => {
  const [one, two] = [open(), open()];
  await saturate(one);
  const codes: string[] = [];
  for (let i = 0; i < 40; i += 1) codes.push(await codeOf(one, 'andrang'));
  const numbers = await Promise.all(codes.map((code) => numberOf(one, 'andrang', code)));
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(numbers).size, 40);
  assert.equal(one.readings().shed.arrival, 40);
  // Another process, at rest, has heard of the line: who comes to it now stands behind.
  await two.tick();
  const late = await numberOf(two, 'andrang', await codeOf(two, 'andrang'));
  assert.ok(late > Math.max(...numbers));
  // The first let in are the first that came.
  pass(1);
  await one.tick();
  await two.tick();
  const kinds = await Promise.all(codes.map(async (code) => (await look(two, 'andrang', code)).kind));
  const inside = kinds.filter((kind) => kind === 'admitted').length;
  assert.ok(inside > 0 && inside < 40, `${inside} inside`);
  assert.deepEqual(kinds, [...Array(inside).fill('admitted'), ...Array(40 - inside).fill('waiting')]);
});

test('numbers drawn at once by many are given once', async () => {
  const processes = [open(), open(), open()];
  await saturate(...processes);
  const codes = await Promise.all(
    processes.flatMap((process) => Array.from({ length: 100 }, () => codeOf(process, 'zugleich'))),
  );
  const [first] = processes;
  assert.ok(first);
  const numbers = await Promise.all(codes.map((code) => numberOf(first, 'zugleich', code)));
  assert.equal(new Set(numbers).size, 300);
});

test('who closed the page holds up nobody, and may still come', async () => {
  const process = open();
  await saturate(process);
  const gone: string[] = [];
  for (let i = 0; i < 200; i += 1) gone.push(await codeOf(process, 'verlassen'));
  const stays = await codeOf(process, 'verlassen');
  let rounds = 0;
  while ((await look(process, 'verlassen', stays)).kind === 'waiting' && rounds < 30) {
    rounds += 1;
    pass(16); // nobody else asks in that time
    await process.tick();
  }
  assert.ok(rounds < 5, `${rounds} rounds`); // at 8 places a second and 200 before, they alone would take 25
  pass(3600);
  assert.equal((await look(process, 'verlassen', gone[0] ?? '')).kind, 'admitted');
});

test('the line never goes back: not by a restart, not by an old answer', async () => {
  const [process, other] = [open(), open()];
  await saturate(process);
  const code = await codeOf(process, 'vorwaerts');
  process.late = 0;
  for (let i = 0; i < 3; i += 1) {
    pass(6);
    await process.tick();
  }
  assert.equal((await look(process, 'vorwaerts', code)).kind, 'admitted');
  assert.equal((await look(other, 'vorwaerts', code)).kind, 'admitted');
});

test('calm ends the line', async () => {
  const process = open();
  await saturate(process);
  await codeOf(process, 'ende');
  process.late = 0;
  for (let i = 0; i < 20; i += 1) {
    pass(6);
    await process.tick();
  }
  assert.equal(process.readings().saturated, false);
  assert.deepEqual(await process.arrive(programmeOf('ende'), 9), { kind: 'admitted' });
});

test('one ticket is one journey, at every process', async () => {
  const [process, other] = [open(), open()];
  await saturate(process);
  const code = await codeOf(process, 'eins');
  process.late = 0;
  pass(6);
  for (let i = 0; i < 3; i += 1) await process.tick();
  const [here, there] = [await look(process, 'eins', code), await look(other, 'eins', code)];
  assert.equal(here.kind, 'admitted');
  assert.deepEqual(here, there);
});

test('without the database nobody is let in by mistake, and it is said', async () => {
  const broken = makeAdmission({
    db: { ...db, tx: () => Promise.reject(new Error('The database is away.')) },
    clock: () => now,
    key,
    measure: () => ({ oldestWaiting: 60_000, loopDelay: 0, utilization: 1 }),
    onError: (error) => errors.push(error),
    every: 0,
  });
  await broken.tick();
  await broken.tick();
  const before = errors.length;
  assert.equal((await broken.arrive(programmeOf('weg'), 9)).kind, 'busy');
  assert.equal(errors.length, before + 1);
  assert.equal(broken.sheds('submit'), true); // 75 times the objective: not even that would be answered
});

test('nothing else went wrong', () => {
  assert.deepEqual(
    errors.filter(({ message }) => message !== 'The database is away.'),
    [],
  );
});

test('the level of one process holds at all of them, and lapses', async () => {
  const busy = open();
  const calm = open();
  busy.late = 6000;
  for (let i = 0; i < 5; i += 1) await busy.tick();
  await calm.tick();
  assert.ok(busy.level() > 0);
  assert.equal(calm.level(), busy.level());
  await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update intake.ladder set at = at - interval '16 seconds'`));
  await calm.tick();
  assert.equal(calm.level(), 0);
});
