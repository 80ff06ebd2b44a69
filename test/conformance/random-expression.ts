import fc from 'fast-check';

const NAMES = ['x', 'betrag', 'liste', 'kontext', 'nichts', 'item', 'constructor', '__proto__', 'toString'];

const FUNCTIONS: readonly (readonly [name: string, count: number])[] = [
  ...[
    'abs',
    'floor',
    'sqrt',
    'exp',
    'log',
    'odd',
    'count',
    'sum',
    'min',
    'max',
    'mean',
    'median',
    'stddev',
    'mode',
  ].map((name) => [name, 1] as const),
  ...['flatten', 'reverse', 'distinct values', 'string', 'number', 'date', 'time', 'date and time', 'duration'].map(
    (name) => [name, 1] as const,
  ),
  ...['not', 'all', 'any', 'upper case', 'string length', 'get entries', 'context', 'context merge', 'range'].map(
    (name) => [name, 1] as const,
  ),
  ...['contains', 'split', 'matches', 'modulo', 'decimal', 'append', 'concatenate', 'union', 'remove', 'index of'].map(
    (name) => [name, 2] as const,
  ),
  ...['string join', 'is', 'before', 'overlaps', 'includes', 'coincides', 'get value', 'sort', 'list contains'].map(
    (name) => [name, 2] as const,
  ),
  ...['substring', 'replace', 'sublist', 'insert before', 'list replace', 'context put', 'date', 'round half up'].map(
    (name) => [name, 3] as const,
  ),
];

const LITERALS = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '2.5',
    '0.1',
    '1e10',
    '99999999999999999999999999999999999',
    '""',
    '"a"',
    '"(a+)+b"',
  ],
  ...[
    '"2020-02-29"',
    '"🐎"',
    '[]',
    '{}',
    '@"2020-02-29"',
    '@"10:00:00@Europe/Berlin"',
    '@"2020-03-29T02:30:00"',
    '@"P1M"',
    '@"-PT36H"',
  ],
  ...NAMES,
];

const OPERATORS = ['+', '-', '*', '/', '**', '=', '!=', '<', '<=', '>', '>=', 'and', 'or'];

/** Expressions that follow the grammar of FEEL, whatever they mean. */
export const randomExpression: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const literal = fc.constantFrom(...LITERALS);
  const call = fc
    .tuple(fc.constantFrom(...FUNCTIONS), fc.array(inner, { minLength: 3, maxLength: 3 }))
    .map(([[name, count], args]) => `${name}(${args.slice(0, count).join(', ')})`);
  const forms: fc.Arbitrary<string>[] = [
    call,
    fc.tuple(inner, fc.constantFrom(...OPERATORS), inner).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(inner, inner, inner).map(([a, b, c]) => `(if ${a} then ${b} else ${c})`),
    fc.tuple(inner, inner).map(([a, b]) => `(for x in ${a} return ${b})`),
    fc.tuple(inner, inner).map(([a, b]) => `(for x in 1..${a} return ${b})`),
    fc
      .tuple(fc.constantFrom('some', 'every'), inner, inner)
      .map(([kind, a, b]) => `(${kind} x in ${a} satisfies ${b})`),
    fc.tuple(inner, inner).map(([a, b]) => `${a}[${b}]`),
    fc.tuple(inner, fc.constantFrom(...NAMES, 'year', 'start')).map(([a, name]) => `(${a}).${name}`),
    fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} between ${b} and ${c})`),
    fc
      .tuple(inner, fc.constantFrom('[', '(', ']'), inner, inner, fc.constantFrom(']', ')', '['))
      .map(([a, open, b, c, close]) => `(${a} in ${open}${b}..${c}${close})`),
    fc
      .tuple(inner, fc.constantFrom('number', 'list<string>', 'context<a: number>', 'Any'))
      .map(([a, type]) => `(${a} instance of ${type})`),
    fc.tuple(inner, inner).map(([a, b]) => `[${a}, ${b}]`),
    fc.tuple(fc.constantFrom('a', 'b c', '"__proto__"'), inner, inner).map(([key, a, b]) => `{${key}: ${a}, d: ${b}}`),
    fc.tuple(inner, inner).map(([a, b]) => `(function(x, y) ${a})(${b}, 1)`),
    inner.map((a) => `-(${a})`),
  ];
  return { expression: fc.oneof({ depthSize: 'small', withCrossShrink: true }, literal, ...forms) };
}).expression;
