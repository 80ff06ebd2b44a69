import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '#lib/problem.ts';
import { compilePackage } from './compile-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';
import { WORDING } from './wording.ts';

/** A change to the tiny package: in a file, one text becomes another. */
type Change = readonly [file: string, from: string, to: string];

/** A change, the code expected, and the text at whose start (from an optional lead-in on) the problem must lie. */
type Case = readonly [code: string, change: Change, at: string, file?: string];

const S = 'service.yaml';
const DE = 'texts/de.yaml';
const EN = 'texts/en.yaml';
const EX = 'examples/grund.yaml';

const CASES: readonly Case[] = [
  // YAML
  ['yaml.syntax', [S, 'minutes: 5', 'minutes: [5'], 'privacy:'],
  ['yaml.syntax', [S, 'contact: { name: vorname }', 'contact: { name: "vorname }'], '\ndecide:'],
  ['yaml.duplicate', [S, 'minutes: 5', 'minutes: 5\nminutes: 6'], 'minutes: 6'],
  ['yaml.alias', [S, 'slots: [gruss]', 'slots: &a [gruss]'], '[gruss]'],
  ['yaml.alias', [S, 'slots: [gruss]', 'slots: *a'], '*a'],
  ['yaml.tag', [S, 'minutes: 5', 'minutes: !!int 5'], '5\nprivacy'],
  ['yaml.number', [S, 'minutes: 5', 'minutes: 05'], '05'],
  ['yaml.number', [S, 'default: 100.10', 'default: 1e2'], '1e2'],
  ['yaml.key', [S, 'minutes: 5', '? [a]\n: 5'], '[a]'],
  ['yaml.key', [S, 'minutes: 5', 'minutes: 5\n__proto__: 5'], '__proto__'],
  ['yaml.depth', [S, 'minutes: 5', `minutes: ${'['.repeat(60)}${']'.repeat(60)}`], `${'['.repeat(20)}]`],
  // Schema
  ['schema.key', [S, 'minutes: 5', 'minuts: 5'], 'minuts'],
  ['schema.key', [S, "max: 80, pattern: '[A-Z].*'", 'options: [a, b]'], 'options: [a, b]'],
  ['schema.missing', [S, 'minutes: 5\n', ''], 'format: 1'],
  ['schema.missing', [S, ', measure: Tage bis zur Auszahlung', ''], 'result'],
  ['schema.type', [S, 'minutes: 5', 'minutes: fünf'], 'fünf'],
  ['schema.feel', [S, 'contact: { name: vorname }', 'contact: { name: [a] }'], '[a]'],
  ['schema.type', [S, 'id: iban, kind: iban', 'id: iban, required: nein, kind: iban'], 'nein'],
  ['schema.value', [S, 'kind: application', 'kind: aplication'], 'aplication'],
  ['schema.value', [S, 'kind: yesno, purpose', 'kind: janein, purpose'], 'janein'],
  ['schema.missing', [S, 'id: hinweis, kind: note', 'id: hinweis'], '{ id: hinweis'],
  ['schema.format', [S, 'version: 1.0.0', 'version: 1.0'], '1.0\n'],
  ['schema.format', [S, 'from: 2026-01-01', 'from: 2026-02-30'], '2026-02-30'],
  ['schema.format', [S, 'id: vorname', 'id: Vorname'], 'Vorname'],
  ['schema.size', [S, 'minutes: 5', 'minutes: 500'], '500'],
  [
    'schema.size',
    [
      S,
      'law:\n  - { norm: § 1 Mustergesetz, from: 2026-01-01, to: 2026-12-31 }\n  - { norm: § 2 Mustergesetz, allows: automatic }',
      'law: []',
    ],
    '[]',
  ],
  ['schema.name', [S, 'satz: { kind', 'Der Satz: { kind'], 'Der Satz'],
  ['schema.key', [DE, 'summary:', 'sumary:'], 'sumary'],
  ['schema.key', [EX, 'expect:', 'expects:'], 'expects'],
  // Expressions
  ['feel.syntax', [S, 'when: hatKinder = true', 'when: hatKinder = * true'], '* true'],
  ['feel.syntax', [S, 'when: hatKinder = true', 'when: (hatKinder'], '\n    fields:\n      - id: kinder'],
  [
    'feel.syntax',
    [S, 'when: hatKinder = true', 'when: >-\n      hatKinder and\n      (vorname = "a"'],
    '\n    fields:\n      - id: kinder',
  ],
  ['feel.name', [S, 'when: hatKinder = true', 'when: |\n      hatKinder and\n        count(kindr) = 0'], 'kindr'],
  ['feel.name', [S, 'when: hatKinder = true', 'when: hatKinder and\n      kindr = 0'], 'kindr'],
  ['feel.name', [S, 'when: hatKinder = true', 'when: hatKindr = true'], 'hatKindr'],
  ['feel.name', [S, 'when: \'vorname != ""\'', 'when: "vorname != \\"\\" and nachname = \\"x\\""'], 'nachname'],
  ['feel.name', [S, 'contact: { name: vorname }', 'contact: { name: name }'], 'name }'],
  ['feel.name', [S, 'value: count(kinder)', 'value: count(kind)'], 'kind),'],
  ['feel.name', [S, 'Zuschuss {{ number }}', 'Zuschuss {{ nummer }}'], 'nummer'],
  ['feel.name', [DE, '{{ satz | money }}', '{{ sats | money }}'], 'sats'],
  ['feel.syntax', [DE, '{{ satz | money }}', '{{ satz | euro }}'], 'satz | euro'],
  ['feel.name', ['notices/bescheid.de.md', '{{ grund }}', '{{ grnd }}'], 'grnd'],
  ['feel.syntax', ['notices/bescheid.de.md', '{{ grund }}\n{{/each}}', '{{ grund }} Ende'], ' Ende'],
  ['template.open', ['notices/bescheid.de.md', '{{ grund }}', '{{ grund }'], '{{ grund'],
  ['template.open', [DE, '{{ satz | money }}', '{{ satz = "}}'], '{{ satz'],
  [
    'feel.syntax',
    ['messages/eingang.de.md', 'Wir', `${'{{#if true}}'.repeat(60)}Wir`],
    `#if true}}${'{{#if true}}'.repeat(9)}Wir`,
  ],
  [
    'feel.syntax',
    ['messages/eingang.de.md', 'Wir', `{{ number${'.x'.repeat(60_000)} }}`],
    `.x${'.x'.repeat(58_998)} }}`,
  ],
  ['model.problem', ['rules.dmn', 'satz *', `satz${'-1'.repeat(60_000)} *`], `1${'-1'.repeat(58_999)} *`],
  ['feel.part', [S, 'duplicates.iban > 0', 'duplicates.kontoinhaber > 0'], 'kontoinhaber > 0'],
  ['feel.part', [S, 'Zuschuss {{ number }}', 'Am {{ submission.recieved }}'], 'recieved'],
  ['feel.part', [DE, '{{ satz | money }}', '{{ satz }} slots.x {{ slots.grus }}'], 'grus }'],
  ['feel.part', ['messages/eingang.en.md', 'We have', 'slots.x {{ slots.grus }} kinder.x'], 'grus }'],
  ['feel.part', ['rules.dmn', 'count(kinder[inSchule = true])', '<!-- kinder.x -->sum(kinder.altr)'], 'altr)'],
  // The form
  ['name.taken', [S, 'id: kontoinhaber', 'id: vorname'], 'vorname, kind: text }'],
  ['name.taken', [S, 'id: inSchule', 'id: alter'], 'alter, kind: yesno'],
  ['name.taken', [S, 'id: hinweis', 'id: satz'], 'satz, kind: note'],
  ['name.reserved', [S, 'id: hinweis', 'id: submission'], 'submission'],
  ['name.reserved', [S, 'id: hinweis', 'id: action'], 'action, kind'],
  ['name.reserved', [S, 'page: konto', 'page: check'], 'check\n'],
  ['page.duplicate', [S, '- page: konto', '- page: person'], 'person\n    fields:\n      - { id: hinweis'],
  ['option.duplicate', [S, 'options: [grund, weiter]', 'options: [grund, grund]'], 'grund]'],
  ['option.duplicate', [S, 'languages: [de, en]', 'languages: [de, en, de]'], 'de]'],
  ['when.later', [S, 'when: \'vorname != ""\'', 'when: iban != null'], 'iban != null'],
  ['when.later', [S, 'max: today()', 'max: today() - duration(iban)'], 'iban)'],
  ['when.later', [S, 'when: hatKinder = false', 'when: count(kinder) > 1'], 'kinder) > 1'],
  ['when.cycle', [S, 'when: alter > 5', 'when: klasse = "grund"'], 'klasse = "grund"'],
  ['when.later', [S, 'fail: hatKinder and count(kinder) = 0', 'fail: iban = "x"'], 'iban = "x"'],
  ['when.cycle', [S, 'when: \'vorname != ""\'', 'when: geburt != null'], 'geburt != null'],
  ['when.cycle', [S, 'when: alter > 5', 'when: inSchule'], 'inSchule }'],
  ['when.cycle', [S, 'when: hatKinder = true', 'when: count(kinder) > 0'], 'kinder) > 0'],
  ['when.cycle', [S, 'kind: yesno, purpose', 'kind: yesno, when: count(kinder) > 0, purpose'], 'kinder) > 0'],
  ['later.needed', [S, 'page: konto', 'page: konto\n    later: load'], 'iban]'],
  ['later.optional', [S, 'iban, kind: iban', 'iban, kind: file, later: load, required: false'], 'load, req'],
  ['later.list', [S, 'kind: number, max: 25', 'kind: file, later: load'], 'load }'],
  ['field.unknown', [S, 'fields: [hatKinder, kinder]', 'fields: [hatKinder, kindr]'], 'kindr'],
  ['field.unknown', [S, 'duplicates: [iban]', 'duplicates: [ibn]'], 'ibn]'],
  ['field.purpose', [S, 'purpose: pruefung }', 'purpose: prufung }'], 'prufung'],
  ['field.pattern', [S, "'[A-Z].*'", "'[A-Z'"], "'[A-Z'"],
  ['field.pattern', [S, "'[A-Z].*'", "'(?=a)b'"], "'(?=a)b'"],
  ['bounds', [S, 'max: 80, ', 'min: 90, max: 80, '], '90'],
  ['bounds', [S, 'min: 50.00, max: 150.00', 'min: 150.01, max: 150.00'], '150.01'],
  ['check.duplicate', [S, 'list:\n', 'list:\n  - { id: kinderzahl, value: satz }\n'], 'kinderzahl, value: count'],
  // Law and privacy
  ['law.period', [S, 'to: 2026-12-31', 'to: 2025-12-31'], '2025-12-31'],
  ['purpose.retention', [S, 'retention: akte', 'retention: akten'], 'akten'],
  [
    'purpose.none',
    [S, 'purposes:\n    pruefung: { basis: Art. 6 Abs. 1 Buchst. e DSGVO, retention: akte }', 'purposes: {}'],
    '{}',
  ],
  ['parameter.default', [S, 'default: 100.10', 'default: 150.01'], '150.01'],
  ['parameter.default', [S, 'default: eins', 'default: drei'], 'drei'],
  // The procedure
  ['file.missing', [S, 'model: rules.dmn', 'model: regeln.dmn'], 'regeln.dmn'],
  [
    'file.missing',
    [S, 'notice: notices/bescheid }\n    abgelehnt', 'notice: notices/brief }\n    abgelehnt'],
    'notices/brief',
  ],
  ['file.missing', [S, 'languages: [de, en]', 'languages: [de, en, fr]'], 'fr]'],
  ['text.translation', [S, 'languages: [de, en]', 'languages: [de, en, fr]'], 'notices/bescheid }'],
  ['model.one', [S, 'model: rules.dmn', 'model: rules.dmn\n  models: [{ file: rules.dmn }]'], 'decide:'],
  [
    'model.overlap',
    [S, 'model: rules.dmn', 'models: [{ file: rules.dmn, to: 2026-05-01 }, { file: rules.dmn, from: 2026-05-01 }]'],
    '{ file: rules.dmn, from',
  ],
  [
    'model.gap',
    [S, 'model: rules.dmn', 'models: [{ file: rules.dmn, to: 2026-04-01 }, { file: rules.dmn, from: 2026-04-03 }]'],
    '[{ file: rules.dmn',
  ],
  [
    'model.gap',
    [
      S,
      'model: rules.dmn',
      'models: [{ file: rules.dmn, ars: ["05"], to: 2026-04-01 }, { file: rules.dmn, from: 2026-04-03 }]',
    ],
    '[{ file: rules.dmn',
  ],
  [
    'model.period',
    [S, 'model: rules.dmn', 'models: [{ file: rules.dmn, from: 2026-05-01, to: 2026-04-01 }]'],
    '{ file: rules.dmn, from',
  ],
  ['feel.name', [S, 'model: rules.dmn', 'models: [{ file: rules.dmn }]\n  date: submision.received'], 'submision'],
  ['model.decision', [S, 'decision: Zuschuss', 'decision: Zuschus'], 'Zuschus\n'],
  ['model.input', [S, 'satz: {', 'sats: {'], 'name="satz"', 'rules.dmn'],
  ['model.problem', ['rules.dmn', 'kinder[inSchule = true])', 'kinder[inSchule = true]'], '}</text>'],
  ['automatic.law', [S, ', allows: automatic', ''], 'automatic: Zuschuss'],
  [
    'outcome.none',
    [
      S,
      'outcomes:\n    bewilligt: { kind: granted, notice: notices/bescheid }\n    abgelehnt: { kind: rejected, notice: notices/bescheid }',
      'outcomes: {}',
    ],
    '{}',
  ],
  [
    'outcome.unused',
    [S, '    abgelehnt:', '    vertagt: { kind: rejected, notice: notices/bescheid }\n    abgelehnt:'],
    'vertagt',
  ],
  ['name.outcome', [S, 'then "bewilligt" else', 'then "bewiligt" else'], '"bewiligt"'],
  ['name.reason', [S, '["keinKind"]', '["keinKinde"]'], '"keinKinde"'],
  ['name.doubt', [S, '["doppelt"]', '["dopelt"]'], '"dopelt"'],
  ['reason.unused', [DE, '  keinKind: Kein', '  zuSpaet: Zu spät.\n  keinKind: Kein'], 'zuSpaet'],
  ['pay.decide', [S, '  amount: Zuschuss.betrag\n  reasons', '  reasons'], 'pay:'],
  [
    'message.occasion',
    [S, 'received: messages/eingang', 'received: messages/eingang, prioritised: messages/eingang'],
    'prioritised',
  ],
  ['message.subject', ['messages/eingang.de.md', '# Ihr', 'Ihr'], 'Ihr Antrag'],
  // Texts
  ['language.german', [S, 'languages: [de, en]', 'languages: [en]'], '[en]'],
  ['text.missing', [DE, '  konto: { title: Ihr Konto }\n', ''], 'pages:'],
  ['text.missing', [EN, '  kinder.alter: { label: Age }\n', ''], 'fields:'],
  ['text.missing', [EN, ', weiter: Secondary school', ''], 'options: { grund'],
  ['text.missing', [EN, ', text: Have your IBAN at hand.', ''], 'hinweis'],
  ['text.superfluous', [EN, '  iban:', '  iban2: { label: x }\n  iban:'], 'iban2'],
  ['text.superfluous', [DE, 'options: { grund', 'options: { grnd: x, grund'], 'grnd'],
  ['text.undeclared', [S, 'languages: [de, en]', 'languages: [de]'], 'title', EN],
  ['file.unused', ['entwurf.txt', '', 'x'], 'x'],
  ['knowledge.front', ['knowledge/schule.md', '---\ntitle', 'title'], 'title'],
  ['schema.key', ['knowledge/schule.md', 'about:', 'abut:'], 'abut'],
  ['knowledge.about', ['knowledge/schule.md', 'schulkind,', 'schulkinder,'], 'schulkinder'],
  // Examples
  ['example.field', [EX, 'vorname: Ada', 'vornam: Ada'], 'vornam'],
  ['example.field', [EX, 'alter: 9', 'altr: 9'], 'altr'],
  ['example.field', [EX, 'doubts: []', 'problems: [ibam]'], 'ibam'],
  ['example.parameter', [EX, 'satz: 50.10', 'sats: 50.10'], 'sats'],
  ['parameter.value', [EX, 'satz: 50.10', 'satz: 1000'], '1000'],
  ['parameter.value', [EX, 'satz: 50.10', 'satz: 50.105'], '50.105'],
  ['example.duplicates', [EX, '{ iban: 0 }', '{ geburt: 0 }'], 'geburt: 0'],
  ['example.expect', [EX, 'outcome: bewilligt', 'level: 1, outcome: bewilligt'], 'level'],
  ['name.outcome', [EX, 'outcome: bewilligt', 'outcome: genehmigt'], 'genehmigt'],
  ['name.reason', [EX, 'reasons: [schulkind]', 'reasons: [schulkid]'], 'schulkid'],
];

const change = ([file, from, to]: Change): Record<string, string> => {
  const before = TINY[file] ?? '';
  assert.ok(before.includes(from), `The tiny package has no “${from}” in ${file}. Correct the case.`);
  return { ...TINY, [file]: before.replace(from, () => to) };
};

const place = (text: string, at: string): string => {
  const before = text.slice(0, text.indexOf(at)).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
};

const check = (texts: Readonly<Record<string, string>>, language: 'de' | 'en' = 'de'): readonly Problem[] => {
  const compiled = compilePackage(makeFiles(texts), { language });
  return compiled.kind === 'service' ? compiled.warnings : compiled.problems;
};

const print = (problem: Problem): string =>
  `${problem.code} ${problem.place?.file}:${problem.place?.line}:${problem.place?.column}`;

for (const [code, edit, at, file = edit[0]] of CASES) {
  test(`${code}: ${edit[0]}: ${JSON.stringify(edit[2].slice(0, 60))}`, () => {
    const texts = change(edit);
    const found = check(texts).map(print);
    assert.ok(texts[file]?.includes(at), `“${at}” is not in ${file}. Correct the case.`);
    const expected = `${code} ${file}:${place(texts[file] ?? '', at)}`;
    assert.ok(found.includes(expected), `expected ${expected}\nfound\n${found.join('\n')}`);
  });
}

test('the cases reach every kind of problem that a package as text can have', () => {
  const others = /^(package|file\.(size|link|name|encoding)|archive|model\.(two|warning)|example\.none)/;
  const reached = new Set<string>(CASES.map(([code]) => code));
  assert.deepEqual(
    Object.keys(WORDING).filter((code) => !reached.has(code) && !others.test(code)),
    [],
  );
});

test('problems speak German and English, with every gap filled', () => {
  for (const [, edit] of CASES) {
    const [german, english] = [check(change(edit), 'de'), check(change(edit), 'en')];
    assert.deepEqual(german.map(print), english.map(print));
    const texts = [...german, ...english].flatMap(({ message, remedy = '' }) => [message, remedy]);
    assert.deepEqual(
      texts.filter((text) => /(?<!\{)\{[a-z]+\}(?!\})/.test(text)),
      [],
    );
  }
});

test('problems say what to do', () => {
  const remedyOf = (edit: Change): string | undefined => check(change(edit))[0]?.remedy;
  assert.equal(remedyOf([S, 'minutes: 5', 'minutes: 5\nfrom: x'])?.startsWith('Meinten Sie „form“?'), false);
  assert.equal(remedyOf([S, 'max: 80', 'mx: 80']), 'Meinten Sie „max“?');
  assert.equal(remedyOf([S, 'max: 80', 'options: [a, b]']), '„options“ gibt es bei choice, choices.');
  assert.equal(remedyOf([S, 'when: hatKinder = true', 'when: hatKindr = true']), 'Meinten Sie „hatKinder“?');
  assert.equal(remedyOf([S, 'id: iban, kind: iban', 'id: iban, kind: ibann']), 'Meinten Sie „iban“?');
  assert.equal(remedyOf([EX, 'outcome: bewilligt', 'outcome: egal']), 'Bekannt sind: bewilligt, abgelehnt.');
});

test('missing files, wrong bytes and two models are told of', () => {
  const { 'examples/grund.yaml': _, ...without } = TINY;
  const codesOf = (texts: Readonly<Record<string, string>>) => check(texts).map(({ code }) => code);
  assert.deepEqual(codesOf(without), ['example.none']);
  const { 'service.yaml': __, ...headless } = TINY;
  assert.deepEqual(codesOf(headless), ['file.missing']);
  const files = new Map([...makeFiles(TINY), ['texts/en.yaml', new Uint8Array([0x74, 0xff])]] as const);
  const compiled = compilePackage(files);
  assert.deepEqual(compiled.kind === 'problems' && compiled.problems.map(print), ['file.encoding texts/en.yaml:1:1']);
  const prioritise = 'prioritise: { model: other.dmn, decision: Zuschuss, level: 1, reasons: "[]" }\n';
  const two = check({ ...change([S, 'pay:', `${prioritise}pay:`]), 'other.dmn': TINY['rules.dmn'] ?? '' });
  assert.ok(two.map(({ code }) => code).includes('model.two'), two.map(print).join());
});
