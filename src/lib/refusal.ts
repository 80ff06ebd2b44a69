import { DatabaseAway, type Sql, sql, type Tx } from './sql.ts';

/**
 * Classes of SQLSTATE that hold something against the values and not against the server, the network or the moment: the same
 * statement with the same values fails for ever. 21 cardinality, 22 data, 23 integrity, 44 check option, 54 limits of the
 * program (an index entry too large), P0 raised by a trigger. All others pass: wrong role or table (42) is a release half
 * installed, and would be held against every row alike.
 */
const OF_VALUES: ReadonlySet<string> = new Set(['21', '22', '23', '44', '54', 'P0']);

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Names of failures of the system, as ECONNRESET; what Node itself finds wrong with a value is called ERR_…. */
const ERRNO = /^E(?!RR_)[A-Z0-9_]+$/;

/** What `pg` says without any code when a connection is gone or silent. */
const LOST =
  /^(Query read timeout|timeout exceeded when trying to connect|Connection terminated|Client (was closed|has encountered a connection error))/;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether PostgreSQL refused the values: trying the others without them helps. */
export const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  return SQLSTATE.test(code) && OF_VALUES.has(code.slice(0, 2));
};

/** Whether database, network or machine failed, and nothing is wrong with what was worked on. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof DatabaseAway) return isPassing(error.cause);
  const code = codeOf(error);
  if (SQLSTATE.test(code) || ERRNO.test(code)) return !isRefusal(error);
  return error instanceof Error && LOST.test(error.message);
};

type Said = { readonly code?: string; readonly table?: string; readonly column?: string; readonly constraint?: string };

/** What PostgreSQL refused, without its message: that quotes values. */
export const describeRefusal = (error: unknown): string => {
  const { code, table, column, constraint } = error as Said;
  const where = [table, column, constraint].filter((one) => one !== undefined).join(' ');
  return `PostgreSQL refuses it: SQLSTATE ${code}${where && ` at ${where}`}.`;
};

const SAVE: Sql = sql`savepoint apart`;
const KEEP: Sql = sql`release savepoint apart`;
const UNDO: Sql = sql`rollback to savepoint apart`;

/** Does a part of a transaction that can fail by itself: what it wrote is undone then, and the transaction goes on. */
export const apart = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  await tx.run(SAVE);
  try {
    const done = await work();
    await tx.run(KEEP);
    return done;
  } catch (error) {
    await tx.run(UNDO);
    throw error;
  }
};
