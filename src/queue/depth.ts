import { sql, type Tx } from '#lib/sql.ts';

/** How much work of a kind there is, as the library last counted: some seconds old. */
export type Depth = {
  readonly topic: string;
  /** Due and not begun, to be done later, in hand. */
  readonly due: number;
  readonly deferred: number;
  readonly active: number;
};

/** The depth of all topics; the dead letters are one of them: what failed for good and waits for an operator. */
export const readDepth = (tx: Tx): Promise<Depth[]> =>
  tx.all<Depth>(sql`
    select name as topic, ready_count as due, deferred_count as deferred, active_count as active
    from pgboss.queue order by name`);
