import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareDecimals, parseDecimal, parseJsonDecimal, printDecimal } from './decimal-text.ts';

const CASES: readonly (readonly [typed: string, decimals: number, canonical: string | undefined])[] = [
  ['12', 0, '12'],
  ['1.234,50', 2, '1234.5'],
  ['1,234.50', 2, '1234.5'],
  ['1234.50', 2, '1234.5'],
  ['1234,5', 2, '1234.5'],
  ['1.234', 2, '1234'],
  ['1,234', 2, '1234'],
  ['1.234', 3, '1.234'],
  ['0,125', 2, '0.125'],
  ['1.234.567', 2, '1234567'],
  ['1.234.567,89', 2, '1234567.89'],
  ['12 345,6', 2, '12345.6'],
  ["12'345.60", 2, '12345.6'],
  ['500,-', 2, '500'],
  ['500,-- €', 2, '500'],
  ['€ 9.000', 2, '9000'],
  ['9000 EUR', 2, '9000'],
  ['007', 0, '7'],
  ['−5', 0, '-5'],
  ['-0', 0, '0'],
  [',5', 1, '0.5'],
  ['1.2.3', 2, undefined],
  ['1.23.456', 2, undefined],
  ['1,234,56', 2, undefined],
  ['1.234,56,7', 2, undefined],
  ['zwölf', 0, undefined],
  ['1e3', 0, undefined],
  ['12,', 2, undefined],
  ['-', 0, undefined],
  ['9'.repeat(40), 0, undefined],
];

test('numbers are read in German and English notation', () => {
  for (const [typed, decimals, canonical] of CASES) assert.equal(parseDecimal(typed, decimals), canonical, typed);
});

test('JSON numbers are strict', () => {
  for (const [json, canonical] of [
    [3, '3'],
    [0.5, '0.5'],
    ['1234.50', '1234.5'],
    ['1.234,50', undefined],
    ['01', undefined],
    [Number.NaN, undefined],
    [true, undefined],
  ] as const)
    assert.equal(parseJsonDecimal(json), canonical, String(json));
});

const canonical = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 99 }))
  .map(([minus, whole, cents]) => {
    const fraction = String(cents).padStart(2, '0').replace(/0+$/, '');
    const text = fraction ? `${whole}.${fraction}` : String(whole);
    return minus && text !== '0' ? `-${text}` : text;
  });

test('what is printed is read back the same, in both languages', () => {
  fc.assert(
    fc.property(canonical, fc.constantFrom('de', 'en'), (text, language) => {
      assert.equal(parseDecimal(printDecimal(text, language), 2), text);
    }),
  );
});

test('comparison is that of the numbers', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (a, b) => {
      assert.equal(Math.sign(compareDecimals(String(a), String(b))), Math.sign(a - b));
    }),
  );
  assert.equal(compareDecimals('0.10', '0.1'), 0);
  assert.ok(compareDecimals('15000.01', '15000') > 0);
});
