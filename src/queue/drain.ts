import { type Db as BossDb, PgBoss } from 'pg-boss';
import type { Db } from '#lib/sql.ts';
import { QUIET, SCHEMA } from './boss.ts';
import { groupByTopic, type Handler } from './topic.ts';

export type DrainOptions = {
  /** Also run jobs whose time has not come. */
  readonly early?: boolean;
};

/**
 * Runs the due jobs of the handlers, one after the other, until none is left, and counts them. For tests and the
 * command line; it throws what a handler throws, and that job stays to be tried again.
 */
export const drain = async (db: Db, handlers: readonly Handler[], { early = false }: DrainOptions = {}) => {
  const adapter: BossDb = { executeSql: (text, values) => db.pool.query(text, values as unknown[]) };
  const boss = new PgBoss({ ...QUIET, db: adapter });
  const groups = [...groupByTopic(handlers)];
  // Asked anew each time round: a handler may be the first ever to send to a topic.
  const known = async () => {
    const { rows } = await db.pool.query<{ name: string }>(`select name from ${SCHEMA}.queue`);
    return groups.filter(([name]) => rows.some((row) => row.name === name));
  };
  let count = 0;
  for (let idle = false; !idle; ) {
    idle = true;
    for (const [name, group] of await known()) {
      const [job] = await boss.fetch<object>(name, { ignoreStartAfter: early });
      if (!job) continue;
      idle = false;
      count += 1;
      try {
        for (const handler of group) await handler.run(job.data);
      } catch (error) {
        await boss.fail(name, job.id, { message: (error as Error).message });
        throw error;
      }
      await boss.complete(name, job.id);
    }
  }
  return count;
};
