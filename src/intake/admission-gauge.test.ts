import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { makeTestDatabase } from '#test/database.ts';
import { startAdmission } from './admission-gauge.ts';

const { db } = await makeTestDatabase();

test('a loop that is kept busy is measured as late, and an old submission counts', async () => {
  let oldest = 0;
  const admission = startAdmission({
    db,
    clock: () => Temporal.Now.instant(),
    secretKey: Buffer.alloc(32),
    oldestWaiting: () => oldest,
    onError: assert.fail,
  });
  await setTimeout(300);
  await admission.tick();
  for (let i = 0; i < 3; i += 1) {
    const end = performance.now() + 700;
    while (performance.now() < end);
    await setImmediate();
  }
  await admission.tick();
  assert.ok(admission.readings().pressure > 0.2, `pressure ${admission.readings().pressure}`);
  oldest = 8000;
  await setTimeout(300);
  await admission.tick();
  assert.ok(admission.readings().pressure >= 10);
  await admission.close();
});
