import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnText } from './list-cell.ts';

const cases: readonly [unknown, 'text' | 'number' | 'date' | 'yesno', string][] = [
  ['Lima', 'text', 'Lima'],
  [null, 'text', ''],
  [undefined, 'date', ''],
  ['2020-03-17', 'date', '17.03.2020'],
  ['nicht bekannt', 'date', 'nicht bekannt'],
  [true, 'yesno', 'Ja'],
  [false, 'yesno', 'Nein'],
  ['2.5', 'number', '2,5'],
  [['Ada', 'Ben'], 'text', 'Ada, Ben'],
  [{ street: 'Weg', houseNumber: '1' }, 'text', 'Weg 1'],
];
for (const [value, kind, text] of cases)
  test(`${JSON.stringify(value)} as ${kind} reads «${text}»`, () => assert.equal(columnText(value, kind, 'de'), text));
