import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { decryptStream, encryptStream } from './chunk-cipher.ts';
import { SealError } from './seal.ts';

const KEY = Buffer.alloc(32, 7);

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const gather = (source: AsyncIterable<Uint8Array>): Promise<Buffer> => buffer(source);
const seal = (plain: Buffer, context = 'here') => gather(encryptStream(KEY, pieces(plain, 10_000), context));
const open = (sealed: Buffer, context = 'here') => gather(decryptStream(KEY, pieces(sealed, 777), context));

const PIECE = 65_536;
for (const size of [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200_000])
  test(`comes back as it was: ${size} bytes`, async () => {
    const plain = randomBytes(size);
    const sealed = await seal(plain);
    assert.ok(size < 100 || !sealed.includes(plain.subarray(0, 50)));
    assert.deepEqual(await open(sealed), plain);
  });

const CHANGES: readonly [string, (sealed: Buffer) => Buffer][] = [
  ['a bit changed', (sealed) => Buffer.from(sealed.map((byte, i) => (i === 100_000 ? byte ^ 1 : byte)))],
  ['cut off between pieces', (sealed) => sealed.subarray(0, PIECE + 16)],
  ['cut off within a piece', (sealed) => sealed.subarray(0, sealed.length - 5)],
  ['the first piece dropped', (sealed) => sealed.subarray(PIECE + 16)],
  [
    'pieces swapped',
    (s) =>
      Buffer.concat([
        s.subarray(PIECE + 16, 2 * (PIECE + 16)),
        s.subarray(0, PIECE + 16),
        s.subarray(2 * (PIECE + 16)),
      ]),
  ],
  ['nothing left', () => Buffer.alloc(0)],
];
for (const [name, change] of CHANGES)
  test(`does not open: ${name}`, async () => {
    const sealed = await seal(randomBytes(3 * PIECE + 5));
    await assert.rejects(open(change(sealed)), SealError);
  });

test('opens in its own place alone', async () => {
  await assert.rejects(open(await seal(Buffer.from('content')), 'elsewhere'), SealError);
});
