import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatCents, formatMoney, parseCents, sumEuros } from './money.ts';

test('amounts are read exactly and printed in canonical form', () => {
  const cases = [
    ['0', '0.00'],
    ['0.1', '0.10'],
    ['15000', '15000.00'],
    ['-0.01', '-0.01'],
    ['999999999999999.99', '999999999999999.99'],
  ];
  for (const [from = '', to] of cases) assert.equal(formatCents(parseCents(from)), to);
  for (const wrong of ['', '1,5', '1.234', '1e3', ' 1', '1.', '.5', '+1', '€1', '1234567890123456'])
    assert.throws(() => parseCents(wrong), /no amount in euros/, wrong);
});

test('cents survive printing and reading', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
      (cents) => parseCents(formatCents(cents)) === cents,
    ),
  );
});

test('sums are exact where doubles are not', () => {
  assert.equal(sumEuros(['0.10', '0.20']), '0.30');
  assert.equal(sumEuros(Array.from({ length: 1000 }, () => '0.01')), '10.00');
  assert.equal(sumEuros([]), '0.00');
});

test('amounts are printed for people', () => {
  assert.equal(formatMoney('1234567.5', 'de'), '1.234.567,50\u00a0€');
  assert.equal(formatMoney('999', 'de-x-leicht'), '999,00\u00a0€');
  assert.equal(formatMoney('9000.00', 'en'), '€9,000.00');
  assert.equal(formatMoney('-1.00', 'de'), '\u22121,00\u00a0€');
});
