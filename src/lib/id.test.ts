import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base32, formatSecret, isUuid, makeNumber, makeUuid, parseNumber, parseSecret } from './id.ts';

test('UUIDs are version 7, ordered by time and distinct', () => {
  const early = makeUuid(1_584_921_600_000);
  const late = makeUuid(1_584_921_600_001);
  assert.ok(isUuid(early) && early[14] === '7');
  assert.ok(early < late);
  assert.equal(new Set(Array.from({ length: 1000 }, () => makeUuid(0))).size, 1000);
});

test('a number survives the way people type it', () => {
  const number = makeNumber('01700000-0000-7000-8000-000000000000');
  assert.match(number, /^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  assert.equal(
    parseNumber(` ${number.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`),
    number,
  );
});

test('one wrong character in a number is noticed, wherever it stands', () => {
  const number = makeNumber('01700000-0000-7000-8000-000000000001');
  for (let i = 0; i < number.length; i += 1) {
    if (number[i] === '-') continue;
    for (const c of '0123456789ABCDEFGHJKMNPQRSTVWXY') {
      if (c === number[i] || (c === '0' && number[i] === 'Z') || (c === 'Z' && number[i] === '0')) continue;
      assert.equal(parseNumber(number.slice(0, i) + c + number.slice(i + 1)), undefined, `${c} at ${i}`);
    }
  }
});

test('a secret keeps 80 bits and is read in any case', () => {
  const secret = formatSecret(Buffer.from('00112233445566778899', 'hex'));
  assert.match(secret, /^(\w{4}-){3}\w{4}$/);
  assert.equal(parseSecret(secret.toLowerCase().replaceAll('-', '')), secret);
  assert.equal(parseSecret('nope'), undefined);
});

test('base 32 is the value of the last bits, with zeros in front where there are none', () => {
  const inBase32 = (value: bigint): string =>
    value.toString(32).replace(/./g, (digit) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number.parseInt(digit, 32)));
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 32 }), fc.integer({ min: 1, max: 60 }), (bytes, length) => {
      const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % (1n << BigInt(length * 5));
      assert.equal(base32(bytes, length), inBase32(value).padStart(length, '0'));
    }),
  );
});
