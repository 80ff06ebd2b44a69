import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Trouble } from './trouble.ts';

/** Keeps byte streams under names of our own making (letters, digits and hyphens). */
export type BlobStore = {
  /**
   * Keeps a stream; when it resolves, the bytes are durable. When the source throws, nothing is kept. A name at most once at a time.
   * @throws NoRoom when what must stay free of the disk would be used; nothing is kept then
   */
  put(name: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws Error when there is none */
  get(name: string): AsyncIterable<Uint8Array>;
  /** Deletes, also what a process that died left half written; one that is not there is no fault, so that a repetition is harmless. */
  remove(name: string): Promise<void>;
  /** Bytes free where the streams lie; absent where nobody can say. */
  free?(): Promise<number>;
};

/** The disk is full but for what was to stay free. */
export class NoRoom extends Trouble {}

/** Refuses what could lead out of the folder or the bucket. */
export const checkBlobName = (name: string): string => {
  if (/^[0-9a-z][0-9a-z-]{3,99}$/.test(name)) return name;
  throw new Error(`"${name}" cannot name a stored file; use 4 to 100 lower-case letters, digits and hyphens.`);
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes a stream to a file that is on the disk when this resolves. */
export const writeDurably = async (path: string, source: AsyncIterable<Uint8Array>): Promise<void> => {
  // Opened first: a stream that fails while it opens its file may still create it, after somebody has cleaned up.
  const handle = await open(path, 'w', 0o600);
  await pipeline(source, handle.createWriteStream({ flush: true }));
};

const freeIn = async (folder: string): Promise<number> => {
  const { bavail, frsize } = await statfs(folder);
  return bavail * frsize;
};

/** Bytes between looks at the disk: what many streams write at once between two must be little beside the reserve. */
const LOOK_AFTER = 4 << 20;

export type FolderOptions = {
  /** Bytes of the disk that must stay free, for what else lies there. */
  readonly reserve?: number;
  /** Override for tests. */
  readonly look?: (folder: string) => Promise<number>;
};

/** Ends the stream when less than the reserve is free. */
async function* guard(
  folder: string,
  { reserve, look }: Required<FolderOptions>,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let unseen = LOOK_AFTER;
  for await (const bytes of source) {
    unseen += bytes.length;
    if (unseen >= LOOK_AFTER) {
      if ((await look(folder)) < reserve) throw new NoRoom('The disk has no room left for more files.');
      unseen = 0;
    }
    yield bytes;
  }
}

/**
 * Keeps streams as files: written beside, synced, renamed, folder synced, so that a file is whole or not there, after a
 * power cut too. The last two characters of a name pick one of many folders: names that begin with a time spread evenly.
 */
export const makeFolderStore = (folder: string, { reserve = 0, look = freeIn }: FolderOptions = {}): BlobStore => {
  const place = (name: string): string => join(folder, checkBlobName(name).slice(-2), name);
  const draftOf = (path: string): string => `${path}.part`;
  const kept = new Map<string, Promise<void>>();
  /** Makes sure that a folder itself outlasts a power cut; once, whoever made it. */
  const keepFolder = (one: string): Promise<void> => {
    const known = kept.get(one) ?? syncFolder(folder).then(() => syncFolder(dirname(folder)));
    kept.set(one, known);
    known.catch(() => kept.delete(one));
    return known;
  };
  return {
    put: async (name, source) => {
      const path = place(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = draftOf(path);
      try {
        await writeDurably(draft, reserve > 0 ? guard(dirname(path), { reserve, look }, source) : source);
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
      await keepFolder(dirname(path));
    },
    get: (name) => createReadStream(place(name)),
    remove: async (name) => {
      await rm(draftOf(place(name)), { force: true });
      await rm(place(name), { force: true });
    },
    free: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return look(folder);
    },
  };
};
