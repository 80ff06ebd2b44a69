import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkPromises } from './invariants.ts';
import type { Plan } from './plan.ts';
import { makeRandom, pause } from './random.ts';
import { startTraffic } from './traffic.ts';
import { startWorld, type World } from './world.ts';

// The check on the checks: a product that breaks its promises must not pass. The product itself has no switch for it;
// `preload.ts` breaks what it sends to the database.

const EARLY: Plan = { sabotage: 'answer before commit' };
let world: World;
before(async () => {
  world = await startWorld({ intakeOnly: true, always: EARLY });
});
after(() => world?.end());

/** People hand in, the applicants' processes may be killed in the middle; what the invariants say of it. */
const runOnce = async (isKilled: boolean): Promise<string[]> => {
  const traffic = startTraffic({ addresses: world.addresses, random: makeRandom(7), count: 60, people: 10 });
  while (isKilled && traffic.promised.length < 20) await pause(5);
  if (isKilled) for (const one of world.citizens) one.kill();
  await traffic.done;
  await pause(500); // what is committed late is there by now
  const { promised, faults } = traffic;
  const found = await world.ask((client) => checkPromises({ client, promised, keys: world.receiptKeys }));
  return [...faults, ...found];
};
const count = (found: readonly string[], kind: string): number => found.filter((text) => text.startsWith(kind)).length;

test('a product that answers before it commits is found out by what it lost', async (t) => {
  const found = await runOnce(true);
  assert.ok(count(found, 'lost') > 0, found.join('\n') || 'nothing was found');
  t.diagnostic(`${count(found, 'lost')} lost`);
});

test('a product that does not recognise repetitions is found out by what lies there twice', async (t) => {
  await world.ask((client) => client.query('alter table intake.submission drop constraint submission_pkey'));
  for (const one of world.citizens) await one.restart({ sabotage: 'no deduplication' });
  await world.ready();
  const found = await runOnce(false);
  assert.ok(count(found, 'double') > 0, found.join('\n') || 'nothing was found');
  t.diagnostic(`${count(found, 'double')} double`);
});
