import { type Authority, getAuthority } from '#authority';
import { dropUnnamed, type Failure, openSupplement, type StoredSupplement, takeSupplements } from '#intake';
import { apart, isPassing } from '#lib/refusal.ts';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import { type CaseDeps, record } from './record.ts';
import { caseSupplemented } from './topics.ts';
import { note, type Watch } from './trouble.ts';

const BY = { kind: 'system', name: 'case' } as const;

const merge = async (tx: Tx, deps: CaseDeps, authority: Authority, stored: StoredSupplement): Promise<void> => {
  const { answers, outstanding } = openSupplement(deps.keys, authority, stored);
  const ref = { authority: stored.authority, caseId: stored.submission };
  await dropUnnamed(tx, [{ authority: stored.authority, id: stored.id, answers }]);
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

/**
 * Takes up to `limit` supplements and records them in their cases, in one transaction; returns how many were taken. What
 * cannot be merged is tried again after growing pauses and in the end set aside with the reason; the others go on. Any number
 * of workers may do this at once. @throws Error when the database failed: nothing was taken then
 */
export const mergeSupplements = async (deps: CaseDeps & Watch & { readonly db: Db }, limit = 20): Promise<number> => {
  const failures: Failure[] = [];
  const count = await deps.db.tx(ANY_AUTHORITY, async (tx) => {
    const taken = await takeSupplements(tx, limit);
    for (const stored of taken) {
      try {
        // Apart: what was recorded before the failure must not stay, or it would be recorded twice in the end.
        await apart(tx, async () => merge(tx, deps, await getAuthority(tx, stored.authority), stored));
      } catch (error) {
        if (isPassing(error)) throw error;
        failures.push(await note(tx, 'supplement', stored.id, error));
      }
    }
    return taken.length;
  });
  for (const failure of failures) deps.troubled?.(failure);
  return count;
};
