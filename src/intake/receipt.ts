import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

/** What a receipt states. */
export const ReceiptClaims = z.strictObject({
  iss: z.string().describe('Address of the installation that received.'),
  cell: z.string().describe('Which of several clusters holds it.'),
  number: z.string(),
  authority: z.string(),
  service: z.string(),
  package: z.string().describe('SHA-256 of the service package, hex.'),
  hash: z.string().describe('SHA-256 of the content, hex.'),
  received: z.string().describe('When it was received, UTC, ms.'),
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

/** A public key as JSON Web Key (RFC 8037) with its RFC 7638 thumbprint as `kid`. */
const PublicJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().describe('The key, base64url.'),
  kid: z.string().describe('Names it in receipts.'),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
});
export type PublicJwk = Readonly<z.infer<typeof PublicJwk>>;

const JwkSet = z.object({ keys: z.array(z.unknown()) });

/** The receipt keys of a published set (RFC 7517), as at `/.well-known/receipt-keys.json`; undefined when it is none. */
export const readReceiptKeys = (json: string): readonly PublicJwk[] | undefined => {
  try {
    return JwkSet.parse(JSON.parse(json)).keys.flatMap((key) => PublicJwk.safeParse(key).data ?? []);
  } catch {
    return undefined; // the caller says where it came from
  }
};

/** What a receipt says of itself, before anybody has checked it; undefined when it is none. */
export const readClaims = (receipt: string): ReceiptClaims | undefined => {
  try {
    return ReceiptClaims.parse(JSON.parse(Buffer.from(receipt.trim().split('.')[1] ?? '', 'base64url').toString()));
  } catch {
    return undefined;
  }
};

const toJwk = (key: KeyObject): PublicJwk => {
  const { x = '' } = key.export({ format: 'jwk' }) as { x?: string };
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs receipts as compact JWS (RFC 7515) with Ed25519, which is deterministic: same claims, same receipt. */
export type ReceiptSigner = {
  readonly jwk: PublicJwk;
  /** All keys to publish: that of this signer first. */
  readonly jwks: readonly PublicJwk[];
  sign(claims: ReceiptClaims): string;
};

/**
 * Makes the signer.
 * @param key an Ed25519 private key
 * @param further public keys of those that signed before, whose private part may be destroyed, and of the next one
 */
export const makeReceiptSigner = (key: KeyObject, further: readonly KeyObject[] = []): ReceiptSigner => {
  const jwk = toJwk(createPublicKey(key));
  const others = further.map(toJwk).filter(({ kid }) => kid !== jwk.kid);
  const header = encode({ alg: 'EdDSA', kid: jwk.kid, typ: 'receipt+jws' });
  return {
    jwk,
    jwks: [jwk, ...new Map(others.map((other) => [other.kid, other])).values()],
    sign: (claims) => {
      const body = `${header}.${encode(claims)}`;
      return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`;
    },
  };
};

/** The claims of a receipt whose signature is right under one of the keys; undefined otherwise. */
export const verifyReceipt = (receipt: string, keys: readonly PublicJwk[]): ReceiptClaims | undefined => {
  const [header = '', claims = '', signature = '', ...rest] = receipt.trim().split('.');
  if (rest.length > 0) return undefined;
  try {
    const { alg, kid } = z
      .object({ alg: z.literal('EdDSA'), kid: z.string() })
      .parse(JSON.parse(Buffer.from(header, 'base64url').toString()));
    const jwk = keys.find((key) => key.kid === kid && key.alg === alg);
    if (!jwk) return undefined;
    const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: 'jwk' });
    if (!verify(null, Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) return undefined;
    return ReceiptClaims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  } catch {
    return undefined; // not a receipt of ours: the answer is the same as for a wrong signature
  }
};
