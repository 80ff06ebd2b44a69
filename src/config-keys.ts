import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Keyring, NamedKey } from '#lib/seal.ts';

const KEY = 32;
const readKey = (text: string): Uint8Array | undefined => {
  const key = Buffer.from(text, 'base64url');
  return key.length === KEY ? new Uint8Array(key) : undefined;
};

const refuse = (context: z.core.$RefinementCtx<unknown>, message: string): never => {
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
};

/** 32 random bytes. */
export const Key = z
  .string()
  .transform((text, context): Uint8Array => readKey(text) ?? refuse(context, '32 bytes in base64url'));

/** Keys with names, newest first. */
export const Ring = z.string().transform((text, context): Keyring => {
  const keys = text.split(',').map((part): NamedKey | undefined => {
    const [name = '', value = ''] = part.trim().split(':');
    const key = readKey(value);
    return key && /^[a-z0-9]{1,12}$/i.test(name) ? { name, key } : undefined;
  });
  const [first, ...rest] = keys.filter((key) => key !== undefined);
  if (!first || rest.length + 1 < keys.length)
    return refuse(context, 'name:key, newest first, separated by commas; each key 32 bytes in base64url');
  return [first, ...rest];
});

/** A private key that signs. */
export const SigningKey = z.string().transform((text, context): KeyObject => {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {} // said below
  return refuse(context, 'an Ed25519 private key, PKCS #8 in base64url');
});

const readPublic = (text: string): KeyObject | undefined => {
  try {
    const key = createPublicKey({ key: Buffer.from(text.trim(), 'base64url'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
};

/** Public keys that verify. */
export const PublicKeys = z.string().transform((text, context): readonly KeyObject[] => {
  const keys = text.split(',').map(readPublic);
  const read = keys.filter((key) => key !== undefined);
  return read.length === keys.length
    ? read
    : refuse(context, 'Ed25519 public keys (SPKI) in base64url, separated by commas');
});
