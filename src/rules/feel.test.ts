import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFeel } from './edge.ts';
import { compileExpression } from './expression.ts';
import { printValue } from './print.ts';
import { isContext } from './value.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const run = (text: string, context: unknown = {}) => {
  const compiled = compileExpression(text);
  assert.equal(compiled.kind, 'expression', `${text}: ${JSON.stringify(compiled)}`);
  const variables = toFeel(context);
  assert.ok(compiled.kind === 'expression' && isContext(variables));
  return compiled.expression.evaluate(variables, { now: NOW });
};

/** Expression → its value as FEEL prints it. */
const VALUES: Readonly<Record<string, string>> = {
  // Exact decimals: the reason for a rules module of our own.
  '0.1 + 0.2': '0.3',
  '3 * 0.3 + 0.5': '1.4',
  '1 / 3': '0.3333333333333333333333333333333333',
  '12345678901234567890 * 98765432109876543210': '1219326311370217952237463801111264000000',
  '9007199254740991 + 1': '9007199254740992',
  'decimal(1.115, 2)': '1.12',
  'decimal(0.125, 2)': '0.12',
  'round half up(0.125, 2)': '0.13',
  '-2 ** 2': '4',
  '3 ** 4 ** 5': '3486784401',
  'modulo(-12, 5)': '3',
  '1.0 = 1': 'true',
  // Names, paths and filters.
  '{"a b": 1, c: a b + 1}.c': '2',
  '{foo+bar: 1}.foo+bar': '1',
  '[{a: 1}, {a: 2}, {b: 3}].a': '[1, 2, null]',
  '[1, 2, 3][item > 1][-1]': '3',
  '[{item: 1}, {item: 5}][item > 2]': '[{item: 5}]',
  '[1, 2, 3][4]': 'null',
  // Three-valued logic.
  'true or null': 'true',
  'false and "text"': 'false',
  'true and null': 'null',
  'if null then 1 else 2': '2',
  // Ranges in every notation.
  '3 in ]1..5[': 'true',
  '5 in [1..5[': 'false',
  '5 in (<= 5)': 'true',
  'x in (1, 2, > 4)': 'true',
  'before([1..5[, [5..6])': 'true',
  'met by([5..6], [1..5])': 'true',
  'range("[18..21)")': '[18..21)',
  // Loops and functions.
  'for i in 0..4 return if i = 0 then 1 else i * partial[-1]': '[1, 1, 2, 6, 24]',
  'for i in 3..1, j in [1] return i - j': '[2, 1, 0]',
  'every i in [1, 2] satisfies i > 1': 'false',
  '(function(a: number, b) a + b)(b: 1, a: 2)': '3',
  'sort([3, 1, 2], function(a, b) a > b)': '[3, 2, 1]',
  // Time.
  'date("2020-01-31") + duration("P1M")': '2020-02-29',
  '@"2020-03-29T01:30:00@Europe/Berlin" + @"PT1H"': '2020-03-29T03:30:00@Europe/Berlin',
  '(date("2020-03-01") - date("2020-02-01")).days': '29',
  'today() > date("2020-03-11")': 'true',
  'date("-999999999-12-31").year': '-999999999',
  'week of year(date(2010, 1, 1))': '53',
  'time("10:00:00@Europe/Berlin").time offset': 'PT1H',
  // Text: code points, not halves of them.
  'string length("🐎ab")': '3',
  'substring("🐎ab", 1, 1)': '"🐎"',
  'upper case("straße")': '"STRASSE"',
  // Names that every JavaScript object has are not values.
  constructor: 'null',
  '{a: 1}.constructor': 'null',
  'get value({a: 1}, "__proto__")': 'null',
  '{__proto__: 1}.__proto__': '1',
};

for (const [text, expected] of Object.entries(VALUES)) {
  test(text, () => assert.equal(printValue(run(text, { x: 5 }).value), expected));
}

test('a null says why and where', () => {
  const { value, warnings } = run('1 + (2 > "a")');
  assert.equal(value, null);
  assert.deepEqual(warnings[0], {
    code: 'operator',
    message: 'number > string has no result.',
    values: { left: 'number', operator: '>', right: 'string' },
    from: 4,
    to: 13,
  });
});

test('free variables are named, bound ones are not', () => {
  const compiled = compileExpression('for x in betriebe return x.betrag * satz + sum([1])');
  assert.ok(compiled.kind === 'expression');
  assert.deepEqual(compiled.expression.names, ['betriebe', 'satz']);
});

const PROBLEMS: Readonly<Record<string, readonly [code: string, from: number]>> = {
  '1 +': ['syntax', 3],
  '"open': ['syntax', 0],
  'if 1 then 2': ['syntax', 11],
  'betrg > 1': ['name.unknown', 0],
  'betrag > @"gestern"': ['literal', 9],
  'betrag instance of Nirgends': ['type.unknown', 0],
};

for (const [text, [code, from]] of Object.entries(PROBLEMS)) {
  test(`refused: ${text}`, () => {
    const compiled = compileExpression(text, { names: new Set(['betrag']) });
    assert.ok(compiled.kind === 'problems');
    assert.deepEqual([compiled.problems[0]?.code, compiled.problems[0]?.from], [code, from]);
  });
}

test('declared names may hold spaces, signs and words of the language', () => {
  const names = new Set(['Höhe in Euro', 'a-b', 'a', 'b']);
  const compiled = compileExpression('Höhe in Euro + a-b + a - b', { names });
  assert.ok(compiled.kind === 'expression');
  assert.deepEqual(compiled.expression.names, ['Höhe in Euro', 'a-b', 'a', 'b']);
});

const LIMITS: Readonly<Record<string, string>> = {
  'count(for i in 1..100000000 return i)': 'limit.steps',
  'count(for i in 1..2000, j in 1..2000 return i)': 'limit.steps',
  '{f: function(g) g(g), r: f(f)}.r': 'limit.depth',
  '(for i in 1..100 return if i = 1 then "ab" else partial[-1] + partial[-1])[100]': 'operator',
  'string((for i in 1..60 return partial)[60])': 'limit.text',
  '(for i in 1..60 return partial)[60] = (for i in 1..60 return partial)[60]': 'limit.size',
  'matches(string join(for i in 1..20000 return "a"), "(a+)+\\1b")': 'limit.pattern',
};

for (const [text, code] of Object.entries(LIMITS)) {
  test(`stops: ${text}`, () => {
    const { value, warnings } = run(text);
    assert.equal(value, null);
    assert.equal(warnings[0]?.code, code);
  });
}

test('an expression nested beyond reason is a problem, not a crash', () => {
  for (const text of [
    '('.repeat(5000),
    '-'.repeat(5000),
    '['.repeat(5000),
    `${'not('.repeat(5000)}`,
    `1${'+1'.repeat(60_000)}`,
    `a${'.b'.repeat(60_000)}`,
    '1'.repeat(300_000),
  ]) {
    assert.equal(compileExpression(text).kind, 'problems');
  }
});
