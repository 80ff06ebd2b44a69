import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMetrics } from '#lib/metrics.ts';
import type { Limited } from '#web/citizen/index.ts';
import { makeLimit } from './limits.ts';

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });
const request = new Request('http://localhost/');

/** How often it may at once, each for so much. */
const countAtOnce = (kind: Limited, address: string, amount?: number): number => {
  const limit = makeLimit(0, makeMetrics());
  let count = 0;
  while (count < 20_000 && limit(kind, request, from(address), amount) === 0) count += 1;
  return count;
};

const AUTHORITY = 3000;
test('all who may begin at once behind one address may keep their answers, and hand in 2 MB each', () => {
  assert.ok(countAtOnce('journey', '203.0.113.7') >= AUTHORITY);
  assert.ok(countAtOnce('save', '203.0.113.7') >= AUTHORITY);
  assert.ok(countAtOnce('upload', '203.0.113.7', 2) >= AUTHORITY);
});

test('a script is stopped: at files, at megabytes, at kept answers', () => {
  assert.ok(countAtOnce('upload', '203.0.113.7') < 10_000);
  assert.ok(countAtOnce('upload', '2001:db8:12::1', 100) < 100);
  assert.ok(countAtOnce('save', '203.0.113.7') < 10_000);
});

for (const address of ['10.1.2.3', '127.0.0.1', '::1', 'fd00::5'])
  test(`${address} stands for a proxy or a whole house and is never limited`, () => {
    for (const kind of ['upload', 'save'] as const) assert.equal(countAtOnce(kind, address, 50), 20_000);
  });

test('what was refused is counted by kind', () => {
  const metrics = makeMetrics();
  const limit = makeLimit(0, metrics);
  assert.equal(limit('upload', request, from('203.0.113.7'), 7000), 0);
  assert.ok(limit('upload', request, from('203.0.113.9')) >= 100);
  assert.match(metrics.render(), /^knopfdruck_limited_total\{kind="upload"\} 1$/m);
});
