import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answers, parametersContext, readJson } from '#form';
import { aidAnswers, registrationAnswers } from '#test/fixture.ts';
import { makeAid, makeRegistration } from '#test/fixture-packages.ts';
import { assess, type DecisionAssessment } from './assess.ts';
import { explain } from './explain.ts';
import { faultInWords } from './fault.ts';

const now = Temporal.ZonedDateTime.from('2026-11-23T10:00[Europe/Berlin]');

const play = (
  more: Record<string, unknown> = {},
  { compiled = makeAid(), duplicates = {} as Record<string, number> } = {},
): DecisionAssessment => {
  const read = readJson(compiled, aidAnswers(more));
  assert.ok(read.kind === 'answers');
  const situation = { parameters: parametersContext(compiled, {}), received: now.toPlainDate(), now, duplicates };
  const result = assess(compiled, read.answers, situation);
  assert.ok(result.kind === 'decision');
  return result;
};
const changed = (from: string, to: string) =>
  makeAid((files) => {
    const yaml = files['service.yaml'] ?? '';
    assert.ok(yaml.includes(from), from);
    return { ...files, 'service.yaml': yaml.replace(from, to) };
  });

const cases: readonly [string, Record<string, unknown>, Record<string, number>, Partial<DecisionAssessment>][] = [
  ['a grant without doubt', {}, {}, { outcome: 'bewilligt', amount: '1500.00', automatic: true, second: false }],
  ['a cent of gap', { kosten: '500.01' }, {}, { amount: '0.01', automatic: true }],
  ['no gap', { kosten: '500.00' }, {}, { outcome: 'abgelehnt', outcomeKind: 'rejected', automatic: false }],
  ['exactly the limit of one person', { kosten: '5500.00' }, {}, { amount: '5000.00', second: false, automatic: true }],
  ['a cent above it', { kosten: '5500.01' }, {}, { amount: '5000.01', second: true, automatic: false }],
  ['above the maximum', { kosten: '99999.00' }, {}, { amount: '9000.00', second: true }],
  ['a doubt', {}, { iban: 1 }, { doubts: ['doppelteIban'], automatic: false }],
];
for (const [name, answers, duplicates, expected] of cases)
  test(`the rules on ${name}`, () => {
    const result = play(answers, { duplicates });
    for (const [key, value] of Object.entries(expected))
      assert.deepEqual(result[key as keyof DecisionAssessment], value, key);
    assert.deepEqual(result.faults, []);
  });

test('a rejection grants no amount, whatever the rules compute', () => {
  assert.equal(play({ kosten: '500.00' }).amount, undefined);
});

test('nothing is automatic unless a law allows it on that day', () => {
  const law = '- { norm: "§ 35a VwVfG", allows: automatic }';
  const dated = (days: string) =>
    play({}, { compiled: changed(law, `- { norm: "§ 35a VwVfG", allows: automatic, ${days} }`) }).automatic;
  assert.equal(dated('from: 2026-11-23, to: 2026-11-23'), true);
  assert.equal(dated('to: 2026-11-22'), false);
  assert.equal(dated('from: 2026-11-24'), false);
  assert.equal(
    play({}, { compiled: changed('automatic: Hilfe.ergebnis = "bewilligt"', 'automatic: false') }).automatic,
    false,
  );
});

const unusable: readonly [string, string, RegExp][] = [
  ['outcome: Hilfe.ergebnis', 'outcome: Hilfe.engpass', /outcome should be one of the package’s/],
  ['amount: Hilfe.betrag\n  reasons', 'amount: Hilfe.betrag / 7\n  reasons', /whole cents/],
  ['amount: Hilfe.betrag\n  reasons', 'amount: 0 - Hilfe.betrag\n  reasons', /whole cents/],
  ['amount: Hilfe.betrag\n  reasons', 'amount: Hilfe.gruende\n  reasons', /whole cents/],
  ['doubts: Hilfe.zweifel', 'doubts: Hilfe.betrag', /doubts should be a list/],
  ['second: Hilfe.betrag > zweitpruefungAb', 'second: Hilfe.betrag > name', /true or false/],
  ['reasons: Hilfe.gruende', 'reasons: Hilfe.ergebnis', /reasons should be a list/],
  ['reasons: Hilfe.gruende', 'reasons: "[name]"', /no wording for the reasons Erika/],
];
for (const [from, to, fault] of unusable)
  test(`a rule that gives nothing usable leaves the case to a person: ${to.split('\n')[0]}`, () => {
    const result = play({}, { compiled: changed(from, to) });
    assert.match(result.faults.map((one) => faultInWords(one, 'en')).join(' '), fault);
    assert.equal(result.automatic, false);
  });

test('a registration gets its level', () => {
  const compiled = makeRegistration();
  const level = (krank: boolean) => {
    const read = readJson(compiled, registrationAnswers({ krank }));
    assert.ok(read.kind === 'answers');
    const result = assess(compiled, read.answers, { parameters: {}, received: now.toPlainDate(), now });
    return result.kind === 'priority' ? [result.level, result.reasons] : result.kind;
  };
  assert.deepEqual(
    [level(true), level(false)],
    [
      [1, ['krank']],
      [4, []],
    ],
  );
});

test('missing answers never make a grant', () => {
  const answers: Answers = { name: 'Niemand' };
  const compiled = makeAid();
  const result = assess(compiled, answers, {
    parameters: parametersContext(compiled, {}),
    received: now.toPlainDate(),
    now,
  });
  assert.ok(result.kind === 'decision' && !result.automatic && result.outcomeKind !== 'granted');
});

test('the explanation names result, rule and norm in both languages', () => {
  const { de, en } = explain(play({}, { duplicates: { iban: 2 } }).explanation);
  assert.match(de, /Hilfe: .*betrag 1\.500/);
  assert.match(de, /Zweifel: doppelteIban\n {2}– Regel 1 traf zu \(Grundlage: § 24 VwVfG\)/);
  assert.match(en, /Rule 1 applied \(basis: § 24 VwVfG\)/);
  assert.match(
    explain(play().explanation).de,
    /Zweifel: nichts\n {2}Eine Regel traf nicht zu:\n {4}– Regel 1: Andere Anträge mit dieser IBAN: 0 \(verlangt: über 0\)/,
  );
});
