import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { getAuthority, type Keys } from '#authority';
import type { BlobStore } from '#lib/blob-store.ts';
import { type Scanned, type Scanner, ScannerAway } from '#lib/clamd.ts';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { Trouble } from '#lib/trouble.ts';
import { type AttachmentDeps, openAttachment } from './attachment.ts';
import type { Failure } from './store-aside.ts';
import type { StoredAttachment } from './store-attachment.ts';
import { leasePending, markScanned, noteScanFailure, release } from './store-scan.ts';

export type ScanDeps = AttachmentDeps & {
  readonly keys: Keys;
  /** Without one, files leave quarantine marked as not scanned. */
  readonly scanner: Scanner | undefined;
  /** Told of each file that could not be scanned, after the commit that notes it. Must not throw. */
  readonly troubled?: (failure: Failure) => void;
};

/** A scan may take long; after this another process takes the file. */
const LEASE_MINUTES = 5;
/** Characters of a reason; a scanner may say anything. */
const MOST_REASON = 300;

const PROBE = Buffer.from('Knopfdruck asks whether anybody is there.\n');
async function* probe(): AsyncGenerator<Uint8Array> {
  yield PROBE;
}

/** @throws ScannerAway unless it says of a few harmless bytes that they are: it may take connections and yet be unable to scan */
const checkScanner = async (scanner: Scanner): Promise<void> => {
  const said = await scanner(probe()).catch((error: Error) => error);
  if (said instanceof ScannerAway) throw said;
  if (said instanceof Error) throw new ScannerAway(`The virus scanner cannot scan now: ${said.message}`);
  if (said.kind !== 'clean') throw new ScannerAway(`The virus scanner finds ${said.name} where there is nothing.`);
};

/** @throws Trouble unless the store gives back what it is given */
const checkStore = async (blobs: BlobStore): Promise<void> => {
  const name = `probe-${randomUUID()}`; // workers may ask at the same time
  try {
    await blobs.put(name, probe());
    await buffer(blobs.get(name));
  } catch (error) {
    throw new Trouble(`The file store cannot be read now: ${(error as Error).message}`, { cause: error });
  } finally {
    await blobs.remove(name).catch(() => {}); // a store that is away
  }
};

/**
 * What the scanner says of a file, or why this one cannot be scanned. The scanner has just shown that it works; where reading
 * failed, the store has to show it as well. @throws Trouble where it is not for the file
 */
const judge = async (deps: ScanDeps, scanner: Scanner, stored: StoredAttachment): Promise<Scanned | Error> => {
  const authority = await deps.db.tx(stored.authority, (tx) => getAuthority(tx, stored.authority));
  let isUnread = false;
  const content = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* openAttachment(deps, authority, stored);
    } catch (error) {
      isUnread = true;
      throw error;
    }
  };
  await checkScanner(scanner);
  const said = await scanner(content()).catch((error: Error) => error);
  if (said instanceof ScannerAway) throw said;
  if (isUnread) await checkStore(deps.blobs);
  return said;
};

const scanOne = async (deps: ScanDeps, scanner: Scanner, stored: StoredAttachment): Promise<void> => {
  const { db, troubled } = deps;
  const said = await judge(deps, scanner, stored);
  if (said instanceof Error) {
    const reason = said.message.slice(0, MOST_REASON);
    const failure = await db.tx(stored.authority, (tx) => noteScanFailure(tx, stored, reason));
    if (failure) troubled?.(failure);
    return;
  }
  const finding = said.kind === 'infected' ? said.name : null;
  await db.tx(stored.authority, (tx) => markScanned(tx, stored, said.kind, finding));
};

/**
 * Scans the next file in quarantine; returns how many. One that cannot be scanned is tried again later, and in the end set aside.
 * @throws Error while scanner or store is away; no file pays for that
 */
export const scanAttachments = async (deps: ScanDeps): Promise<number> => {
  const { db, clock, scanner } = deps;
  const now = clock();
  const stored = await db.tx(ANY_AUTHORITY, (tx) => leasePending(tx, now, now.add({ minutes: LEASE_MINUTES })));
  if (!stored) return 0;
  try {
    if (scanner) await scanOne(deps, scanner, stored);
    else await db.tx(stored.authority, (tx) => markScanned(tx, stored, 'unscanned', null));
  } catch (error) {
    // What nobody foresaw keeps its lease, so that the others go on meanwhile.
    if (error instanceof Trouble) await db.tx(stored.authority, (tx) => release(tx, stored)).catch(() => {});
    throw error;
  }
  return 1;
};
