import { createCipheriv, createDecipheriv } from 'node:crypto';
import { SealError } from './seal.ts';

/** Plain bytes in a piece. */
const PIECE = 64 * 1024;
const TAG = 16;

/** Cuts a stream into pieces of one size and says which is the last; there is always a last one, empty or not. */
async function* cut(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly piece: Buffer; readonly last: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    // One byte more than a piece is needed to know that this piece is not the last.
    while (rest.length > size) {
      yield { piece: rest.subarray(0, size), last: false };
      rest = rest.subarray(size);
    }
  }
  yield { piece: rest, last: true };
}

const nonceOf = (index: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
};

/**
 * Encrypts a stream piece by piece, so that neither side holds it whole: AES-256-GCM with a counter and an end mark in the
 * nonce (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). Pieces cannot be moved, dropped or cut
 * off unseen. @param key must never have encrypted anything else
 */
export async function* encryptStream(
  key: Uint8Array,
  source: AsyncIterable<Uint8Array>,
  context: string,
): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { piece, last } of cut(source, PIECE)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, last));
    cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(piece), cipher.final()]);
    yield Buffer.concat([cipher.getAuthTag(), body]);
    index += 1;
  }
}

const openPiece = (key: Uint8Array, piece: Buffer, nonce: Buffer, context: string): Buffer => {
  if (piece.length < TAG) throw new SealError('The encrypted stream ends too early.');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(piece.subarray(0, TAG));
  try {
    return Buffer.concat([decipher.update(piece.subarray(TAG)), decipher.final()]);
  } catch {
    throw new SealError('The encrypted stream does not open: changed, cut off, from elsewhere, or under another key.');
  }
};

/** Opens what `encryptStream` made; what it has yielded is right even if a later piece is not. @throws SealError */
export async function* decryptStream(
  key: Uint8Array,
  source: AsyncIterable<Uint8Array>,
  context: string,
): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { piece, last } of cut(source, PIECE + TAG)) {
    yield openPiece(key, piece, nonceOf(index, last), context);
    index += 1;
  }
}
