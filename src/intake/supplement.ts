import { z } from 'zod';
import type { Authority, Keys } from '#authority';
import { type Answers, Outstanding } from '#form';
import { box, readPublicKey } from '#lib/seal.ts';
import type { Db, Tx } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { hashContent, isSameHash } from './payload.ts';
import { openRemainder, type Remainder, sealRemainder } from './remainder.ts';
import type { Submission } from './store.ts';
import { findLatestRemainder, insertSupplement, type StoredSupplement } from './store-supplement.ts';

/** What is sealed to the authority: what was handed in later, and what is outstanding after it. */
const SupplementPayload = z.strictObject({
  answers: z.record(z.string(), z.unknown()).describe('Canonical answers by field; only those handed in now.'),
  outstanding: z.array(Outstanding),
});
export type SupplementPayload = Omit<z.infer<typeof SupplementPayload>, 'answers'> & { readonly answers: Answers };

/** What a submission is still without; `position` counts what was handed in later so far. */
export type Rest = { readonly remainder: Remainder; readonly position: number };

/**
 * What somebody with number and secret may still hand in; undefined when nothing was ever outstanding. With `before`, what it was
 * before the supplement of that position: for whoever hands it in again.
 */
export const findRest = async (
  tx: Tx,
  { authority, id }: Pick<Submission, 'authority' | 'id'>,
  secret: string,
  before?: number,
): Promise<Rest | undefined> => {
  const found = await findLatestRemainder(tx, authority, id, before);
  if (!found) return undefined;
  return { remainder: openRemainder(secret, { authority, id }, found.sealed), position: found.position };
};

/** What somebody hands in later: checked answers, and the id that makes a repetition harmless. */
export type SupplementHandin = {
  readonly id: string;
  readonly authority: Pick<Authority, 'id' | 'publicKey'>;
  readonly submission: Pick<Submission, 'id' | 'service' | 'digest'>;
  readonly secret: string;
  /** Those of this supplement alone. */
  readonly answers: Answers;
  /** What is outstanding after it, with all that is answered then. */
  readonly rest: Rest;
};

/** What became of it. `received` is said only after the commit. */
export type Supplemented =
  | { readonly kind: 'received'; readonly hash: string; readonly receivedAt: Temporal.Instant }
  /** The id was used for other content before. */
  | { readonly kind: 'conflict' }
  /** Something else was handed in meanwhile, from another tab or device. */
  | { readonly kind: 'overtaken' };

const contextOf = (authority: string, service: string, id: string): string =>
  `supplement:${authority}/${service}/${id}`;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
/** The place in the row is taken. */
const isTaken = (error: unknown): boolean => codeOf(error) === '23505';
/** The id is another authority's: its row is there and cannot be seen (row-level security). */
const isForeign = (error: unknown): boolean => codeOf(error) === '42501';

/**
 * Stores what was handed in later: durable when this resolves, readable by the authority alone. The same id and content is
 * one supplement, however often it arrives. @throws Error when the database does not confirm; trying again is safe
 */
export const receiveSupplement = async (
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { id: given, authority, submission, secret, answers, rest }: SupplementHandin,
): Promise<Supplemented> => {
  const id = given.toLowerCase();
  const { service, digest } = submission;
  const hash = hashContent({ id, authority: authority.id, service, digest, answers }, secret);
  const payload: SupplementPayload = { answers, outstanding: rest.remainder.outstanding };
  const context = contextOf(authority.id, service, id);
  const row = {
    id,
    authority: authority.id,
    service,
    submission: submission.id,
    position: rest.position,
    digest,
    receivedAt: clock(),
    hash,
    content: box(readPublicKey(authority.publicKey), Buffer.from(JSON.stringify(payload)), context).toString('base64'),
    remainder: sealRemainder(secret, { authority: authority.id, id: submission.id }, rest.remainder),
  };
  const insert = () => db.tx(authority.id, (tx) => insertSupplement(tx, row));
  try {
    // Sent twice at once, the twin may be refused for the place and not be recognised by its id: at the second try it is.
    const stored = await insert().catch((error: unknown) => {
      if (isTaken(error)) return insert();
      throw error;
    });
    return isSameHash(stored.hash, hash) ? { kind: 'received', ...stored } : { kind: 'conflict' };
  } catch (error) {
    if (isTaken(error)) return { kind: 'overtaken' };
    if (isForeign(error)) return { kind: 'conflict' };
    throw error;
  }
};

/** Opens a sealed supplement. @throws SealError, or ZodError when it was written by another release */
export const openSupplement = (
  keys: Keys,
  authority: Authority,
  stored: Pick<StoredSupplement, 'id' | 'service' | 'sealed'>,
): SupplementPayload => {
  const context = contextOf(authority.id, stored.service, stored.id);
  const plain = keys.openSubmission(authority, stored.sealed, context).toString();
  return SupplementPayload.parse(JSON.parse(plain)) as SupplementPayload;
};
