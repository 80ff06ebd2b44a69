import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS, type Fault, run } from './runs.ts';
import { startWorld } from './world.ts';

const find = (name: string): Fault => {
  const fault = FAULTS.find((one) => one.name === name);
  assert.ok(fault, name);
  return fault;
};

const CHOSEN = [
  'kill -9 of the citizen at «flushed», after',
  'kill -9 of the worker at «order made», after',
  'kill -9 of the postmaster',
  'kill -9 of the payer at «batch released», within',
];

// The long form, each fault in a run of its own, is `npm run test:faults`.
test('applicants’ process, worker, postmaster and payer are killed at work: every promise is kept, nothing is done twice', async () => {
  const world = await startWorld();
  try {
    const { promised, deaths, violations } = await run(world, { seed: 1, faults: CHOSEN.map(find), count: 30 });
    assert.deepEqual(violations, []);
    assert.equal(promised.length, 30);
    assert.ok(deaths >= 2, `only ${deaths} of three steps were reached`);
  } finally {
    await world.end();
  }
});
