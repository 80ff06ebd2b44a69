import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environment } from '#config';
import { makeTestDatabase } from '#test/database.ts';
import { handInInterleaved } from './interleaved.ts';

const site = await makeTestDatabase();
/** `npm run test:soak` asks for 100,000. */
const count = Number(environment()['SUBMISSIONS'] ?? 2000);

test(`${count} interleaved submissions on two servers: each confirmation belongs to its own content`, async (t) => {
  const { handedIn, repeated, later, faults, seconds } = await handInInterleaved(site, count);
  assert.deepEqual(faults, []);
  assert.equal(handedIn, count);
  t.diagnostic(
    `${handedIn} handed in, ${repeated} of them twice at once, ${later} times told to try again, in ${seconds.toFixed(1)} s`,
  );
});
