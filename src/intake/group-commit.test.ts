import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeGroupCommit } from './group-commit.ts';

type Item = { readonly key: string; readonly bad?: boolean };

/** A database that commits when told to, and keeps what it was given. */
const makeDatabase = () => {
  const batches: string[][] = [];
  const releases: (() => void)[] = [];
  const write = (batch: readonly Item[]) =>
    new Promise<Map<string, string>>((resolve, reject) => {
      batches.push(batch.map(({ key }) => key));
      releases.push(() =>
        batch.some(({ bad }) => bad)
          ? reject(Object.assign(new Error('bad row'), { code: '22P02' }))
          : resolve(new Map(batch.map(({ key }) => [key, `row ${key}`]))),
      );
    });
  const release = async () => {
    releases.shift()?.();
    await new Promise((done) => setImmediate(done));
    await new Promise((done) => setImmediate(done));
  };
  return { batches, write, release };
};
const turn = () => new Promise((done) => setImmediate(done));

test('what gathers while every lane is busy travels in one batch', async () => {
  const { batches, write, release } = makeDatabase();
  const commit = makeGroupCommit<Item, string>(write, { lanes: 1, most: 3 });
  const outcomes = [commit.write({ key: 'a' })];
  await turn();
  outcomes.push(...['b', 'c', 'd', 'e'].map((key) => commit.write({ key })));
  await turn();
  assert.deepEqual(batches, [['a']]);
  assert.equal(commit.waiting, 4);
  await release();
  await release();
  await release();
  assert.deepEqual(batches, [['a'], ['b', 'c', 'd'], ['e']]);
  assert.deepEqual(await outcomes[4], { kind: 'committed', row: 'row e' });
});

test('a few rows wait for the batch under way; many, or any behind a slow one, take a connection of their own', async () => {
  const { batches, write, release } = makeDatabase();
  const commit = makeGroupCommit<Item, string>(write);
  const sizes = () => batches.map(({ length }) => length);
  const put = (from: number, to: number) => {
    for (let i = from; i < to; i += 1) void commit.write({ key: String(i) });
    return turn();
  };
  await put(0, 1);
  await put(1, 64);
  assert.deepEqual(sizes(), [1]);
  await put(64, 65);
  assert.deepEqual(sizes(), [1, 64]);
  await release();
  await put(65, 67);
  assert.deepEqual(sizes(), [1, 64]);
  await release();
  assert.deepEqual(sizes(), [1, 64, 2]);
  await put(67, 70);
  while (batches.length < 4) await new Promise((done) => setTimeout(done, 5)); // the two do not come back
  assert.deepEqual(sizes(), [1, 64, 2, 3]);
  await release();
  await release();
  await commit.settle();
});

test('nothing is acknowledged before its commit', async () => {
  const { write, release } = makeDatabase();
  const commit = makeGroupCommit<Item, string>(write);
  let settled = false;
  const outcome = commit.write({ key: 'a' }).then(() => {
    settled = true;
  });
  await turn();
  await turn();
  assert.equal(settled, false);
  await release();
  await outcome;
  assert.equal(settled, true);
});

test('the same key twice never meets itself in one batch', async () => {
  const { batches, write, release } = makeDatabase();
  const commit = makeGroupCommit<Item, string>(write, { lanes: 1 });
  const twice = [commit.write({ key: 'a' }), commit.write({ key: 'a' }), commit.write({ key: 'b' })];
  await turn();
  await release();
  await release();
  assert.deepEqual(batches, [['a', 'b'], ['a']]);
  assert.equal((await Promise.all(twice)).length, 3);
});

test('one bad row is refused alone', async () => {
  const { write, release } = makeDatabase();
  const commit = makeGroupCommit<Item, string>(write, { lanes: 1 });
  const all = Promise.all(['a', 'b', 'c', 'd'].map((key) => commit.write({ key, bad: key === 'c' })));
  await turn();
  for (let i = 0; i < 6; i += 1) await release();
  assert.deepEqual(
    (await all).map(({ kind }) => kind),
    ['committed', 'committed', 'failed', 'committed'],
  );
});

test('a lost connection refuses the batch at once and the next one goes on', async () => {
  let broken = true;
  let calls = 0;
  const commit = makeGroupCommit<Item, string>(async (batch) => {
    calls += 1;
    if (broken) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    return new Map(batch.map(({ key }) => [key, key]));
  });
  const lost = await Promise.all(['a', 'b'].map((key) => commit.write({ key })));
  assert.deepEqual(
    lost.map(({ kind }) => kind),
    ['failed', 'failed'],
  );
  assert.equal(calls, 1);
  broken = false;
  assert.deepEqual(await commit.write({ key: 'a' }), { kind: 'committed', row: 'a' });
  await commit.settle();
});

test('a batch takes no more bytes than it may, and one row however large', async () => {
  const { batches, write, release } = makeDatabase();
  const weigh = ({ key }: Item): number => Number(key);
  const commit = makeGroupCommit<Item, string>(write, { lanes: 1, weigh, heaviest: 10 });
  for (const key of ['30', '4', '6', '1', '5']) void commit.write({ key });
  await turn();
  for (let i = 0; i < 4; i += 1) await release();
  assert.deepEqual(batches, [['30'], ['4', '6'], ['1', '5']]);
  await commit.settle();
});

test('what waits is bounded: more is refused at once, and taken again when there is room', async () => {
  const { batches, write, release } = makeDatabase();
  const commit = makeGroupCommit<Item, string>(write, { lanes: 1, weigh: () => 5, deepest: 10 });
  const first = commit.write({ key: 'a' });
  await turn();
  const waiting = ['b', 'c'].map((key) => commit.write({ key }));
  const refused = await commit.write({ key: 'd' });
  assert.equal(refused.kind, 'failed');
  assert.equal(commit.waiting, 2);
  await release();
  const later = commit.write({ key: 'd' });
  await release();
  await release();
  await release();
  const all = await Promise.all([first, ...waiting, later]);
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['committed', 'committed', 'committed', 'committed'],
  );
  assert.deepEqual(batches, [['a'], ['b', 'c'], ['d']]);
});
