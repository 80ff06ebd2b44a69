import assert from 'node:assert/strict';
import { test } from 'node:test';
import { climb, GROUND, isHeldBack, type Ladder, type Level, levelOf } from './ladder.ts';

type Seen = { readonly pressure: number; readonly saturated: boolean };
const seen = (pressure: number, saturated = pressure > 1): Seen => ({ pressure, saturated });

const after = (from: Ladder, seconds: number, what: Seen): Ladder => {
  let ladder = from;
  for (let i = 0; i < seconds; i += 1) ladder = climb(ladder, what);
  return ladder;
};
const on = (level: Level): Ladder => ({ ...GROUND, level });

test('a moment of jam changes nothing', () => {
  assert.equal(after(GROUND, 2, seen(40)).level, 0);
  assert.equal(after(after(after(GROUND, 2, seen(40)), 1, seen(0)), 2, seen(40)).level, 0);
});

test('it goes up one level in three seconds, as far as the pressure calls for', () => {
  const reached = [1.2, 3, 5, 20].map((pressure) => after(GROUND, 60, seen(pressure)).level);
  assert.deepEqual(reached, [1, 2, 3, 4]);
  assert.deepEqual(
    [3, 6, 9, 12].map((seconds) => after(GROUND, seconds, seen(20)).level),
    [1, 2, 3, 4],
  );
});

test('it comes down one level a minute, after calm without a break', () => {
  assert.equal(after(on(2), 59, seen(0)).level, 2);
  assert.equal(after(on(2), 60, seen(0)).level, 1);
  assert.equal(after(on(4), 240, seen(0)).level, 0);
  assert.equal(after(after(after(on(2), 59, seen(0)), 1, seen(2)), 59, seen(0)).level, 2);
});

test('pressure around the threshold does not make it swing', () => {
  let ladder = on(2);
  const levels = new Set<number>();
  for (let i = 0; i < 600; i += 1) {
    ladder = climb(ladder, seen(i % 2 === 0 ? 2.6 : 1.4));
    levels.add(ladder.level);
  }
  assert.deepEqual([...levels], [2]);
});

test('while newcomers wait in line, papers may follow, however calm it is inside', () => {
  assert.equal(after(on(1), 600, seen(0.2, true)).level, 1);
});

test('an operator forces, bounds or forbids', () => {
  const bounded = (least: Level, most: Level) => ({ grace: 60, ladder: { least, most } });
  assert.equal(levelOf(undefined, 3), 3);
  assert.equal(levelOf({ grace: 60 }, 3), 3);
  assert.equal(levelOf(bounded(0, 0), 4), 0);
  assert.equal(levelOf(bounded(2, 4), 0), 2);
  assert.equal(levelOf(bounded(0, 2), 4), 2);
  assert.equal(isHeldBack(bounded(4, 4)), true);
  assert.equal(isHeldBack(bounded(0, 4)), false);
});
