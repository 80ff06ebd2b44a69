import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersContext, readJson } from '#form';
import { compileExpression, makeContext } from '#rules';
import { aidAnswers } from '#test/fixture.ts';
import { makeAid } from '#test/fixture-packages.ts';
import { assess } from './assess.ts';
import { faultInWords, faultOf } from './fault.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

/** Expression → its first warning, told to a caseworker. */
const WARNINGS: Readonly<Record<string, string>> = {
  '1 > "a"': 'Zahl > Text hat kein Ergebnis.',
  '1 / 0': 'Zahl / Zahl hat kein Ergebnis.',
  betrg: '„betrg“ hat keinen Wert.',
  '{a: 1}.b': 'Ein Wert der Art Kontext hat kein „b“.',
  '[1, 2][5]': 'Eine Liste mit 2 Einträgen hat keinen Eintrag 5.',
  'date("31.12.2020")': 'Daraus wird kein Wert der Art Tag.',
  'upper case(1)': '„string“ kann nicht von der Art Zahl sein.',
  '(function(n: number) n)("x")': '„n“ muss von der Art Zahl sein.',
  'count(for i in 1..10000000 return i)':
    'Die Berechnung wurde nach 1000000 Schritten beendet. Vereinfachen Sie den Ausdruck.',
};
for (const [text, words] of Object.entries(WARNINGS))
  test(`told in German: ${text}`, () => {
    const compiled = compileExpression(text);
    assert.ok(compiled.kind === 'expression');
    const [warning] = compiled.expression.evaluate(makeContext(), { now: NOW }).warnings;
    assert.ok(warning);
    assert.equal(faultInWords(faultOf(warning), 'de'), words);
    assert.equal(faultInWords(faultOf(warning), 'en'), warning.message);
  });

test('an unusable result is told in the reader’s language, with what the rules say about why', () => {
  const compiled = makeAid((files) => {
    const yaml = files['service.yaml'] ?? '';
    return { ...files, 'service.yaml': yaml.replace('amount: Hilfe.betrag\n', 'amount: Hilfe.betrag + name\n') };
  });
  const read = readJson(compiled, aidAnswers());
  assert.ok(read.kind === 'answers');
  const parameters = parametersContext(compiled, {});
  const situation = { parameters, received: NOW.toPlainDate(), now: NOW, duplicates: {} };
  const assessed = assess(compiled, read.answers, situation);
  assert.ok(assessed.kind === 'decision');
  assert.deepEqual(
    assessed.faults.map((fault) => faultInWords(fault, 'de')),
    [
      'Der Betrag muss in Euro und ganzen Cent angegeben sein; «Hilfe.betrag + name» ergab null.',
      'Zahl + Text hat kein Ergebnis.',
    ],
  );
  assert.equal(faultInWords('The amount is missing.', 'de'), 'The amount is missing.');
});
