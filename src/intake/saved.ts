import { type Keyring, openJson, SealError, sealJson } from '#lib/seal.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { deriveSaved, makeSavedCode, parseSavedCode, type SavedKeys, type SavedPlace } from './saved-code.ts';
import { deleteSaved, deleteSavedBefore, findSaved, putSaved } from './store-saved.ts';

export type SavedDeps = { readonly db: Db; readonly clock: Clock };

/** How the journey itself remembers that it was saved: under the same code the next time, and to be deleted when sent. */
export type SavedMark = { readonly code: string; readonly id: string };

export type Saved =
  | { readonly kind: 'saved'; readonly mark: SavedMark; readonly until: Temporal.Instant }
  /** Too many save or open at this moment. */
  | { readonly kind: 'busy' }
  /** The journey is kept under `MOST_CODES` codes already. */
  | { readonly kind: 'many' };

export type Opened =
  | { readonly kind: 'opened'; readonly content: unknown }
  /** Wrong code, expired or submitted meanwhile: nobody learns which, and after deletion nobody knows. */
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' };

/** How long what was saved is kept, from the last time it was. */
export const SAVED_DAYS = 30;

/**
 * Codes of one journey. It remembers its own; a further one is made where somebody goes back to a page from before the first
 * time and saves there.
 */
export const MOST_CODES = 10;

const ringOf = ({ key }: SavedKeys): Keyring => [{ name: 's1', key }];
const contextOf = ({ authority, service }: SavedPlace, { id }: SavedKeys): string =>
  `saved:${authority}/${service}/${id}`;
/** Most bytes of unpacked content. */
const MOST = 2 << 20;

/**
 * Keeps a journey for 30 days under a code, as ciphertext under a key that is derived from the code and forgotten.
 * @param make what to keep, given its own mark
 * @param code the code of the last time, if there was one
 */
export const saveJourney = async (
  { db, clock }: SavedDeps,
  place: SavedPlace & { readonly journey: string },
  make: (mark: SavedMark) => unknown,
  code: string = makeSavedCode(),
): Promise<Saved> => {
  const keys = await deriveSaved(code, place);
  if (!keys) return { kind: 'busy' };
  const mark: SavedMark = { code, id: keys.id };
  const until = clock().add({ hours: 24 * SAVED_DAYS });
  const content = sealJson(ringOf(keys), make(mark), contextOf(place, keys));
  const row = { ...place, id: keys.id, content, until };
  if (!(await db.tx(place.authority, (tx) => putSaved(tx, row, MOST_CODES)))) return { kind: 'many' };
  return { kind: 'saved', mark, until };
};

/** Opens what was saved under a code, as it was typed. */
export const openSaved = async ({ db, clock }: SavedDeps, place: SavedPlace, typed: string): Promise<Opened> => {
  const code = parseSavedCode(typed);
  const keys = code && (await deriveSaved(code, place));
  if (code && !keys) return { kind: 'busy' };
  if (!keys) return { kind: 'none' };
  const sealed = await db.tx(place.authority, (tx) => findSaved(tx, place.authority, keys.id, clock()));
  if (sealed === undefined) return { kind: 'none' };
  try {
    return { kind: 'opened', content: openJson(ringOf(keys), sealed, contextOf(place, keys), MOST) };
  } catch (error) {
    if (error instanceof SealError) return { kind: 'none' };
    throw error;
  }
};

/** Deletes what was saved of a journey that has arrived. */
export const forgetSaved = ({ db }: Pick<SavedDeps, 'db'>, authority: string, { id }: SavedMark): Promise<void> =>
  db.tx(authority, (tx) => deleteSaved(tx, authority, id));

/** Deletes what is older than promised; returns how much. */
export const deleteExpiredSaved = ({ db, clock }: SavedDeps): Promise<number> =>
  db.tx(ANY_AUTHORITY, (tx) => deleteSavedBefore(tx, clock()));
