import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterAmount, readAmount } from './amount.ts';

const cases: readonly [string, string | undefined][] = [
  ['9000', '9000.00'],
  ['9000,5', '9000.50'],
  ['9000.50', '9000.50'],
  ['9.000', '9000.00'],
  ['9.000,50 €', '9000.50'],
  ['9,000.50', '9000.50'],
  ['1.234.567,89', '1234567.89'],
  [' 12 000,00 ', '12000.00'],
  ['0', '0.00'],
  ['', undefined],
  ['-5', undefined],
  ['1,23,4', undefined],
  ['9.00,50', undefined],
  ['9000,505', undefined],
  ['neun', undefined],
  ['1e3', undefined],
];
for (const [typed, amount] of cases)
  test(`«${typed}» is ${amount ?? 'no amount'}`, () => assert.equal(readAmount(typed), amount));

test('what is entered is read back', () => {
  for (const amount of ['0.01', '9000.00', '1234567.89'])
    for (const language of ['de', 'en'] as const) assert.equal(readAmount(enterAmount(amount, language)), amount);
});
