import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledService } from '#definition';
import { parametersContext, readJson } from '#form';
import { aidAnswers } from '#test/fixture.ts';
import { makeAid } from '#test/fixture-packages.ts';
import { assess } from './assess.ts';
import { checkExamples } from './check-examples.ts';
import type { Place } from './choose-rules.ts';
import { faultInWords } from './fault.ts';

const MODELS = `models:
    - { file: rules.dmn, to: 2026-06-30 }
    - { file: half.dmn, from: 2026-07-01, to: 2026-12-31 }
    - { file: none.dmn, from: 2026-09-01, to: 2026-12-31, ars: ["05", "091"] }`;

/** Half the gap from July on; nothing at all in two areas from September on. */
const makeVersions = (models = MODELS, more = ''): CompiledService =>
  makeAid((files) => {
    const rules = files['rules.dmn'] ?? '';
    const betrag = 'min(engpass, hoechstbetrag)';
    assert.ok(rules.includes(betrag));
    return {
      ...files,
      'service.yaml': (files['service.yaml'] ?? '').replace('model: rules.dmn', models),
      'half.dmn': rules.replace(betrag, 'engpass / 2'),
      'none.dmn': rules.replace(betrag, '0.01'),
      'examples/more.yaml': `examples:\n  - name: kein Engpass, gar keiner\n    received: 2026-07-01\n    answers: { name: A, kosten: 1, einnahmen: 1, iban: DE02120300000000202051 }\n    expect: { outcome: abgelehnt }\n${more}`,
    };
  });
const compiled = makeVersions();

const play = (day: string, place: Place, service = compiled) => {
  const read = readJson(service, aidAnswers());
  assert.ok(read.kind === 'answers');
  const received = Temporal.PlainDate.from(day);
  const now = received.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: '12:00' });
  const result = assess(service, read.answers, { parameters: parametersContext(service, {}), received, now }, place);
  assert.ok(result.kind === 'decision');
  return result;
};

const COLOGNE = '053150000000';

const CASES: readonly (readonly [day: string, place: Place, rules: string | undefined, amount: string | undefined])[] =
  [
    ['2020-01-01', {}, 'rules.dmn', '1500.00'],
    ['2026-06-30', { ars: COLOGNE }, 'rules.dmn', '1500.00'],
    ['2026-07-01', { ars: COLOGNE }, 'half.dmn', '750.00'],
    ['2026-09-01', { ars: COLOGNE }, 'none.dmn', '0.01'],
    ['2026-09-01', { ars: '091620000000' }, 'none.dmn', '0.01'],
    ['2026-09-01', { ars: '095640000000' }, 'half.dmn', '750.00'],
    ['2026-09-01', {}, 'half.dmn', '750.00'],
    // What decided once decides again, whatever the day and the area say today.
    ['2026-09-01', { ars: COLOGNE, rules: 'rules.dmn' }, 'rules.dmn', '1500.00'],
    ['2027-01-01', { ars: COLOGNE }, undefined, undefined],
  ];
for (const [day, place, rules, amount] of CASES)
  test(`on ${day} at ${JSON.stringify(place)} decides ${rules}`, () => {
    const result = play(day, place);
    assert.deepEqual([result.rules, result.amount], [rules, amount]);
    assert.equal(result.faults.length, rules === undefined ? 1 : 0);
    assert.equal(result.automatic, rules !== undefined);
  });

test('a day that is none leaves the case to a person', () => {
  const result = play('2026-06-30', {}, makeVersions(`${MODELS}\n  date: name`));
  assert.deepEqual(
    result.faults.map((fault) => faultInWords(fault, 'en')),
    ['The day that chooses the rules should be a date; «name» gave "Erika Beispiel".'],
  );
  assert.deepEqual([result.outcome, result.automatic], [undefined, false]);
});

test('one model alone needs no day and is not named', () => {
  const result = play('2026-06-30', { ars: COLOGNE }, makeAid());
  assert.deepEqual([result.rules, result.amount], [undefined, '1500.00']);
});

test('examples say their day and their area', () => {
  const answers = '{ name: A, kosten: 2000, einnahmen: 500, iban: DE02120300000000202051 }';
  const example = (name: string, day: string, ars: string, amount: string) =>
    `  - name: ${name}\n    received: ${day}\n${ars}    answers: ${answers}\n    expect: { outcome: bewilligt, amount: ${amount} }\n`;
  const more = [
    example('die Hälfte', '2026-09-01', '', '750.00'),
    example('fast nichts', '2026-09-01', `    ars: "${COLOGNE}"\n`, '0.01'),
    example('falsch', '2026-09-01', `    ars: "${COLOGNE}"\n`, '750.00'),
  ].join('');
  const now = Temporal.ZonedDateTime.from('2026-01-23T10:00[Europe/Berlin]');
  const found = checkExamples(makeVersions(MODELS, more), now).filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    found.map(({ path, expected, received }) => [path, expected, received]),
    [['amount', '750.00', '0.01']],
  );
});
