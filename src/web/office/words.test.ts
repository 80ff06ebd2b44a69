import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsFor } from './words.ts';
import { caseDe } from './words-case.ts';
import { frameDe } from './words-frame.ts';
import { historyDe } from './words-history.ts';
import { listDe } from './words-list.ts';
import { moneyDe } from './words-money.ts';
import { queueDe } from './words-queue.ts';

test('no page takes the words of another by giving them the same name', () => {
  const names = [frameDe, queueDe, caseDe, historyDe, moneyDe, listDe].flatMap((part) => Object.keys(part));
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
});

test('every word of the German pages has an English one', () => {
  const shape = (words: object): string[] =>
    Object.entries(words).flatMap(([name, value]) => (typeof value === 'object' ? [name, ...shape(value)] : [name]));
  assert.deepEqual(shape(wordsFor('en')).sort(), shape(wordsFor('de')).sort());
});
