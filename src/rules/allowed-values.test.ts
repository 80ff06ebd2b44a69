import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromFeel, toFeel } from './edge.ts';
import { compileModel } from './model.ts';
import { isContext } from './value.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const text = (feel: string): string => `<literalExpression><text>${feel}</text></literalExpression>`;
const need = (kind: string, id: string): string =>
  kind === 'Knowledge'
    ? `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`
    : `<informationRequirement><required${kind} href="#${id}"/></informationRequirement>`;

/** Ampel is red or green; Wetter stands on Ampel and has values of its own; functions give an Ampel. */
const TYPES = `
  <itemDefinition name="tAmpel"><typeRef>string</typeRef><allowedValues><text>"rot", "grün"</text></allowedValues></itemDefinition>
  <itemDefinition name="tGleich"><typeRef>tAmpel</typeRef></itemDefinition>
  <itemDefinition name="tWetter"><typeRef>tAmpel</typeRef><allowedValues><text>"Regen"</text></allowedValues></itemDefinition>
  <itemDefinition name="tAmpeln" isCollection="true"><typeRef>tAmpel</typeRef></itemDefinition>
  <itemDefinition name="tGibtAmpel"><functionItem outputTypeRef="tAmpel"><parameters name="a"/></functionItem></itemDefinition>
  <itemDefinition name="tNimmtAmpel"><functionItem><parameters name="Eingabe" typeRef="tAmpel"/></functionItem></itemDefinition>
  <inputData id="i" name="x"><variable name="x"/></inputData>
  <businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic typeRef="tGibtAmpel"><formalParameter name="a"/>${text('a')}</encapsulatedLogic></businessKnowledgeModel>
  <decision id="fd" name="fd"><variable name="fd" typeRef="tGibtAmpel"/><functionDefinition><formalParameter name="a"/>${text('a')}</functionDefinition></decision>
  <decision id="e" name="Eingabe"><variable name="Eingabe"/>${text('"nie"')}</decision>
  <decision id="o" name="Ausgabe"><variable name="Ausgabe"/>${need('Decision', 'e')}${text('Eingabe')}</decision>
  <decisionService id="s" name="Dienst"><variable name="Dienst" typeRef="tNimmtAmpel"/><outputDecision href="#o"/><inputDecision href="#e"/></decisionService>`;

const run = (type: string, logic: string, x: unknown) => {
  const decision = `<decision id="d" name="D"><variable name="D"${type && ` typeRef="${type}"`}/>${need('Input', 'i')}${need('Decision', 'fd')}${need('Knowledge', 'f')}${need('Knowledge', 's')}${logic}</decision>`;
  const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m">${TYPES}${decision}</definitions>`;
  const compiled = compileModel(xml);
  assert.ok(compiled.kind === 'model', JSON.stringify(compiled));
  const values = toFeel({ x });
  assert.ok(isContext(values));
  const { value, warnings } = compiled.model.decide('D', values, { now: NOW });
  return { value: fromFeel(value), code: warnings[0]?.code ?? null };
};

/** Type of the decision; its expression of `x`; x; what comes. */
const TYPED: readonly (readonly [type: string, feel: string, x: unknown, value: unknown])[] = [
  ['tAmpel', 'x', 'rot', 'rot'],
  ['tAmpel', 'x', 'blau', null],
  ['tAmpel', '[x]', 'rot', 'rot'],
  ['tGleich', 'x', 'blau', null],
  ['tWetter', 'x', 'Regen', 'Regen'],
  ['tWetter', 'x', 'rot', null],
  ['tAmpeln', 'x', ['rot', 'rot'], ['rot', 'rot']],
  ['tAmpeln', 'x', ['rot', 'blau'], null],
  ['', 'x instance of tAmpel', 'blau', true],
  ['', 'x instance of tAmpel', 1, false],
  ['', '(function(a: tAmpel) a)(x)', 'blau', null],
  ['', 'f(x)', 'rot', 'rot'],
  ['', 'f(x)', 'blau', null],
  ['', 'fd(x)', 'rot', 'rot'],
  ['', 'fd(x)', 'blau', null],
  ['', 'Dienst(x)', 'rot', 'rot'],
  ['', 'Dienst(x)', 'blau', null],
];

for (const [type, feel, x, value] of TYPED)
  test(`${type} ${feel} for ${JSON.stringify(x)}`, () => assert.deepEqual(run(type, text(feel), x).value, value));

const table = (inputs: string, rule: string, outputs: string): string =>
  `<decisionTable><input><inputExpression><text>x</text></inputExpression><inputValues><text>${inputs}</text></inputValues></input>` +
  `<output name="a"><outputValues><text>${outputs}</text></outputValues></output><rule><inputEntry><text>${rule}</text></inputEntry><outputEntry><text>x</text></outputEntry></rule></decisionTable>`;

/** Input values; cell; output values, with the output being the input; x; what comes, and the code of the warning. */
const TABLES: readonly (readonly [
  inputs: string,
  cell: string,
  outputs: string,
  x: unknown,
  value: unknown,
  code: string | null,
])[] = [
  ['"a", "b"', '"a"', '-', 'a', 'a', null],
  ['"a", "b"', '-', '-', 'c', 'c', 'values'],
  ['"a", "b"', 'null', '"c"', 'c', 'c', 'values'],
  ['"a", "b"', '"c"', '-', 'c', null, 'values'],
  ['not("c")', '"c"', '-', 'c', null, 'values'],
  ['[1..9]', '&gt; 5', '-', 7, '7', null],
  ['', '"a"', '', 'a', 'a', null],
  ['-', '"a"', '"b"', 'a', null, 'values'],
  ['string length(?) = 1', '"a"', 'string length(?) = 1', 'a', 'a', null],
  ['-', '"aa"', 'string length(?) = 1', 'aa', null, 'values'],
  ['"a", "b"', 'list contains(?, "a")', '"a", "b"', ['a', 'b'], ['a', 'b'], null],
  ['"a", "b"', '-', '-', null, null, null],
];

for (const [inputs, cell, outputs, x, value, code] of TABLES)
  test(`values ${inputs} / ${cell} / ${outputs} for ${JSON.stringify(x)}`, () =>
    assert.deepEqual(run('', table(inputs, cell, outputs), x), { value, code }));
