import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNearest } from './did-you-mean.ts';

const KNOWN = ['fields', 'form', 'iban', 'kontoinhaber', 'when'];

test('the nearest word is offered, and none that is far', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['field', 'fields'],
    ['feilds', 'fields'],
    ['Form', 'form'],
    ['wehn', 'when'],
    ['kontoinhabr', 'kontoinhaber'],
    ['ib', undefined],
    ['xyz', undefined],
    ['', undefined],
  ];
  for (const [word, expected] of cases) assert.equal(findNearest(word, KNOWN), expected, word);
});
