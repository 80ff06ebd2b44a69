import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeMetrics } from '#lib/metrics.ts';
import { makeTestBlobs } from '#test/blobs.ts';
import { measureRoom } from './measure-room.ts';

const blobs = makeTestBlobs();

const look = async (given: typeof blobs, reserve: number) => {
  const metrics = makeMetrics();
  const said: string[] = [];
  const looking = measureRoom(metrics, { blobs: given, reserve, log: (text) => said.push(text) });
  for (let i = 0; i < 50 && !/^knopfdruck_attachments_free_bytes \d/m.test(metrics.render()); i += 1) await sleep(10);
  await looking.stop();
  return { figures: metrics.render(), said };
};

test('what is free is told, and that it is too little', async () => {
  const enough = await look(blobs, 1);
  assert.match(enough.figures, /^knopfdruck_attachments_free_bytes [1-9]\d*$/m);
  assert.deepEqual(enough.said, []);
  const { said } = await look({ ...blobs, free: async () => 500 << 20 }, 2048 * 2 ** 20);
  assert.deepEqual(said, ['no files are taken: 500 MB of their disk are free, 2048 MB are to stay free']);
});

test('a store that cannot say has no figure', async () => {
  const { free: _, ...without } = blobs;
  assert.doesNotMatch((await look(without, 1)).figures, /^knopfdruck_attachments_free_bytes \d/m);
});
