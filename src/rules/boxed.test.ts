import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromFeel, toFeel } from './edge.ts';
import { compileModel } from './model.ts';
import { isContext } from './value.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');
const DMN = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

const text = (feel: string): string => `<literalExpression><text>${feel}</text></literalExpression>`;
const input = (name: string, type: string): string =>
  `<inputData id="i_${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;

const decide = (body: string, name: string, values: unknown = {}) => {
  const compiled = compileModel(`<definitions xmlns="${DMN}" name="Test" namespace="urn:t">${body}</definitions>`);
  assert.ok(compiled.kind === 'model', JSON.stringify(compiled));
  const context = toFeel(values);
  assert.ok(isContext(context));
  return compiled.model.decide(name, context, { now: NOW });
};

const alone = (logic: string): unknown =>
  fromFeel(decide(`<decision id="a" name="A"><variable name="A"/>${logic}</decision>`, 'A').value);

/** Boxed expression → value. */
const BOXES: readonly (readonly [name: string, logic: string, value: unknown])[] = [
  [
    'conditional',
    `<conditional><if>${text('1 &lt; 2')}</if><then>${text('"ja"')}</then><else>${text('"nein"')}</else></conditional>`,
    'ja',
  ],
  [
    'conditional on null',
    `<conditional><if>${text('null')}</if><then>${text('1')}</then><else>${text('2')}</else></conditional>`,
    '2',
  ],
  [
    'for over a list',
    `<for iteratorVariable="i"><in>${text('[1, 2, 3]')}</in><return>${text('i + count(partial)')}</return></for>`,
    ['1', '3', '5'],
  ],
  [
    'for over a range',
    `<for iteratorVariable="der Tag"><in>${text('[1..3]')}</in><return>${text('der Tag * 2')}</return></for>`,
    ['2', '4', '6'],
  ],
  [
    'every',
    `<every iteratorVariable="i"><in>${text('[1, 2]')}</in><satisfies>${text('i &gt; 0')}</satisfies></every>`,
    true,
  ],
  [
    'some',
    `<some iteratorVariable="i"><in>${text('[1, 2]')}</in><satisfies>${text('i &gt; 2')}</satisfies></some>`,
    false,
  ],
  ['filter', `<filter><in>${text('[{a: 1}, {a: 5}]')}</in><match>${text('a &gt; 2')}</match></filter>`, [{ a: '5' }]],
  ['list', `<list>${text('1')}${text('"a"')}</list>`, ['1', 'a']],
  [
    'relation',
    `<relation><column name="n"/><column name="betrag in Euro"/><row>${text('1')}${text('0.1')}</row></relation>`,
    [{ n: '1', 'betrag in Euro': '0.1' }],
  ],
  [
    'context with a result',
    `<context><contextEntry><variable name="erste Zahl"/>${text('2')}</contextEntry><contextEntry>${text('erste Zahl * 3')}</contextEntry></context>`,
    '6',
  ],
  [
    'function that calls itself',
    `<context><contextEntry><variable name="fakultät"/><functionDefinition><formalParameter name="n" typeRef="number"/>${text('if n &lt; 2 then 1 else n * fakultät(n - 1)')}</functionDefinition></contextEntry><contextEntry>${text('fakultät(25)')}</contextEntry></context>`,
    '15511210043330985984000000',
  ],
  ['type that does not fit', '<literalExpression typeRef="number"><text>"a"</text></literalExpression>', null],
  ['type of a list of one', '<literalExpression typeRef="number"><text>[3]</text></literalExpression>', '3'],
  [
    'function in Java',
    `<functionDefinition kind="Java">${text('{class: "java.lang.Math"}')}</functionDefinition>`,
    null,
  ],
];

for (const [name, logic, value] of BOXES) {
  test(name, () => assert.deepEqual(alone(logic), value));
}

const required = (kind: string, id: string): string =>
  `<informationRequirement><required${kind} href="#${id}"/></informationRequirement>`;
const knowledge = (id: string): string =>
  `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`;

const SERVICE = `${input('satz', 'number')}
  <decision id="basis" name="Basis"><variable name="Basis" typeRef="number"/>${text('100')}</decision>
  <decision id="steuer" name="Steuer"><variable name="Steuer"/>${required('Decision', 'basis')}${required('Input', 'i_satz')}${text('Basis * satz')}</decision>
  <decisionService id="s" name="Steuerdienst"><variable name="Steuerdienst"/><outputDecision href="#steuer"/><inputDecision href="#basis"/><inputData href="#i_satz"/></decisionService>
  <decision id="ruf" name="Ruf"><variable name="Ruf"/>${knowledge('s')}${text('Steuerdienst(0.19, 50)')}</decision>
  <decision id="ruf2" name="Ruf2"><variable name="Ruf2"/>${knowledge('s')}${text('Steuerdienst(Basis: 200, satz: 0.07)')}</decision>
  <decision id="ruf3" name="Ruf3"><variable name="Ruf3"/>${knowledge('s')}${text('Steuerdienst("viel", 50)')}</decision>`;

test('a decision service takes its input data, then its input decisions, and sees nothing else', () => {
  assert.equal(fromFeel(decide(SERVICE, 'Steuer', { satz: 0.19 }).value), '19');
  assert.equal(fromFeel(decide(SERVICE, 'Ruf').value), '9.5');
  assert.equal(fromFeel(decide(SERVICE, 'Ruf2').value), '14');
  assert.equal(decide(SERVICE, 'Ruf3').value, null);
  assert.equal(fromFeel(decide(SERVICE, 'Steuerdienst', { satz: 0.1, Basis: 30 }).value), '3');
});

test('a business knowledge model is called by name or by box, and may call itself', () => {
  const model = `<businessKnowledgeModel id="f" name="fib"><variable name="fib"/><encapsulatedLogic><formalParameter name="n"/>${text('if n &lt; 2 then n else fib(n - 1) + fib(n - 2)')}</encapsulatedLogic>${knowledge('f')}</businessKnowledgeModel>
    <decision id="a" name="A"><variable name="A"/>${knowledge('f')}<invocation>${text('fib')}<binding><parameter name="n"/>${text('10')}</binding></invocation></decision>`;
  assert.equal(fromFeel(decide(model, 'A').value), '55');
  assert.equal(fromFeel(decide(model, 'fib', { n: 7 }).value), '13');
});

test('item definitions hold values to their components and allowed values', () => {
  const model = `<itemDefinition name="tLand"><typeRef>string</typeRef><allowedValues><text>"NW","BY"</text></allowedValues></itemDefinition>
    <itemDefinition name="tOrt"><itemComponent name="land"><typeRef>tLand</typeRef></itemComponent></itemDefinition>
    <itemDefinition name="tOrte" isCollection="true"><typeRef>tOrt</typeRef></itemDefinition>
    ${input('orte', 'tOrte')}
    <decision id="a" name="A"><variable name="A"/>${required('Input', 'i_orte')}${text('orte.land')}</decision>`;
  assert.deepEqual(fromFeel(decide(model, 'A', { orte: [{ land: 'NW' }, { land: null }] }).value), ['NW', null]);
  const wrong = decide(model, 'A', { orte: [{ land: 'XX' }] });
  assert.equal(wrong.value, null);
  assert.equal(wrong.warnings[0]?.message, '“orte” must be list<tOrt>.');
});
