import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import type { Context } from 'hono';

export type Pair = readonly [name: string, value: string];

/** A file as it comes: under which control, called what. Its bytes must be read or left; they cannot be kept waiting. */
export type FilePart = { readonly control: string; readonly name: string; readonly source: AsyncIterable<Uint8Array> };

/** Takes a file while it comes; the controls before it in the page are known already. */
export type TakeFile = (part: FilePart, before: readonly Pair[]) => Promise<void>;

export type Multipart =
  | { readonly kind: 'read'; readonly pairs: readonly Pair[] }
  /** Not multipart after all, or cut off. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'large' };

/** Most bytes of controls that are no files, and most controls. */
const MOST_TEXT = 1 << 20;
const MOST_PARTS = 5000;
const MOST_FILES = 40;

class TooLarge extends Error {}

/** Ends the stream when more comes than may. */
async function* bound(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of source) {
    size += bytes.length;
    if (size > most) throw new TooLarge('The post is larger than allowed.');
    yield bytes;
  }
}

const makeParser = (type: string): InstanceType<typeof Busboy> | undefined => {
  const limits = { fieldNameSize: 300, fieldSize: MOST_TEXT, fields: MOST_PARTS, files: MOST_FILES, headerPairs: 20 };
  try {
    return new Busboy({ headers: { 'content-type': type }, limits });
  } catch {
    return undefined; // no boundary
  }
};

/**
 * Reads a multipart post as it comes, at most `most` bytes. Without `take`, files are left unread. What `take` throws is
 * thrown. Nothing of a file is ever held here but the piece in hand.
 */
export const readMultipart = async (c: Context, most: number, take?: TakeFile): Promise<Multipart> => {
  const parser = makeParser(c.req.header('content-type') ?? '');
  const { body } = c.req.raw;
  if (!parser || !body) return { kind: 'broken' };
  const pairs: Pair[] = [];
  let text = 0;
  let overflow = false;
  let failure: unknown;
  const open = new Set<BusboyFileStream>();
  let taken: Promise<void> = Promise.resolve();
  parser.on('field', (name, value, nameCut, valueCut) => {
    text += name.length + value.length;
    if (nameCut || valueCut || text > MOST_TEXT) overflow = true;
    else pairs.push([name, value]);
  });
  parser.on('fieldsLimit', () => {
    overflow = true;
  });
  parser.on('filesLimit', () => {
    overflow = true;
  });
  parser.on('file', (control, stream, name) => {
    open.add(stream);
    stream.on('error', () => {}); // whoever reads it gets it too
    // The rest of a file that was not read to its end must be let through, or the parts behind it never come.
    const source = stream.iterator({ destroyOnReturn: false });
    // One after the other: a page may send many small files at once, and each looks at what was taken before it.
    taken = taken.then(async () => {
      try {
        if (take && !overflow && failure === undefined) await take({ control, name, source }, pairs);
      } catch (error) {
        failure ??= error;
      }
      open.delete(stream);
      stream.resume();
    });
  });
  let broken: unknown;
  try {
    await pipeline(bound(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), most), parser);
  } catch (error) {
    broken = error ?? new Error('The post broke off.');
    for (const stream of open) stream.destroy(broken as Error);
  }
  await taken;
  if (broken instanceof TooLarge || overflow) return { kind: 'large' };
  if (broken) return { kind: 'broken' };
  if (failure) throw failure;
  return { kind: 'read', pairs };
};
