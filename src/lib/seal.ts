import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const NONCE = 12;
const TAG = 16;

/** Thrown when sealed bytes were changed, belong elsewhere or were made under a key we do not hold. */
export class SealError extends Error {}

/** Random bytes drawn ahead: asking for twelve costs 4 µs, asking for 6,000 at once 10 µs. */
const pool = Buffer.allocUnsafeSlow(512 * NONCE);
let drawn = pool.length;

/** Twelve random bytes that nobody was given before. */
const makeNonce = (): Buffer => {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += NONCE;
  return pool.subarray(drawn - NONCE, drawn);
};

/** AES-256-GCM: nonce, tag, ciphertext. `context` is authenticated, not stored: what opens must be where it was sealed. */
export const encrypt = (key: Uint8Array, plain: Uint8Array, context: string): Buffer => {
  const nonce = makeNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = cipher.update(plain); // counter mode: `final` has nothing to add but the tag
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
};

/** Opens what `encrypt` made. @throws SealError when the key or the context differ or a bit has changed. */
export const decrypt = (key: Uint8Array, sealed: Uint8Array, context: string): Buffer => {
  if (sealed.length < NONCE + TAG) throw new SealError('The sealed bytes are too short.');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    throw new SealError('The sealed bytes do not open: changed, from elsewhere, or under another key.');
  }
};

/** A symmetric key with the short name under which sealed text refers to it. */
export type NamedKey = { readonly name: string; readonly key: Uint8Array };

/** Keys for sealed text, newest first: the first seals, all open. */
export type Keyring = readonly [NamedKey, ...NamedKey[]];

// Sealed JSON is small: zlib's default of 16 kB a chunk costs 20 µs to unpack 500 bytes, this 9 µs.
const CHUNK = 2048;

/** Shorter JSON is sealed as it is: packing and unpacking 300 bytes costs 30 µs and saves 100 bytes. */
const WORTH_PACKING = 512;

/** The first sealed byte says how the rest is packed. */
const PLAIN = 0;
const DEFLATED = 1;

const pack = (json: Buffer): Buffer =>
  json.length < WORTH_PACKING
    ? Buffer.concat([Buffer.of(PLAIN), json])
    : Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(json, { chunkSize: CHUNK })]);

const unpack = (packed: Buffer, maxBytes: number): string =>
  packed[0] === PLAIN
    ? packed.toString('utf8', 1)
    : inflateRawSync(packed.subarray(1), { chunkSize: CHUNK, maxOutputLength: maxBytes }).toString();

/** Seals JSON, compressed where it is long, as URL-safe text `name.payload`, bound to `context`. */
export const sealJson = (ring: Keyring, value: unknown, context: string): string => {
  const [{ name, key }] = ring;
  return `${name}.${encrypt(key, pack(Buffer.from(JSON.stringify(value))), context).toString('base64url')}`;
};

/** Opens `sealJson` text. `maxBytes` bounds the unpacked size. @throws SealError */
export const openJson = (ring: Keyring, text: string, context: string, maxBytes = 1 << 20): unknown => {
  const dot = text.indexOf('.');
  const found = ring.find(({ name }) => name === text.slice(0, dot));
  if (dot < 1 || !found) throw new SealError('The sealed text names a key that is not held here.');
  return JSON.parse(unpack(decrypt(found.key, Buffer.from(text.slice(dot + 1), 'base64url'), context), maxBytes));
};

/** An X25519 key pair as base64url of SPKI and PKCS #8 (RFC 8410). */
export const makeKeyPair = (): { publicKey: string; privateKey: string } => {
  const pair = generateKeyPairSync('x25519');
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  };
};

export const readPublicKey = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'spki' });

export const readPrivateKey = (text: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' });

const EPHEMERAL = 44;

const deriveKey = (ours: KeyObject, theirs: KeyObject, ephemeral: Uint8Array): Uint8Array =>
  new Uint8Array(
    hkdfSync('sha256', diffieHellman({ privateKey: ours, publicKey: theirs }), ephemeral, 'knopfdruck box v1', 32),
  );

/** A key pair of our own for one recipient, and the key that both sides derive from it. */
type Sender = { readonly ephemeral: Buffer; readonly key: Uint8Array; left: number };

const LIFE_MS = 5000;
const MOST_BOXES = 1 << 20;
const senders = new Map<KeyObject, Sender>();

const makeSender = (recipient: KeyObject): Sender => {
  const pair = generateKeyPairSync('x25519');
  const ephemeral = pair.publicKey.export({ type: 'spki', format: 'der' });
  const made = { ephemeral, key: deriveKey(pair.privateKey, recipient, ephemeral), left: MOST_BOXES };
  senders.set(recipient, made);
  // Forgotten by the clock, not by the next box: an idle process holds no key that opens anything.
  setTimeout(() => senders.get(recipient) === made && senders.delete(recipient), LIFE_MS).unref();
  return made;
};

/**
 * Encrypts to a public key so that the sender cannot read it again (ephemeral X25519, HKDF-SHA-256, AES-256-GCM). The
 * ephemeral pair serves 5 s, each box under a nonce of its own: a fresh pair costs 80 µs of the 90 µs of a box.
 */
export const box = (recipient: KeyObject, plain: Uint8Array, context: string): Buffer => {
  const known = senders.get(recipient);
  const sender = known && known.left > 0 ? known : makeSender(recipient);
  sender.left -= 1;
  return Buffer.concat([sender.ephemeral, encrypt(sender.key, plain, context)]);
};

/** Opens a `box` with the private key. @throws SealError */
export const unbox = (secret: KeyObject, sealed: Uint8Array, context: string): Buffer => {
  if (sealed.length < EPHEMERAL) throw new SealError('The box is too short.');
  const ephemeral = sealed.subarray(0, EPHEMERAL);
  const theirs = createPublicKey({ key: Buffer.from(ephemeral), format: 'der', type: 'spki' });
  return decrypt(deriveKey(secret, theirs, ephemeral), sealed.subarray(EPHEMERAL), context);
};
