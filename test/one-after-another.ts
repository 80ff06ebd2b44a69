import { setTimeout as sleep } from 'node:timers/promises';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';

/** ms in which a statement that waits for nobody is long done. */
const LONG = 300;

/**
 * Does the same in two transactions, the second while the first is not committed: what the first said, what the second said before
 * the commit (undefined where it waited), and what it said in the end.
 */
export const oneAfterAnother = async <T>(
  first: Db,
  second: Db,
  work: (tx: Tx) => Promise<T>,
): Promise<readonly [first: T, early: T | undefined, second: T]> => {
  const done = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const one = first.tx(ANY_AUTHORITY, async (tx) => {
    const said = await work(tx);
    done.resolve();
    await commit.promise;
    return said;
  });
  await Promise.race([done.promise, one]);
  const other = second.tx(ANY_AUTHORITY, work);
  const early = await Promise.race([other, sleep(LONG, undefined)]);
  commit.resolve();
  return [await one, early, await other];
};
