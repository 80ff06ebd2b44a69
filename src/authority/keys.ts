import { createHmac, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { decrypt, encrypt, makeKeyPair, readPrivateKey, unbox } from '#lib/seal.ts';
import type { Authority } from './authority.ts';

/** Opens and makes the keys under the master key. Worker and office hold one; the citizen web never does. */
export type Keys = {
  makeAuthorityKeys(authority: string): { readonly publicKey: string; readonly wrappedPrivateKey: string };
  /** Opens what was boxed to the authority. @throws SealError */
  openSubmission(authority: Pick<Authority, 'id' | 'wrappedPrivateKey'>, sealed: Uint8Array, context: string): Buffer;
  /** A fresh key for one case; destroying its wrapped form destroys the case's data, in backups too. */
  makeDataKey(authority: string): { readonly key: Buffer; readonly wrapped: Buffer };
  unwrapDataKey(authority: string, wrapped: Uint8Array): Buffer;
  /** A blind index: equal values have equal indexes, at one authority and for one field alone. */
  blind(authority: string, field: string, value: string): string;
};

const derive = (master: Uint8Array, use: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', master, 'knopfdruck', use, 32));

/** Makes the key holder. @param master 32 random bytes */
export const makeKeys = (master: Uint8Array): Keys => {
  if (master.length !== 32)
    throw new Error(`The master key has ${master.length} bytes; it must have 32. Set MASTER_KEY to 32 random bytes.`);
  const wrapping = (authority: string) => derive(master, `wrap:${authority}`);
  const privateKeys = new Map<string, KeyObject>();
  const privateKeyOf = ({ id, wrappedPrivateKey }: Pick<Authority, 'id' | 'wrappedPrivateKey'>): KeyObject => {
    const known = privateKeys.get(wrappedPrivateKey);
    if (known) return known;
    const key = readPrivateKey(
      decrypt(wrapping(id), Buffer.from(wrappedPrivateKey, 'base64url'), `authority:${id}`).toString(),
    );
    privateKeys.set(wrappedPrivateKey, key);
    return key;
  };
  return {
    makeAuthorityKeys: (authority) => {
      const pair = makeKeyPair();
      const wrapped = encrypt(wrapping(authority), Buffer.from(pair.privateKey), `authority:${authority}`);
      return { publicKey: pair.publicKey, wrappedPrivateKey: wrapped.toString('base64url') };
    },
    openSubmission: (authority, sealed, context) => unbox(privateKeyOf(authority), sealed, context),
    makeDataKey: (authority) => {
      const key = randomBytes(32);
      return { key, wrapped: encrypt(wrapping(authority), key, `case:${authority}`) };
    },
    unwrapDataKey: (authority, wrapped) => decrypt(wrapping(authority), wrapped, `case:${authority}`),
    blind: (authority, field, value) =>
      createHmac('sha256', derive(master, `blind:${authority}:${field}`))
        .update(value)
        .digest('base64url'),
  };
};
