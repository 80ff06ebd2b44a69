import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { makeReceiptSigner, type ReceiptClaims, readReceiptKeys, verifyReceipt } from './receipt.ts';

const makeKey = () => generateKeyPairSync('ed25519').privateKey;
const signer = makeReceiptSigner(makeKey());
const claims: ReceiptClaims = {
  iss: 'https://antrag.example',
  cell: 'a',
  number: 'ABCDE-FGHJK-MNPQR',
  authority: 'musterland',
  service: 'soforthilfe',
  package: '0'.repeat(64),
  hash: '1'.repeat(64),
  received: '2020-03-27T11:00:00.000Z',
};

test('a receipt proves its claims to whoever holds the public key', () => {
  const receipt = signer.sign(claims);
  assert.deepEqual(verifyReceipt(receipt, [signer.jwk]), claims);
  assert.equal(signer.sign(claims), receipt);
});

test('a changed, foreign or malformed receipt proves nothing', () => {
  const receipt = signer.sign(claims);
  const other = makeReceiptSigner(makeKey());
  assert.equal(verifyReceipt(receipt, [other.jwk]), undefined);
  assert.equal(verifyReceipt(other.sign(claims), [{ ...signer.jwk, kid: other.jwk.kid }]), undefined);
  const [header, , signature] = receipt.split('.');
  const forged = Buffer.from(JSON.stringify({ ...claims, number: 'X' })).toString('base64url');
  for (const bad of [`${header}.${forged}.${signature}`, `${receipt}.x`, '', 'a.b.c', receipt.slice(0, -3)])
    assert.equal(verifyReceipt(bad, [signer.jwk]), undefined, bad);
});

test('after a change of keys the newest signs and old receipts stay verifiable, without the old private key', () => {
  const [old, next] = [makeKey(), makeKey()];
  const before = makeReceiptSigner(old, [createPublicKey(next)]);
  const after = makeReceiptSigner(next, [createPublicKey(old), createPublicKey(next)]);
  const published = readReceiptKeys(JSON.stringify({ keys: [...after.jwks, { kty: 'RSA' }] })) ?? [];
  assert.deepEqual(
    published.map(({ kid }) => kid),
    [after.jwk.kid, before.jwk.kid],
  );
  assert.deepEqual(verifyReceipt(before.sign(claims), published), claims);
  assert.deepEqual(verifyReceipt(after.sign(claims), published), claims);
  assert.deepEqual(verifyReceipt(after.sign(claims), before.jwks), claims, 'the next key was published beforehand');
  assert.equal(verifyReceipt(before.sign(claims), [after.jwk]), undefined);
  for (const bad of ['', '[]', '{"keys":7}']) assert.equal(readReceiptKeys(bad), undefined);
});
