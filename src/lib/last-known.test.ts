import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { makeLastKnown } from './last-known.ts';

/** A source whose answers the test gives. */
const makeSource = (options: { lifetime?: number; patience?: number; keep?: number } = {}) => {
  const asked: PromiseWithResolvers<number>[] = [];
  const load = (): Promise<number> => {
    const question = Promise.withResolvers<number>();
    asked.push(question);
    return question.promise;
  };
  return { asked, known: makeLastKnown({ load, lifetime: 0, patience: 1000, keep: 60_000, ...options }) };
};

test('within its lifetime an answer is repeated without asking', async () => {
  const { asked, known } = makeSource({ lifetime: 60_000 });
  const first = known.get();
  assert.equal(known.peek(), undefined);
  asked[0]?.resolve(1);
  assert.deepEqual([await first, await known.get(), known.peek(), asked.length], [1, 1, 1, 1]);
});

test('while the source fails the last answer stands in; the first new one replaces it', async () => {
  const { asked, known } = makeSource();
  const first = known.get();
  asked[0]?.resolve(1);
  await first;
  const second = known.get();
  asked[1]?.reject(new Error('away'));
  assert.equal(await second, 1);
  const third = known.get();
  asked[2]?.resolve(3);
  assert.equal(await third, 3);
});

test('a source that hangs is waited for once, and not asked again meanwhile', async () => {
  const { asked, known } = makeSource({ patience: 20 });
  const first = known.get();
  asked[0]?.resolve(1);
  await first;
  assert.equal(await known.get(), 1);
  await pause(10);
  assert.equal(await known.get(), 1);
  assert.equal(asked.length, 2);
  asked[1]?.resolve(2);
  await pause(0);
  const next = known.get();
  asked[2]?.resolve(3);
  assert.equal(await next, 3);
});

test('without an answer, or with one that is too old, the fault is told, and does not stick', async () => {
  const { asked, known } = makeSource({ keep: 0, lifetime: 1 });
  const first = known.get();
  asked[0]?.reject(new Error('away'));
  await assert.rejects(first, /away/);
  const second = known.get();
  asked[1]?.resolve(2);
  assert.equal(await second, 2);
  await pause(5);
  const third = known.get();
  asked[2]?.reject(new Error('still away'));
  await assert.rejects(third, /still away/);
});
