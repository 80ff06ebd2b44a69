import { createHash, type Hash, randomBytes } from 'node:crypto';
import type { Authority, Keys } from '#authority';
import { type Answers, attachmentsOf, type FileRoom } from '#form';
import { type BlobStore, NoRoom } from '#lib/blob-store.ts';
import { decryptStream, encryptStream } from '#lib/chunk-cipher.ts';
import { makeUuid } from '#lib/id.ts';
import { box, readPublicKey } from '#lib/seal.ts';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { type FileType, MARK_LENGTH, MEDIA_TYPES, tellFileType } from './file-type.ts';
import {
  deleteAttachment,
  dropArriving,
  leaveUnnamed,
  listStored,
  markArrived,
  prolong,
  putArriving,
  type StoredAttachment,
  takeOrphans,
} from './store-attachment.ts';

export type AttachmentDeps = { readonly db: Db; readonly blobs: BlobStore; readonly clock: Clock };

/** A file on its way in. */
export type Upload = {
  readonly authority: Pick<Authority, 'id' | 'publicKey'>;
  readonly service: string;
  /** The journey, which will be the submission. */
  readonly journey: string;
  readonly source: AsyncIterable<Uint8Array>;
  readonly types: readonly FileType[];
  /** Most bytes. */
  readonly most: number;
  /** What the journey may have in all. */
  readonly room: FileRoom;
};

/** `empty`, `large`, `type`: the file is not as asked for. `much`: its journey has no more room. `full`: nor has our disk. */
type Reason = 'empty' | 'large' | 'type' | 'much' | 'full';

export type Uploaded =
  | {
      readonly kind: 'stored';
      readonly handle: string;
      readonly size: number;
      readonly type: string;
      readonly sha256: string;
    }
  | { readonly kind: 'refused'; readonly reason: Reason };

/** How long a file waits for its submission, from upload and again from each save. */
const ORPHAN_HOURS = 24;

class Refusal extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(`The upload is refused: ${reason}.`);
    this.reason = reason;
  }
}

const contextOf = ({
  authority,
  journey,
  handle,
}: Pick<StoredAttachment, 'authority' | 'journey' | 'handle'>): string =>
  `attachment:${authority}/${journey}/${handle}`;

/** What passes through is counted and told by its first bytes; what does not fit ends the stream. */
const inspect = ({ source, types, most }: Pick<Upload, 'source' | 'types' | 'most'>) => {
  const seen: { size: number; type: FileType | undefined; isWhole: boolean; readonly hash: Hash } = {
    size: 0,
    type: undefined,
    isWhole: false,
    hash: createHash('sha256'),
  };
  let head: Buffer = Buffer.alloc(0);
  const judge = (): void => {
    seen.type = tellFileType(head);
    if (seen.type === undefined || !types.includes(seen.type)) throw new Refusal('type');
  };
  const take = (bytes: Uint8Array): void => {
    seen.size += bytes.length;
    seen.hash.update(bytes);
    if (seen.size > most) throw new Refusal('large');
    if (seen.type !== undefined) return;
    head = Buffer.concat([head, bytes]);
    if (head.length >= MARK_LENGTH) judge();
  };
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    for await (const bytes of source) {
      take(bytes);
      yield bytes;
    }
    if (seen.size === 0) throw new Refusal('empty');
    if (seen.type === undefined) judge();
    seen.isWhole = true;
  };
  return { seen, stream };
};

const reasonOf = (error: unknown): Reason | undefined => {
  if (error instanceof NoRoom) return 'full';
  return error instanceof Refusal ? error.reason : undefined;
};

/**
 * Takes a file in: counted, told by its content, encrypted to the authority on the way, durable when this resolves. The
 * row is written before the content, so that nothing lies in the store that no row leads to, and takes the room of the
 * largest file that may come until it is known how large it was.
 */
export const receiveAttachment = async ({ db, blobs, clock }: AttachmentDeps, upload: Upload): Promise<Uploaded> => {
  const { authority, service, journey } = upload;
  const at = clock();
  const handle = makeUuid(at.epochMilliseconds);
  const key = randomBytes(32);
  const place = { authority: authority.id, journey, handle };
  const wrappedKey = box(readPublicKey(authority.publicKey), key, contextOf(place)).toString('base64');
  const keepUntil = at.add({ hours: ORPHAN_HOURS });
  const arriving = { ...place, service, wrappedKey, at, keepUntil, size: upload.most, room: upload.room };
  if (!(await db.tx(authority.id, (tx) => putArriving(tx, arriving)))) return { kind: 'refused', reason: 'much' };
  const { seen, stream } = inspect(upload);
  try {
    await blobs.put(handle, encryptStream(key, stream(), contextOf(place)));
  } catch (error) {
    const reason = reasonOf(error);
    // Nothing was kept of what did not come to its end. Of what did, some may be there: its row stays until its time is over.
    if (reason || !seen.isWhole)
      await db.tx(authority.id, (tx) => dropArriving(tx, authority.id, handle)).catch(() => {}); // then its time does it
    if (reason) return { kind: 'refused', reason };
    throw error;
  }
  const { size } = seen;
  const type = MEDIA_TYPES[seen.type ?? 'pdf'];
  await db.tx(authority.id, (tx) => markArrived(tx, { authority: authority.id, handle, type, size }));
  return { kind: 'stored', handle, size, type, sha256: seen.hash.digest('hex') };
};

/** The files of a journey, or of the submission that it became. */
export const listAttachments = (tx: Tx, authority: string, journey: string): Promise<StoredAttachment[]> =>
  listStored(tx, authority, journey);

/** Lets the files of a journey stay for so many hours more; returns the handles of those that are still there. */
export const keepAttachments = (
  { db, clock }: Pick<AttachmentDeps, 'db' | 'clock'>,
  authority: string,
  journey: string,
  hours: number = ORPHAN_HOURS,
): Promise<readonly string[]> => db.tx(authority, (tx) => prolong(tx, authority, journey, clock().add({ hours })));

/**
 * Lets those files of what was handed in go that its answers do not name: taken out again, or sent a second time because an answer
 * was lost. In the transaction that opens it, when nothing can change any more.
 */
export const dropUnnamed = async (
  tx: Tx,
  handed: readonly { readonly authority: string; readonly id: string; readonly answers: Answers }[],
): Promise<void> => {
  if (handed.length === 0) return;
  const namedBy = (answers: Answers) => attachmentsOf(answers).map(({ handle }) => handle);
  await leaveUnnamed(
    tx,
    handed.map(({ authority, id, answers }) => ({ authority, journey: id, handles: namedBy(answers) })),
  );
};

/** The content, piece by piece. @throws SealError when it was changed */
export const openAttachment = (
  { blobs, keys }: { readonly blobs: BlobStore; readonly keys: Keys },
  authority: Pick<Authority, 'id' | 'wrappedPrivateKey'>,
  stored: StoredAttachment,
): AsyncIterable<Uint8Array> => {
  const context = contextOf(stored);
  const key = keys.openSubmission(authority, Buffer.from(stored.wrappedKey, 'base64'), context);
  return decryptStream(key, blobs.get(stored.handle), context);
};

/** Deletes files whose journey was not submitted in time, or which that did not name; returns how many. */
export const deleteOrphans = async ({ db, blobs, clock }: AttachmentDeps, limit = 100): Promise<number> => {
  const orphans = await db.tx(ANY_AUTHORITY, (tx) => takeOrphans(tx, clock(), limit));
  for (const { authority, handle } of orphans) {
    await blobs.remove(handle);
    await db.tx(authority, (tx) => deleteAttachment(tx, authority, handle));
  }
  return orphans.length;
};
