import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkFiles } from './file-invariants.ts';
import { checkPromises } from './invariants.ts';
import type { Plan } from './plan.ts';
import type { Promised } from './promised.ts';
import { makeRandom, pause } from './random.ts';
import { fileEvidence } from './settle.ts';
import { startTraffic, type Traffic, type TrafficOptions } from './traffic.ts';
import { startWorld, type World } from './world.ts';

// The check on the checks: a product that breaks its promises must not pass. The product itself has no switch for it;
// `preload.ts` breaks what it sends to the database, and what it does to files. Nothing here depends on who is faster.

const EARLY: Plan = { sabotage: 'answer before commit' };
const PEOPLE = 30;
const ON_PAGES = 4;
let world: World;
before(async () => {
  world = await startWorld({ intakeOnly: true, always: EARLY });
});
after(() => world?.end());

const handIn = async (
  habits: Pick<TrafficOptions, 'twice' | 'again' | 'pages'> & { readonly count?: number },
): Promise<Traffic> => {
  const { addresses } = world;
  const people = { count: PEOPLE, people: 10, answerWithin: 60_000, ...habits };
  const traffic = startTraffic({ addresses, random: makeRandom(7), ...people });
  await traffic.done;
  return traffic;
};

const countFound = async ({ promised }: Traffic, kind: string): Promise<number> => {
  const found = await world.ask((client) => checkPromises({ client, promised, keys: world.receiptKeys }));
  return found.filter((text) => text.startsWith(kind)).length;
};

const findLostFiles = async (promised: readonly Promised[]): Promise<readonly string[]> => {
  const found = await world.ask((client) => checkFiles({ ...fileEvidence(world, client, promised), isWorked: false }));
  return found.filter((text) => text.startsWith('lost file'));
};

/** What a killed process had open is rolled back once the server has noticed. */
const untilLetGo = async (before: readonly number[]): Promise<void> => {
  const isThere = () =>
    world.ask(async (client) => {
      const { rowCount } = await client.query('select from pg_stat_activity where pid = any($1)', [before]);
      return (rowCount ?? 0) > 0;
    });
  while (await isThere()) await pause(20);
};

const listConnections = (): Promise<number[]> =>
  world.ask(async (client) => {
    const text = `select pid from pg_stat_activity where application_name = 'knopfdruck-intake'`;
    return (await client.query<{ pid: number }>(text)).rows.map(({ pid }) => pid);
  });

test('a product that answers before it commits is found out by what it lost', async () => {
  // Each hands in once: a repetition on another connection would wait for the commit that never comes.
  const traffic = await handIn({ twice: 0, again: 0 });
  assert.deepEqual(traffic.faults, []);
  assert.equal(traffic.promised.length, PEOPLE);
  const connections = await listConnections();
  for (const one of world.citizens) one.kill();
  await untilLetGo(connections);
  assert.equal(await countFound(traffic, 'lost'), PEOPLE);
});

test('a product that answers before a file lies where it belongs is found out by the files it lost', async () => {
  for (const one of world.citizens) await one.restart({ sabotage: 'answer before the file' });
  await world.ready();
  const pages = { sealKeys: world.sealKeys, each: 1 };
  const { promised, faults } = await handIn({ count: ON_PAGES, pages });
  assert.deepEqual(faults, []);
  const sent = promised.flatMap(({ papers = [] }) => papers).length;
  assert.ok(promised.length === ON_PAGES && sent >= ON_PAGES);
  assert.equal((await findLostFiles(promised)).length, sent);
});

test('a product that does not recognise repetitions is found out by what lies there twice', async () => {
  await world.ask((client) => client.query('alter table intake.submission drop constraint submission_pkey cascade'));
  for (const one of world.citizens) await one.restart({ sabotage: 'no deduplication' });
  await world.ready();
  const traffic = await handIn({ twice: 1 });
  assert.equal(traffic.promised.length, PEOPLE);
  assert.equal(await countFound(traffic, 'double'), PEOPLE);
});
