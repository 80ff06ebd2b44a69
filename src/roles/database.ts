import { APP_ROLE } from '#lib/migrate.ts';
import { ANY_AUTHORITY, type Db, openDb, sql } from '#lib/sql.ts';

/** The database as a role works with it: under the least-privileged role, named so that an operator sees whose it is. */
export const openRoleDb = (url: string, role: string): Db =>
  openDb({ url, role: APP_ROLE, name: `knopfdruck-${role}` });

/** True when the database answers. */
export const doesAnswer = async (db: Db): Promise<boolean> =>
  (await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`select 1`))) === 1;
