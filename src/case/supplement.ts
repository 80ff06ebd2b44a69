import { type Authority, getAuthority } from '#authority';
import { openSupplement, type StoredSupplement, setSupplementAside, takeSupplements } from '#intake';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import { type CaseDeps, record } from './record.ts';
import { caseSupplemented } from './topics.ts';

const BY = { kind: 'system', name: 'case' } as const;

const merge = async (tx: Tx, deps: CaseDeps, authority: Authority, stored: StoredSupplement): Promise<void> => {
  const { answers, outstanding } = openSupplement(deps.keys, authority, stored);
  const ref = { authority: stored.authority, caseId: stored.submission };
  await record(
    tx,
    deps,
    { ...ref, by: BY },
    {
      kind: 'supplemented',
      supplement: stored.id,
      position: stored.position,
      received: stored.receivedAt.toString({ smallestUnit: 'millisecond' }),
      hash: stored.hash,
      answers,
      outstanding,
    },
  );
  await caseSupplemented.send(tx, ref);
};

/** What the database says is nothing that is wrong with a supplement: the whole transaction is tried again. */
const isPassing = (error: unknown): boolean => error instanceof Error && 'code' in error;

/**
 * Takes up to `limit` supplements and records them in their cases, in one transaction; returns how many were taken. What
 * cannot be merged is set aside with the reason. Any number of workers may do this at once.
 */
export const mergeSupplements = (deps: CaseDeps & { readonly db: Db }, limit = 20): Promise<number> =>
  deps.db.tx(ANY_AUTHORITY, async (tx) => {
    const taken = await takeSupplements(tx, limit);
    for (const stored of taken) {
      try {
        await merge(tx, deps, await getAuthority(tx, stored.authority), stored);
      } catch (error) {
        if (isPassing(error)) throw error;
        await setSupplementAside(tx, stored.id, error instanceof Error ? error.message : String(error));
      }
    }
    return taken.length;
  });
