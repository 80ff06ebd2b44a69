import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  box,
  type Keyring,
  makeKeyPair,
  openJson,
  readPrivateKey,
  readPublicKey,
  SealError,
  sealJson,
  unbox,
} from './seal.ts';

const ring: Keyring = [
  { name: 'b', key: randomBytes(32) },
  { name: 'a', key: randomBytes(32) },
];

test('sealed JSON opens under the same context only', () => {
  const sealed = sealJson(ring, { firma: 'Café Übermut' }, 'soforthilfe/1');
  assert.deepEqual(openJson(ring, sealed, 'soforthilfe/1'), { firma: 'Café Übermut' });
  assert.throws(() => openJson(ring, sealed, 'soforthilfe/2'), SealError);
});

test('an older key still opens; a foreign key does not', () => {
  const [newest, oldest] = ring;
  assert.ok(oldest);
  const sealed = sealJson([oldest], 1, 'c');
  assert.equal(openJson(ring, sealed, 'c'), 1);
  assert.throws(() => openJson([newest], sealed, 'c'), SealError);
});

test('each flipped character of a seal is noticed', () => {
  const sealed = sealJson(ring, 'secret', 'c');
  for (let i = 2; i < sealed.length - 1; i += 1) {
    const flipped = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
    assert.throws(() => openJson(ring, flipped, 'c'), SealError, `position ${i}`);
  }
});

test('a packed bomb is refused', () => {
  assert.throws(() => openJson(ring, sealJson(ring, 'x'.repeat(100_000), 'c'), 'c', 1000), RangeError);
});

test('a box opens with the private key and with no other', () => {
  const pair = makeKeyPair();
  const sealed = box(readPublicKey(pair.publicKey), Buffer.from('IBAN'), 'id');
  assert.equal(unbox(readPrivateKey(pair.privateKey), sealed, 'id').toString(), 'IBAN');
  assert.throws(() => unbox(readPrivateKey(makeKeyPair().privateKey), sealed, 'id'), SealError);
  assert.throws(() => unbox(readPrivateKey(pair.privateKey), sealed, 'other'), SealError);
});

test('boxes made one after the other share a key pair, yet no two are alike and each opens where it belongs', () => {
  const { publicKey, privateKey } = makeKeyPair();
  const recipient = readPublicKey(publicKey);
  const [one, two] = [box(recipient, Buffer.from('same'), 'a'), box(recipient, Buffer.from('same'), 'a')];
  assert.deepEqual(one.subarray(0, 44), two.subarray(0, 44));
  assert.notDeepEqual(one, two);
  assert.equal(unbox(readPrivateKey(privateKey), two, 'a').toString(), 'same');
  assert.throws(() => unbox(readPrivateKey(privateKey), two, 'b'), SealError);
});

test('short and long JSON opens alike', () => {
  const ring: Keyring = [{ name: 'k1', key: Buffer.alloc(32, 1) }];
  for (const value of ['ä', 'x'.repeat(509), 'x'.repeat(511), 'ä'.repeat(5000)])
    assert.equal(openJson(ring, sealJson(ring, value, 'c'), 'c'), value);
});
