import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkModel } from './check-model.ts';
import { compileExpression } from './expression.ts';
import { compileModel } from './model.ts';
import { compileTemplate } from './template.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

/** Far more than any of these takes, far less than those took that had no limit (10 s, 140 s, for ever). */
const SOON = 4000;

/** By the work of this thread: on a busy machine the clock says nothing about it. */
const soon = <T>(work: () => T): T => {
  const started = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(started);
  const took = (user + system) / 1000;
  assert.ok(took < SOON, `${took} ms`);
  return result;
};

const firstCode = (compiled: { readonly kind: string; readonly problems?: readonly { readonly code: string }[] }) =>
  compiled.problems?.at(-1)?.code ?? compiled.kind;

const EXPRESSIONS: readonly (readonly [name: string, text: string, code: string])[] = [
  ['a long path', `a${'.b'.repeat(90_000)}`, 'limit.length'],
  ['a long sum', `1${'+1'.repeat(90_000)}`, 'limit.length'],
  ['a row of calls', `f${'()'.repeat(90_000)}`, 'limit.length'],
  ['a row of filters', `a${'[1]'.repeat(60_000)}`, 'limit.length'],
  ['a row of comparisons', `1${' between 1 and 2'.repeat(10_000)}`, 'limit.length'],
  ['parentheses', '('.repeat(100_000), 'limit.depth'],
  ['contexts', '{a:'.repeat(60_000), 'limit.depth'],
  ['branches', 'if true then '.repeat(15_000), 'limit.depth'],
  ['signs', `${'-'.repeat(180_000)}1`, 'limit.depth'],
  ['types', `1 instance of ${'list<'.repeat(30_000)}`, 'limit.depth'],
  ['a text of two million', 'a'.repeat(2_000_000), 'limit.length'],
  // Each parenthesis was read twice: as tests, then as arithmetic.
  ['arithmetic behind in', `${'1 in ('.repeat(60)}1${')+1'.repeat(60)}`, 'expression'],
  ['a row of a thousand', `1${'+1'.repeat(999)}`, 'expression'],
];
for (const [name, text, code] of EXPRESSIONS)
  test(`expression: ${name}`, () => assert.equal(firstCode(soon(() => compileExpression(text))), code));

const TEMPLATES: readonly (readonly [name: string, text: string, code: string])[] = [
  ['strings that never end', `{{${'"a"'.repeat(40)}`, 'template.open'],
  ['places that never end', '{{ '.repeat(50_000), 'template.open'],
  ['blocks in blocks', '{{#if a}}'.repeat(10_000), 'limit.depth'],
  ['blocks in blocks, closed', `${'{{#if a}}'.repeat(3000)}${'{{/if}}'.repeat(3000)}`, 'limit.depth'],
  ['a row of a path', `{{ a${'.b'.repeat(60_000)} }}`, 'limit.length'],
  ['bars', `{{ ${'| a '.repeat(20_000)} }}`, 'syntax'],
  ['spaces behind a bar', `{{ |${' '.repeat(50_000)}1 }}`, 'syntax'],
  ['a text of two million', 'a'.repeat(2_000_000), 'limit.length'],
];
for (const [name, text, code] of TEMPLATES)
  test(`template: ${name}`, () => assert.equal(firstCode(soon(() => compileTemplate(text))), code));

test('loops in loops end, with what was written so far and a warning first', () => {
  const compiled = compileTemplate(`${'{{#each [1, 2] as a}}'.repeat(40)}x${'{{/each}}'.repeat(40)}`);
  assert.ok(compiled.kind === 'template');
  const { text, warnings } = soon(() => compiled.template.render({}, { now: NOW, language: 'de' }));
  assert.match(text, /^x+$/);
  assert.equal(warnings[0]?.code, 'limit.steps');
});

const model = (body: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m">${body}</definitions>`;
const decision = (name: string, body: string) => `<decision id="${name}" name="${name}">${body}</decision>`;
const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`;
const need = (name: string) =>
  `<informationRequirement><requiredDecision href="#${name}"/></informationRequirement>${literal(name)}`;
const rows = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join('');
const table = (count: number, columns: number, cell: (row: number, column: number) => string) =>
  `<decisionTable>${rows(columns, () => `<input><inputExpression><text>1</text></inputExpression></input>`)}<output/>${rows(
    count,
    (row) =>
      `<rule>${rows(columns, (column) => `<inputEntry><text>${cell(row, column)}</text></inputEntry>`)}<outputEntry/></rule>`,
  )}</decisionTable>`;
const entry = (i: number) => `<contextEntry><variable name="a${i}"/>${literal('1')}</contextEntry>`;

const MODELS: readonly (readonly [name: string, body: string, code: string])[] = [
  ['deep elements', '<a>'.repeat(30_000), 'dmn.xml'],
  ['boxed lists in lists', decision('D', `${'<list>'.repeat(480)}${'</list>'.repeat(480)}`), 'model'],
  ['a chain of decisions', rows(5000, (i) => decision(`d${i}`, need(`d${i + 1}`))), 'limit.nodes'],
  ['a context of thousands', decision('D', `<context>${rows(5000, entry)}</context>`), 'limit.problems'],
  ['thousands of mistakes', decision('D', `<list>${literal('1 +').repeat(20_000)}</list>`), 'limit.problems'],
  ['too large', ' '.repeat(5_000_001), 'limit.length'],
  [
    'a type that is itself',
    '<itemDefinition name="A"><typeRef>B</typeRef></itemDefinition><itemDefinition name="B"><typeRef>A</typeRef></itemDefinition>',
    'dmn.cycle',
  ],
];
for (const [name, body, code] of MODELS)
  test(`model: ${name}`, () => assert.equal(firstCode(soon(() => compileModel(model(body)))), code));

test('a table too large to be checked is told as such', () => {
  const found = (body: string) => {
    const compiled = compileModel(model(decision('D', body)));
    assert.ok(compiled.kind === 'model');
    return soon(() => checkModel(compiled.model)).map(({ code }) => code);
  };
  assert.deepEqual(found(table(2000, 3, (row, column) => `[${row * 7 + column}..${row * 7 + 50}]`)), ['table.large']);
  assert.deepEqual(found(table(1000, 1, (row) => `[${row}..${row + 1})`)), ['table.gap']);
});
