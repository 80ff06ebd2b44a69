import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitmentOf, Draw, draw, entryOf, makeSeed, verifyDraw } from './draw.ts';

const seed = 'ab'.repeat(32);
const numbers = Array.from({ length: 50 }, (_, i) => `NUMMER-${i}`);
const some = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 60 });

test('everybody who took part is drawn once, and anybody can repeat it', () => {
  fc.assert(
    fc.property(some, fc.string(), (given, beacon) => {
      const drawn = draw({ programme: 'a/s', seed, beacon, numbers: given });
      assert.deepEqual(verifyDraw(drawn), []);
      assert.deepEqual([...drawn.order].sort(), drawn.entries);
      assert.equal(drawn.order.length, given.length);
      assert.deepEqual(
        draw({ programme: 'a/s', seed, beacon, numbers: [...given, ...given].reverse() }),
        drawn,
        'order of coming, coming twice',
      );
    }),
  );
});

test('any change is found', () => {
  const drawn = draw({ programme: 'a/s', seed, beacon: '1 2 3', numbers });
  const [first = '', second = '', ...rest] = drawn.order;
  const changed: readonly (readonly [Partial<Draw>, string])[] = [
    [{ order: [second, first, ...rest] }, 'order'],
    [{ order: drawn.order.slice(1) }, 'order'],
    [{ entries: drawn.entries.slice(1) }, 'order'],
    [{ entries: drawn.entries.toReversed() }, 'entries'],
    [{ beacon: '1 2 4' }, 'order'],
    [{ seed: 'cd'.repeat(32) }, 'seed'],
    [{ commitment: commitmentOf('cd'.repeat(32)) }, 'seed'],
    [{ order: [entryOf('NUMMER-99'), ...drawn.order.slice(1)] }, 'order'],
  ];
  for (const [change, fault] of changed) {
    const faults: readonly string[] = verifyDraw({ ...drawn, ...change });
    assert.ok(faults.includes(fault), JSON.stringify(change).slice(0, 80));
  }
});

test('one more entry or another beacon mixes all anew', () => {
  const lots = { programme: 'a/s', seed, beacon: 'x', numbers };
  const drawn = draw(lots);
  const place = (one: Draw, number: string): number => one.order.indexOf(entryOf(number));
  for (const other of [draw({ ...lots, numbers: [...numbers, 'NUMMER-99'] }), draw({ ...lots, beacon: 'y' })])
    assert.ok(numbers.filter((number) => place(other, number) === place(drawn, number)).length < 10);
});

test('every place is as likely for everybody', () => {
  const wins = new Map<string, number>();
  const rounds = 2000;
  for (let i = 0; i < rounds; i += 1) {
    const [winner = ''] = draw({ programme: 'a/s', seed, beacon: String(i), numbers: numbers.slice(0, 10) }).order;
    wins.set(winner, (wins.get(winner) ?? 0) + 1);
  }
  // Chi-square with 9 degrees of freedom: above 27.9 once in a thousand. The beacons are fixed, so this never wavers.
  const expected = rounds / 10;
  const chi = [...wins.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  assert.ok(wins.size === 10 && chi < 27.9, `chi-square ${chi.toFixed(1)}`);
});

test('the file is read back as it was written, and seeds differ', () => {
  const drawn = draw({ programme: 'a/s', seed: makeSeed(), beacon: 'x', numbers });
  assert.deepEqual(Draw.parse(JSON.parse(JSON.stringify(drawn))), drawn);
  assert.notEqual(makeSeed(), makeSeed());
});
