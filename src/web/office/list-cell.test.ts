import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledService } from '#definition';
import { columnText, columnTexts } from './list-cell.ts';

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

test('an answer that is one of several options reads as its wording, a deleted case is empty', () => {
  const fields = { land: { label: 'Land', options: { PE: 'Peru' } }, ort: { label: 'Ort' } };
  const compiled = {
    texts: new Map([['de', { fields }]]),
    columns: [
      { id: 'wo', kind: 'text', value: { text: ' land ' } },
      { id: 'ort', kind: 'text', value: { text: 'ort' } },
    ],
  } as unknown as CompiledService;
  const summary = { name: 'Ada', columns: { wo: 'PE', ort: 'PE' } };
  assert.deepEqual(columnTexts(compiled, { summary }, 'de'), ['Peru', 'PE']);
  assert.deepEqual(columnTexts(compiled, {}, 'de'), ['', '']);
});
