import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeAdmission } from './admission.ts';
import { drawNumbers } from './admission-store.ts';
import type { Admission } from './admission-types.ts';
import { makeTicket, type Programme, writeTicket } from './ticket.ts';

// Who still asks is known to the process that was asked. Whatever ends or begins, no more are let in than there are places,
// and a line that all have left is over in the end.

const { db } = await makeTestDatabase();
const key = Buffer.alloc(32, 9);
const errors: Error[] = [];
const PEOPLE = 10_000;
/** Requests a second that each process is seen to do, at four fifths of its time. */
const DONE = 90;

let now = Temporal.Instant.from('2020-03-27T11:00:00Z');
/** The time of the database passes as that of the processes does. */
const pass = async (seconds: number): Promise<void> => {
  now = now.add({ seconds });
  await db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`update intake.line_pollers set until = until - make_interval(secs => ${seconds})`),
  );
};

const open = (): Admission =>
  makeAdmission({
    db,
    clock: () => now,
    key,
    measure: () => ({ oldestWaiting: 0, loopDelay: 200, utilization: 0.8 }),
    onError: (error) => errors.push(error),
    every: 0,
  });

/** Somebody in front of a page that asks again by itself; `asks` in s of the crowd's own time. */
type Person = { readonly code: string; asks: number; isInside: boolean };

/** A line of ten thousand, and the processes in front of it. */
const makeCrowd = async (service: string, processes: Admission[]) => {
  const programme: Programme = { authority: 'musterland', service };
  // Lines share the places of a machine: those of other tests are over.
  await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update intake.line set admitted = drawn`));
  await db.tx(ANY_AUTHORITY, (tx) => drawNumbers(tx, programme, PEOPLE));
  const people = Array.from({ length: PEOPLE }, (_, i): Person => {
    const code = writeTicket(key, programme, makeTicket(i + 1, now.epochMilliseconds));
    return { code, asks: i % 50, isInside: false };
  });
  const crowd = { processes, places: 0, seconds: 0, areThere: true };

  const ask = async (person: Person, at: Admission | undefined): Promise<void> => {
    const seen = await at?.look(programme, person.code);
    if (seen?.kind === 'waiting') person.asks = crowd.seconds + seen.interval;
    else person.isInside = seen?.kind === 'admitted';
  };
  const second = async (): Promise<void> => {
    await pass(1);
    crowd.seconds += 1;
    const asking = people.filter(({ asks, isInside }) => !isInside && asks <= crowd.seconds);
    if (crowd.areThere)
      for (const [i, person] of asking.entries()) await ask(person, crowd.processes[i % crowd.processes.length]);
    for (const process of crowd.processes) {
      for (let i = 0; i < DONE; i += 1) process.worked(false);
      await process.tick();
      const { rate, saturated } = process.readings();
      crowd.places += saturated ? rate : 0;
    }
  };
  const letIn = async (): Promise<number> =>
    (
      await db.tx(ANY_AUTHORITY, (tx) =>
        tx.get<{ admitted: number }>(sql`select admitted from intake.line where service = ${service}`),
      )
    ).admitted;
  return Object.assign(crowd, {
    letIn,
    /** Lets time pass, and says so where more were let in than there were places so far. */
    live: async (seconds: number): Promise<void> => {
      const before = { admitted: await letIn(), places: crowd.places };
      for (let i = 0; i < seconds; i += 1) {
        await second();
        const admitted = (await letIn()) - before.admitted;
        // A process may have kept a part of a place.
        const most = Math.ceil(crowd.places - before.places) + crowd.processes.length;
        assert.ok(admitted <= most, `${admitted} let in for ${most} places after ${crowd.seconds} s`);
      }
      assert.ok((await letIn()) > crowd.places * 0.9, `${await letIn()} let in for ${crowd.places} places`);
    },
    restart: async (): Promise<void> => {
      for (const process of crowd.processes) await process.close();
      crowd.processes = crowd.processes.map(open);
    },
    /** In s. */
    drain: async (): Promise<number> => {
      const begin = crowd.seconds;
      while ((await letIn()) < PEOPLE && crowd.seconds < begin + 200) await second();
      return crowd.seconds - begin;
    },
  });
};

for (const [what, away] of [
  ['at once', 0],
  ['after five minutes', 300],
] as const)
  test(`all processes start anew ${what}: nobody is let in beyond the places`, async () => {
    const crowd = await makeCrowd(`neustart-${away}`, [open(), open()]);
    await crowd.live(70);
    await pass(away);
    await crowd.restart();
    // Whoever stood in front of a server that was away asks within a minute.
    await crowd.live(90);
  });

test('processes that end take nobody’s turn: those who asked them are waited for', async () => {
  const crowd = await makeCrowd('ende', [open(), open(), open()]);
  await crowd.live(70);
  for (const process of crowd.processes.splice(1)) await process.close();
  await crowd.live(70);
});

for (const isRestarted of [false, true])
  test(`a line that all have left is over within the longest interval${isRestarted ? ', after a restart too' : ''}`, async () => {
    const crowd = await makeCrowd(`verlassen-${isRestarted}`, [open(), open()]);
    await crowd.live(70);
    crowd.areThere = false;
    if (isRestarted) await crowd.restart();
    const seconds = await crowd.drain();
    assert.ok(seconds <= 65, `over after ${seconds} s`);
  });

test('nothing else went wrong', () => {
  assert.deepEqual(errors, []);
});
