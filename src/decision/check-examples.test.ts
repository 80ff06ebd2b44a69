import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledService } from '#definition';
import { makeAid, makeRegistration } from '#test/fixture-packages.ts';
import { checkExamples } from './check-examples.ts';

const now = Temporal.ZonedDateTime.from('2026-11-23T10:00[Europe/Berlin]');
const FILE = 'examples/all.yaml';

const edit = (from: string, to: string): CompiledService =>
  makeAid((files) => {
    const yaml = files[FILE] ?? '';
    assert.ok(yaml.includes(from), from);
    return { ...files, [FILE]: yaml.replace(from, to) };
  });

test('packages whose examples hold have nothing to report', () => {
  // Its examples never need a second person.
  assert.deepEqual(
    checkExamples(makeAid(), now).map(({ code, path }) => [code, path]),
    [['example.untried', 'decide.second']],
  );
  assert.deepEqual(checkExamples(makeRegistration(), now), []);
});

const differences: readonly [string, string, { path?: string; code: string; expected?: string; received?: string }][] =
  [
    [
      'outcome: bewilligt',
      'outcome: abgelehnt',
      { code: 'example.different', path: 'outcome', expected: 'abgelehnt', received: 'bewilligt' },
    ],
    [
      'amount: 1500.00',
      'amount: 1500.01',
      { code: 'example.different', path: 'amount', expected: '1500.01', received: '1500.00' },
    ],
    [
      'reasons: [engpass]',
      'reasons: [engpass, keinEngpass]',
      { code: 'example.different', path: 'reasons', expected: '[engpass, keinEngpass]', received: '[engpass]' },
    ],
    [
      'doubts: []',
      'doubts: [doppelteIban]',
      { code: 'example.different', path: 'doubts', expected: '[doppelteIban]', received: '[]' },
    ],
    [
      'automatic: true',
      'automatic: false',
      { code: 'example.different', path: 'automatic', expected: 'false', received: 'true' },
    ],
    [
      'second: false',
      'second: true',
      { code: 'example.different', path: 'second', expected: 'true', received: 'false' },
    ],
    ['"um 1.500,00 € höher"', '"um 1.500,01 € höher"', { code: 'example.phrase', expected: 'um 1.500,01 € höher' }],
    [
      'kosten: 2000',
      'kosten: -1',
      { code: 'example.different', path: 'problems', expected: '[]', received: '[kosten]' },
    ],
    [
      'expect:\n      outcome',
      'expect:\n      problems: [iban]\n      outcome',
      { code: 'example.different', path: 'problems', expected: '[iban]', received: '[]' },
    ],
  ];
for (const [from, to, expected] of differences)
  test(`an example that says «${to.replace(/\s+/g, ' ')}» is reported at its place`, () => {
    const found = checkExamples(edit(from, to), now).filter(({ severity }) => severity === 'error');
    assert.equal(found.length, 1, JSON.stringify(found));
    const [problem] = found;
    for (const [key, value] of Object.entries(expected)) assert.equal(problem?.[key as 'path'], value, key);
    assert.deepEqual(problem?.place, { file: FILE, line: 3, column: 1 });
  });

test('what no example reaches is a warning', () => {
  const withoutSecond = makeAid((files) => ({
    ...files,
    [FILE]: (files[FILE] ?? '').replace(/ {2}- name: kein Engpass[\s\S]*/, ''),
  }));
  assert.deepEqual(
    checkExamples(withoutSecond, now, { language: 'en' }).map(({ severity, message, place }) => {
      const { file = '', line = 0 } = place ?? {};
      const text = Buffer.from(withoutSecond.files.get(file) ?? []).toString();
      return [severity, message, file, text.split('\n')[line - 1]?.trim().slice(0, 16)];
    }),
    [
      ['warning', 'No example reaches outcomes.abgelehnt.', 'service.yaml', 'abgelehnt: { kin'],
      ['warning', 'No example reaches reasons.keinEngpass.', 'texts/de.yaml', 'keinEngpass: "Ih'],
      ['warning', 'No example reaches doubts.doppelteIban.', 'texts/de.yaml', 'doubts: { doppel'],
      [
        'warning',
        'In no example this condition is not met: Hilfe.ergebnis = "bewilligt"',
        'service.yaml',
        'automatic: Hilfe',
      ],
      [
        'warning',
        'In no example this condition is met: Hilfe.betrag > zweitpruefungAb',
        'service.yaml',
        'second: Hilfe.be',
      ],
      ['warning', 'Rule 1 (> 0) fires in no example.', 'rules.dmn', '<rule id="r1"><i'],
      ...['ergebnis', 'betrag', 'gruende'].map((name) => [
        'warning',
        'In no example the condition “engpass > 0” is false.',
        'rules.dmn',
        `<contextEntry><variable name="${name}"`.slice(0, 16),
      ]),
    ],
  );
});

test('conditions of the form that no example reaches are warnings, on either side', () => {
  const asking = makeAid((files) => ({
    ...files,
    'service.yaml': (files['service.yaml'] ?? '').replace(
      '{ id: bemerkung, kind: longtext, required: false }',
      '{ id: bemerkung, kind: longtext, required: false, when: kosten > 100000 }',
    ),
  }));
  const found = checkExamples(asking, now).filter(({ path }) => path?.startsWith('form'));
  assert.deepEqual(
    found.map(({ code, severity, message, path }) => [code, severity, message, path]),
    [
      [
        'example.untried',
        'warning',
        'In keinem Beispiel ist diese Bedingung erfüllt: kosten > 100000',
        'form.1.fields.3.when',
      ],
    ],
  );
});

/** The package with a list of bills, whose kind is asked above 100 euros, and an outcome that is chosen by `if`. */
const withBills = (bills: string): CompiledService =>
  makeAid((files) => {
    const labels =
      '\n  posten: { label: Posten, entry: Posten }\n  posten.euro: { label: Euro }\n  posten.art: { label: Art }';
    const label = (text = '') => text.replace(/( {2}bemerkung: \{.*\})/, `$1${labels}`);
    return {
      ...files,
      'texts/de.yaml': label(files['texts/de.yaml']),
      'texts/en.yaml': label(files['texts/en.yaml']),
      'service.yaml': (files['service.yaml'] ?? '')
        .replace(
          '{ id: bemerkung, kind: longtext, required: false }',
          `$&\n      - { id: posten, kind: list, min: 0, item: [{ id: euro, kind: number }, { id: art, kind: text, max: 20, when: euro > 100 }] }`,
        )
        .replace('outcome: Hilfe.ergebnis', 'outcome: if kosten > 99999 then "abgelehnt" else Hilfe.ergebnis'),
      [FILE]: (files[FILE] ?? '').replace('kosten: 2000,', `kosten: 2000, posten: ${bills},`),
    };
  });

const LISTS: readonly (readonly [bills: string, messages: readonly string[]])[] = [
  ['[{ euro: 5 }, { euro: 500, art: Strom }]', []],
  ['[{ euro: 5 }]', ['In keinem Beispiel ist diese Bedingung erfüllt: euro > 100']],
  ['[{ euro: 500, art: Strom }]', ['In keinem Beispiel ist diese Bedingung nicht erfüllt: euro > 100']],
];
for (const [bills, messages] of LISTS)
  test(`conditions in the entries of a list are tried entry by entry: ${bills}`, () => {
    const found = checkExamples(withBills(bills), now);
    const paths = found.filter(({ path }) => path === 'form.1.fields.4.item.1.when');
    assert.deepEqual(
      paths.map(({ message }) => message),
      messages,
    );
    assert.deepEqual(
      found.filter(({ code }) => code === 'branch.untried').map(({ message, place }) => [message, place?.file]),
      [['In keinem Beispiel ist die Bedingung „kosten > 99999“ erfüllt.', 'service.yaml']],
    );
    assert.deepEqual(
      found.filter(({ severity }) => severity === 'error'),
      [],
    );
  });
