import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { makeReport } from './report.ts';
import { readYaml } from './yaml-file.ts';

const read = (text: string) => {
  const report = makeReport('en');
  return { yaml: readYaml('a.yaml', text, report), codes: report.problems.map(({ code }) => code) };
};

test('numbers survive as written', () => {
  const { yaml } = read('[1, -3, 0.10, 123456789012345.67, 99999999999999999999, -0.5, "007", 1.0.0]');
  const expected = [1, -3, '0.10', '123456789012345.67', '99999999999999999999', '-0.5', '007', '1.0.0'];
  assert.deepEqual(yaml?.value, expected);
});

test('numbers that people misread are refused', () => {
  for (const text of ['007', '1e3', '0x1F', '0o17', '.5', '+5', '.inf', '.nan']) {
    assert.deepEqual(read(`a: ${text}`).codes, ['yaml.number'], text);
  }
});

test('words stay words, days stay text', () => {
  assert.deepEqual(read('{ a: yes, b: 2026-01-01, c: true, d: null, e: , 5: x }').yaml?.value, {
    a: 'yes',
    b: '2026-01-01',
    c: true,
    d: null,
    e: null,
    5: 'x',
  });
});

/** Every style of scalar, with the place of the character X: line and column. */
const SCALARS: readonly (readonly [text: string, place: string])[] = [
  ['a: one X', '1:8'],
  ['a: one\n  two X', '2:7'],
  ["a: 'it''s X'", '1:11'],
  ['a: "say \\"X\\""', '1:11'],
  ['a: "\\u00e4\\n X"', '1:14'],
  ['a: "one \\\n  X"', '2:3'],
  ['a: |\n  one\n    X', '3:5'],
  ['a: >-\n  one\n\n  two X\n', '4:7'],
  ['a:\n  - >\n    X', '3:5'],
  ['a: |2\n   X\n', '2:4'],
  ['a: one\r\n  X\r\n', '2:3'],
];

test('a character in a text is found in the file, however the text is written', () => {
  for (const [text, expected] of SCALARS) {
    const { yaml } = read(text);
    const { a: value } = (yaml?.value ?? {}) as { a: string | string[] };
    const path = Array.isArray(value) ? ['a', 0] : ['a'];
    const offset = String(value).indexOf('X');
    const { place } = yaml?.spotIn(path, offset) ?? { place: undefined };
    assert.equal(`${place?.line}:${place?.column}`, expected, text);
  }
});

test('what is plain JSON comes back as it was written', () => {
  const value = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 3 }).filter(isPlain), {
    maxKeys: 5,
  });
  fc.assert(fc.property(value, (given) => assert.deepEqual(read(stringify(given)).yaml?.value, { ...given })));
});

/** Numbers other than small whole ones, and odd keys, are read otherwise on purpose. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => /^[a-zA-Z]+$/.test(key) && isPlain(inner));
};

test('any text is answered, never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'[]{}:,-?&*!|>\'"%#@ \n\tab0') }), (text) => {
      const { yaml, codes } = read(text);
      assert.ok(yaml || codes.length > 0);
    }),
    { numRuns: 2000 },
  );
});
