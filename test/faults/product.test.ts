import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startProduct } from '#test/product.ts';
import { pause } from './random.ts';

const product = await startProduct();

const isReady = async (): Promise<boolean> => {
  const signal = AbortSignal.timeout(2000);
  return fetch(`${product.citizen}/health/ready`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
};

const untilReady = async (): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isReady()) return;
    await pause(100);
  }
  throw new Error(`The product did not come back.\n${product.output()}`);
};

const postmaster = (): number =>
  Number(readFileSync(join(product.folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

test('a database of ours that is killed is started again, and the pages come back by themselves', async () => {
  assert.ok(await isReady());
  const before = postmaster();
  process.kill(before, 'SIGKILL');
  while (await isReady()) await pause(20);
  await untilReady();
  assert.notEqual(postmaster(), before);
});

test('after all that, it ends as Ctrl-C asks', async () => {
  assert.equal(await product.stop(), 0);
});
