import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBusinessIdentifier, isMod1110, isTaxIdentifier, isTaxNumber, isVatNumber } from './tax-number.ts';

test('a tax identifier keeps to the rule of digits and to its check digit', () => {
  for (const good of ['86095742719', '47036892816', '65929970489']) assert.ok(isTaxIdentifier(good), good);
  for (const bad of ['86095742718', '06095742719', '11111111111', '12345678903', '8609574271', '8609574271a'])
    assert.ok(!isTaxIdentifier(bad), bad);
});

test('every single wrong digit is found', () => {
  const good = '86095742719';
  for (let i = 0; i < good.length; i += 1)
    for (let digit = 0; digit < 10; digit += 1) {
      const changed = good.slice(0, i) + digit + good.slice(i + 1);
      assert.equal(isMod1110(changed), changed === good, changed);
    }
});

test('numbers of businesses', () => {
  assert.ok(isVatNumber('DE136695976'));
  assert.ok(!isVatNumber('DE136695977'));
  assert.ok(isBusinessIdentifier('DE136695976-00001'));
  for (const good of ['13381508159', '1338150815', '5133081508159']) assert.ok(isTaxNumber(good), good);
  for (const bad of ['123456789', '123456789012', '5133181508159', '0033081508159']) assert.ok(!isTaxNumber(bad), bad);
});
