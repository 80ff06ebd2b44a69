import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkModel, findUntriedRules } from './check-model.ts';
import { fromFeel, toFeel } from './edge.ts';
import { explainAsText } from './explain-text.ts';
import { compileModel, type Model, type ModelOptions } from './model.ts';
import { isContext } from './value.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');
const DMN = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

const file = (body: string, namespace = 'urn:test'): string =>
  `<definitions xmlns="${DMN}" name="Test" namespace="${namespace}" id="d">\n${body}\n</definitions>`;

const input = (name: string, type: string): string =>
  `<inputData id="i_${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;

const decision = (name: string, needs: readonly string[], logic: string): string =>
  `<decision id="d_${name}" name="${name}"><variable name="${name}"/>${needs
    .map((need) => `<informationRequirement><requiredInput href="#i_${need}"/></informationRequirement>`)
    .join('')}${logic}</decision>`;

const literal = (text: string): string => `<literalExpression><text>${text}</text></literalExpression>`;

/** Rules as `tests → outputs | annotation`. */
const table = (
  policy: string,
  inputs: readonly (readonly [string, string])[],
  rules: readonly string[],
  outputs = '<output typeRef="number"/>',
): string => {
  const columns = inputs.map(
    ([name, type]) =>
      `<input label="${name}"><inputExpression typeRef="${type}"><text>${name}</text></inputExpression></input>`,
  );
  const rows = rules.map((rule) => {
    const [cells = '', rest = ''] = rule.split('→');
    const [values = '', note = ''] = rest.split('|');
    const cell = (kind: string) => (text: string) =>
      `<${kind}><text>${text.trim().replaceAll('<', '&lt;')}</text></${kind}>`;
    return `<rule>${cells.split(';').map(cell('inputEntry')).join('')}${values.split(';').map(cell('outputEntry')).join('')}${note && cell('annotationEntry')(note)}</rule>`;
  });
  return `<decisionTable ${policy}>${columns.join('')}${outputs}<annotation name="Norm"/>${rows.join('\n')}</decisionTable>`;
};

const compile = (xml: string, options: ModelOptions = {}): Model => {
  const compiled = compileModel(xml, options);
  assert.ok(compiled.kind === 'model', JSON.stringify(compiled));
  return compiled.model;
};

const decide = (model: Model, name: string, values: unknown) => {
  const context = toFeel(values);
  assert.ok(isContext(context));
  return model.decide(name, context, { now: NOW });
};

const cap = (policy: string, rules: readonly string[]): Model =>
  compile(file(input('fte', 'number') + decision('Grenze', ['fte'], table(policy, [['fte', 'number']], rules))));

const POLICIES: readonly (readonly [
  policy: string,
  rules: readonly string[],
  value: number,
  expected: unknown,
  warning: string | null,
])[] = [
  ['hitPolicy="UNIQUE"', ['<= 5 → 9000', '> 5 → 15000'], 5, '9000', null],
  ['hitPolicy="UNIQUE"', ['<= 5 → 9000', '>= 5 → 15000'], 5, null, 'table.unique'],
  ['hitPolicy="UNIQUE"', ['< 5 → 9000'], 5, null, 'table.none'],
  ['', ['[1..5] → fte * 2'], 3, '6', null],
  ['hitPolicy="FIRST"', ['<= 5 → 1', '- → 2'], 5, '1', null],
  ['hitPolicy="ANY"', ['<= 5 → 1', '- → 1'], 5, '1', null],
  ['hitPolicy="ANY"', ['<= 5 → 1', '- → 2'], 5, null, 'table.any'],
  ['hitPolicy="RULE ORDER"', ['<= 5 → 2', '- → 1'], 5, ['2', '1'], null],
  ['hitPolicy="COLLECT" aggregation="SUM"', ['<= 5 → 0.1', '- → 0.2'], 5, '0.3', null],
  ['hitPolicy="COLLECT" aggregation="COUNT"', ['<= 5 → 2', '- → 1'], 5, '2', null],
  ['hitPolicy="COLLECT" aggregation="MAX"', ['<= 5 → 2', '- → 1'], 5, '2', null],
  ['hitPolicy="COLLECT"', ['not(1, 2) → 2', 'odd(?) → 1', '3, 5 → 7'], 5, ['2', '1', '7'], null],
];

for (const [policy, rules, value, expected, warning] of POLICIES) {
  test(`${policy} ${rules.join(' / ')}`, () => {
    const { value: result, warnings } = decide(cap(policy, rules), 'Grenze', { fte: value });
    assert.deepEqual(fromFeel(result), expected);
    assert.equal(warnings[0]?.code ?? null, warning);
  });
}

test('a missing, wrong or unknown input decides nothing by accident', () => {
  const model = cap('', ['<= 5 → 9000', '> 5 → 15000']);
  assert.equal(decide(model, 'Grenze', {}).value, null);
  const wrong = decide(model, 'Grenze', { fte: 'viele' });
  assert.equal(wrong.value, null);
  assert.equal(wrong.warnings[0]?.message, '“fte” must be number.');
  assert.throws(() => decide(model, 'Anderes', {}), /has no decision “Anderes”; it has fte, Grenze/);
});

test('a rule for true or false does not fire for an input that was not given', () => {
  const rules = ['true → 1', 'false → 2', 'null → 3'];
  const logic = table('hitPolicy="COLLECT"', [['ja', 'boolean']], rules);
  const model = compile(file(input('ja', 'boolean') + decision('A', ['ja'], logic)));
  assert.deepEqual(fromFeel(decide(model, 'A', {}).value), ['3']);
  assert.deepEqual(fromFeel(decide(model, 'A', { ja: true }).value), ['1']);
  assert.deepEqual(fromFeel(decide(model, 'A', { ja: false }).value), ['2']);
});

test('the explanation names what fired, on what norm, and what did not', () => {
  const model = cap('', ['<= 5 → 9000 | Nr. 4 Satz 1', '(5..10] → 15000 | Nr. 4 Satz 2']);
  const { explanation } = decide(model, 'Grenze', { fte: 1.9 });
  const [only] = explanation.tables;
  assert.deepEqual(
    only?.fired.map(({ rule, norm }) => [rule, norm]),
    [[1, 'Nr. 4 Satz 1']],
  );
  assert.deepEqual(
    only?.failed.map(({ rule, input: name, test: wanted }) => [rule, name, wanted]),
    [[2, 'fte', '(5..10]']],
  );
  assert.equal(
    explainAsText(explanation, 'de'),
    [
      'Grenze: 9.000.',
      '  Geprüft wurde: fte = 1,9.',
      '  Regel 1 traf zu und ergab 9.000: Nr. 4 Satz 1',
      '  Regel 2 traf nicht zu: fte ist 1,9, verlangt ist (5..10].',
    ].join('\n'),
  );
  assert.match(explainAsText(explanation, 'en'), /Rule 1 applied and gave 9,000/);
});

test('an imported model is found, seen under its name and fed on its own', () => {
  const inner = file(input('x', 'number') + decision('Doppelt', ['x'], literal('x * 2')), 'urn:inner');
  const needs = '<informationRequirement><requiredDecision href="urn:inner#d_Doppelt"/></informationRequirement>';
  const outer = file(
    `<import name="innen" namespace="urn:inner" importType="${DMN}"/><decision id="a" name="Außen"><variable name="Außen"/>${needs}${literal('innen.Doppelt + 1')}</decision>`,
  );
  const model = compile(outer, { resolveImport: () => ({ xml: inner, file: 'inner.dmn' }) });
  assert.equal(fromFeel(decide(model, 'Außen', { innen: { x: 4 } }).value), '9');
  const missing = compileModel(outer);
  assert.ok(missing.kind === 'problems' && missing.problems[0]?.code === 'dmn.import');
});

/** Model → code of the first problem, and its line and column. */
const BROKEN: readonly (readonly [name: string, xml: string, code: string, line: number, column: number])[] = [
  ['no XML', '<definitions', 'dmn.xml', 1, 1],
  ['another root', '<a/>', 'dmn.version', 1, 1],
  ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'dmn.xml', 1, 31],
  ['a syntax error behind an entity', file(decision('A', [], literal('1 &lt; 2 +'))), 'feel.syntax', 2, 84],
  [
    'an unknown name',
    file(`${decision('A', [], literal('1'))}\n${decision('B', [], literal('1 + betrg'))}`),
    'feel.name.unknown',
    3,
    78,
  ],
  [
    'an unknown name in a cell',
    file(input('fte', 'number') + decision('A', ['fte'], table('', [['fte', 'number']], ['> grenze → 1']))),
    'feel.name.unknown',
    2,
    400,
  ],
  [
    'an unknown type',
    file('<inputData id="i" name="x"><variable name="x" typeRef="tX"/></inputData>'),
    'dmn.type',
    2,
    1,
  ],
  ['an unknown requirement', file(decision('A', ['x'], literal('1'))), 'dmn.reference', 2, 1],
];

for (const [name, xml, code, line, column] of BROKEN) {
  test(`refused: ${name}`, () => {
    const compiled = compileModel(xml, { file: 'a.dmn' });
    assert.ok(compiled.kind === 'problems');
    const { code: found, place } = compiled.problems[0] ?? {};
    assert.deepEqual([found, place?.line, name === 'no XML' ? column : place?.column], [code, line, column]);
  });
}

test('decisions that need each other are refused', () => {
  const need = (id: string) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
  const both = `<decision id="a" name="A"><variable name="A"/>${need('b')}${literal('B')}</decision><decision id="b" name="B"><variable name="B"/>${need('a')}${literal('A')}</decision>`;
  const compiled = compileModel(file(both));
  assert.ok(compiled.kind === 'problems' && compiled.problems[0]?.code === 'dmn.cycle');
});

/** Rules of a table over fte (number) and land (text) → messages of the check. */
const CHECKS: readonly (readonly [policy: string, rules: readonly string[], expected: readonly string[]])[] = [
  ['', ['<= 5; - → 1', '> 5; "A" → 2', '> 5; not("A") → 3'], []],
  [
    '',
    ['< 5; - → 1', '> 5; - → 2'],
    ['table.unused: No rule asks for land.', 'table.gap: No rule fires for fte = 5, land = anything.'],
  ],
  ['', ['<= 5; "A" → 1', '> 5; - → 2'], ['table.gap: No rule fires for fte = 4, land = any other text.']],
  [
    '',
    ['[0..5]; "A" → 1', '[5..10]; - → 2', '- ; not("A") → 3'],
    [
      'table.overlap: Rules 1 and 2 both fire for fte = 5, land = A.',
      'table.overlap: Rules 2 and 3 both fire for fte = 5, land = any other text.',
      'table.gap: No rule fires for fte = -1, land = A.',
    ],
  ],
  [
    'hitPolicy="FIRST"',
    ['<= 5; - → 1', '> 5; - → 2', '3; "A" → 3'],
    ['table.unreachable: Rule 3 can never fire: the rules before it take every case.'],
  ],
  [
    '',
    ['[5..1]; "A" → 1', '-; - → 2'],
    ['table.unreachable: Rule 1 can never fire: no value passes one of its tests.'],
  ],
  ['', ['"5"; "A" → 1', '-; - → 2'], ['table.type: Rule 1 compares fte, a number, with "5".']],
  ['', ['odd(?); "A" → 1', 'even(?); - → 2'], []],
];

test('values that an input does not allow make a rule that cannot fire, and no gap', () => {
  const allowed = (rules: readonly string[]): string[] => {
    const logic = table('', [['land', 'string']], rules).replace(
      '</inputExpression>',
      '</inputExpression><inputValues><text>"NW", "BY"</text></inputValues>',
    );
    const model = compile(file(input('land', 'string') + decision('A', ['land'], logic)));
    return checkModel(model).map(({ code, message }) => `${code}: ${message}`);
  };
  assert.deepEqual(allowed(['"NW" → 1', '"BY" → 2']), []);
  assert.deepEqual(allowed(['"NW" → 1', 'not("NW") → 2', '"XX" → 3']), [
    'table.unreachable: Rule 3 can never fire: no value passes one of its tests.',
  ]);
});

for (const [policy, rules, expected] of CHECKS) {
  test(`check ${rules.join(' / ')}`, () => {
    const logic = table(
      policy,
      [
        ['fte', 'number'],
        ['land', 'string'],
      ],
      rules,
    );
    const model = compile(
      file(input('fte', 'number') + input('land', 'string') + decision('A', ['fte', 'land'], logic)),
    );
    assert.deepEqual(
      checkModel(model).map(({ code, message }) => `${code}: ${message}`),
      expected,
    );
  });
}

test('rules that no example reaches are told, and input that nothing asks for', () => {
  const model = cap('', ['<= 5 → 9000', '(5..10] → 15000', '> 10 → 25000']);
  const tried = [1, 7].map((fte) => decide(model, 'Grenze', { fte }).explanation);
  assert.deepEqual(
    findUntriedRules(model, tried).map(({ message }) => message),
    ['Rule 3 (> 10) fires in no example.'],
  );
  const idle = compile(file(input('fte', 'number') + decision('A', [], literal('1'))));
  assert.deepEqual(
    idle.problems.map(({ code }) => code),
    ['dmn.unused'],
  );
});
