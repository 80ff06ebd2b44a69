import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testInWords } from './test-in-words.ts';

const CASES: readonly (readonly [cell: string, german: string, english: string])[] = [
  ['true', 'ja', 'yes'],
  ['> 50', 'über 50', 'above 50'],
  ['<= 0.5', 'höchstens 0,5', 'at most 0.5'],
  ['(5..10]', 'über 5 bis 10', 'above 5 to 10'],
  ['[1..3)', 'von 1 bis unter 3', 'from 1 to below 3'],
  ['>= date("2020-03-11")', 'mindestens 11.03.2020', 'at least 2020-03-11'],
  [
    '[date("2019-12-11")..date("2020-03-11"))',
    'von 11.12.2019 bis unter 11.03.2020',
    'from 2019-12-11 to below 2020-03-11',
  ],
  ['"a","b, c"', 'a oder b, c', 'a or b, c'],
  ['not("DE")', 'nicht DE', 'not DE'],
  ['list contains(?, "nichts")', 'enthält nichts', 'contains nichts'],
  // No words for these: as the author wrote them.
  ['> x + 1', '> x + 1', '> x + 1'],
  ['count(?) > 2', 'count(?) > 2', 'count(?) > 2'],
];
for (const [cell, german, english] of CASES)
  test(`the cell ${cell} in words`, () =>
    assert.deepEqual([testInWords(cell, 'de'), testInWords(cell, 'en')], [german, english]));
