import { hash, randomBytes } from 'node:crypto';

/** Crockford base 32: no I, L, O, U, so that nobody reads one character for another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a lower- or upper-case UUID of any RFC 9562 version. */
export const isUuid = (text: string): boolean => text.length === 36 && UUID.test(text.toLowerCase());

const formatUuid = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/**
 * A time-ordered UUID version 7 (RFC 9562 § 5.7): rows arrive in index order. `now` in ms since 1970. From the same 16
 * `seed` bytes and the same time it is the same.
 */
export const makeUuid = (now: number, seed: Uint8Array = randomBytes(16)): string => {
  const bytes = Buffer.from(seed);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(bytes);
};

/** When a time-ordered UUID was made, in ms since 1970; undefined for other versions. */
export const timeOfUuid = (uuid: string): number | undefined =>
  /^.{14}7/.test(uuid) ? Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16) : undefined;

/** The last `length` × 5 bits in base 32; zeros in front where there are fewer. */
export const base32 = (bytes: Uint8Array, length: number): string => {
  let text = '';
  let bits = 0;
  let held = 0;
  let next = bytes.length - 1;
  while (text.length < length) {
    if (held < 5) {
      bits |= (bytes[next] ?? 0) << held;
      next -= 1;
      held += 8;
    }
    text = ALPHABET.charAt(bits & 31) + text;
    bits >>= 5;
    held -= 5;
  }
  return text;
};

/** Base 32 as people type it (any case, spaces, hyphens, O for 0, I or L for 1); undefined when it is none. */
export const readBase32 = (text: string, length: number): Buffer | undefined => {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (plain.length !== length || !/^[0-9A-HJKMNP-TV-Z]+$/.test(plain)) return undefined;
  let bits = 0n;
  for (const character of plain) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(character));
  const bytes = (length * 5) >> 3;
  return Buffer.from(
    bits
      .toString(16)
      .padStart(bytes * 2, '0')
      .slice(-bytes * 2),
    'hex',
  );
};

/** Weighted sum modulo 31 (a prime above every weight): finds each single wrong character and each swap of two. */
const checkCharacter = (data: string): string => {
  let sum = 0;
  for (let i = 0; i < data.length; i += 1) sum += (i + 1) * ALPHABET.indexOf(data.charAt(i));
  return ALPHABET[sum % 31] ?? '0';
};

/**
 * The number people read, derived from the submission id: 70 bits of SHA-256 and a check character, in three groups of
 * five. At 83 million submissions the chance of one collision anywhere is 3 in a million.
 */
export const makeNumber = (id: string): string => {
  const data = base32(hash('sha256', `number:${id.toLowerCase()}`, 'buffer'), 14);
  const text = data + checkCharacter(data);
  return `${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`;
};

/** Reads a number as people type it (any case, spaces, O for 0, I or L for 1); undefined when the check fails. */
export const parseNumber = (text: string): string | undefined => {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{15}$/.test(plain)) return undefined;
  if (checkCharacter(plain.slice(0, 14)) !== plain.charAt(14)) return undefined;
  return `${plain.slice(0, 5)}-${plain.slice(5, 10)}-${plain.slice(10)}`;
};

/** Sixteen characters (80 bits) in groups of four from secret bytes, for people to type. */
export const formatSecret = (bytes: Uint8Array): string => {
  const text = base32(bytes, 16);
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}-${text.slice(12)}`;
};

/** The secret as typed, in canonical form; undefined when it cannot be one. */
export const parseSecret = (text: string): string | undefined => {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain) ? (plain.match(/.{4}/g) ?? []).join('-') : undefined;
};
