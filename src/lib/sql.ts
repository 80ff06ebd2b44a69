import pg from 'pg';
import { assertDurable, watchCommits } from './standby.ts';
import { Trouble } from './trouble.ts';

/** A statement with its values apart from its text; made by `sql` alone, so no value ever becomes text. */
export type Sql = {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Under this name a connection keeps it parsed and planned. */
  readonly name?: string;
};

/**
 * Writes a statement; every interpolated value becomes a parameter, a nested `sql` becomes text with its parameters.
 * @example sql`select number from intake.submission where id = ${id}`
 */
export const sql = (strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql => {
  const values: unknown[] = [];
  const add = (texts: readonly string[], inner: readonly unknown[]): string => {
    let text = texts[0] ?? '';
    for (const [i, part] of inner.entries()) {
      if (isSql(part)) text += part.text.replace(/\$(\d+)/g, (_, n) => `$${values.push(part.values[Number(n) - 1])}`);
      else text += `$${values.push(part)}`;
      text += texts[i + 1] ?? '';
    }
    return text;
  };
  const text = add(strings, parts);
  made.add(values);
  return { text, values };
};

/**
 * Writes a statement that very many ask: each connection parses and plans it once, which is most of what a look-up by key costs.
 * @param name for one text alone; another under the same name is an error
 * @example prepared('by-id')`select number from intake.submission where id = ${id}`
 */
export const prepared =
  (name: string) =>
  (strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql => ({ ...sql(strings, ...parts), name });

const made = new WeakSet<readonly unknown[]>();
const isSql = (part: unknown): part is Sql =>
  typeof part === 'object' && part !== null && 'values' in part && made.has(part.values as unknown[]);

/** A running transaction. */
export type Tx = {
  /** All rows. */
  all<Row extends object>(statement: Sql): Promise<Row[]>;
  /** The first row or undefined. */
  find<Row extends object>(statement: Sql): Promise<Row | undefined>;
  /** The first row. @throws Error when there is none */
  get<Row extends object>(statement: Sql): Promise<Row>;
  /** Runs a statement; the number of rows it touched. */
  run(statement: Sql): Promise<number>;
};

/**
 * Whose rows a transaction sees: one authority's id, or `ANY_AUTHORITY` for work that by nature spans all (claiming
 * submissions, housekeeping). Row-level security enforces it: each table carries the policy
 * `using (authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*')`.
 */
export type Scope = string | typeof ANY_AUTHORITY;
/** A symbol, so that nothing that came from outside can ever be it. */
export const ANY_AUTHORITY: unique symbol = Symbol('any authority');

const EVERY = '*';
/** The setting that the policies read; a text that looks like «all» names no authority and so sees nothing. */
const settingOf = (scope: Scope): string => (scope === ANY_AUTHORITY ? EVERY : scope === EVERY ? '' : scope);

/** The database as modules see it: transactions under the least-privileged role, scoped to an authority. */
export type Db = {
  /**
   * Runs `work` in one transaction; commits when it resolves, rolls back when it throws.
   * @throws DatabaseAway when the connection failed, or the commit is on one server alone that should be on two: whether it lasts
   * is not known then
   */
  tx<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The pool below, for adapters that bring their own SQL. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

// Numbers that matter (money, counts) are decimals in text; int8 counts fit a double here. Dates stay ISO text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The server says that it is no place to write: a standby, or one that is going down. */
const GONE: ReadonlySet<string | undefined> = new Set(['25006', '57P01', '57P02', '57P03']);
/**
 * Where PostgreSQL finds that what a connection prepared fits its tables no more, since a release changed them: another connection
 * prepares it anew. Its code, 0A000, says as well that a statement is none that PostgreSQL knows.
 */
const OUTDATED_PLAN = 'RevalidateCachedQuery';
/** Whether after a failure of a statement its connection is good for nothing more; what did not come from the server is its end. */
const isSpoilt = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || GONE.has(error.code) || error.routine === OUTDATED_PLAN;

type Spoil = (error: DatabaseAway) => DatabaseAway;

const judge = (error: Error, spoil: Spoil): Error => (isSpoilt(error) ? spoil(new DatabaseAway(error)) : error);

/** Begins a transaction in one round trip: only statements without values can go together, so the value is a literal. */
const begin = async (client: pg.PoolClient, scope: Scope, spoil: Spoil): Promise<void> => {
  const authority = pg.escapeLiteral(settingOf(scope));
  await client
    .query(`begin; select set_config('knopfdruck.authority', ${authority}, true)`)
    .catch((error: Error) => Promise.reject(judge(error, spoil)));
};

/** After a commit that a standby may not have, the connection goes too: it would say the same of each that follows. */
const demandDurable = (client: pg.PoolClient, spoil: Spoil): void => {
  try {
    assertDurable(client);
  } catch (error) {
    throw spoil(new DatabaseAway(error as Error));
  }
};

const wrap = (client: pg.PoolClient, spoil: Spoil): Tx => {
  const rows = async <Row extends object>(statement: Sql): Promise<{ rows: Row[]; rowCount: number | null }> => {
    try {
      return await client.query<Row & pg.QueryResultRow>({ ...statement, values: [...statement.values] });
    } catch (error) {
      throw judge(error as Error, spoil);
    }
  };
  return {
    all: async <Row extends object>(statement: Sql) => (await rows<Row>(statement)).rows,
    find: async <Row extends object>(statement: Sql) => (await rows<Row>(statement)).rows[0],
    get: async <Row extends object>(statement: Sql) => {
      const [row] = (await rows<Row>(statement)).rows;
      if (!row) throw new Error(`A row was expected and none found: ${statement.text.slice(0, 120)}`);
      return row;
    },
    run: async (statement) => (await rows(statement)).rowCount ?? 0,
  };
};

/** A client per transaction of our own, for adapters (the job library) that must write inside it. */
const clients = new WeakMap<Tx, pg.PoolClient>();

/** The client under a transaction, for a library that writes in it. */
export const clientOf = (tx: Tx): pg.PoolClient => {
  const client = clients.get(tx);
  if (!client) throw new Error('This transaction was not opened by Db.tx; pass the one you were given.');
  return client;
};

/** The database does not answer, or is no place to write at the moment: trying again later may well help. */
export class DatabaseAway extends Trouble {
  constructor(cause: Error) {
    super(`The database is away, try again: ${cause.message}`, { cause });
    this.name = 'DatabaseAway';
  }
}

export type DbOptions = {
  readonly url: string;
  /** The role to act under; the application never acts as owner. */
  readonly role?: string;
  readonly max?: number;
  readonly name?: string;
  /** ms after which a statement is given up and its connection destroyed, and after which nobody waits for a connection. */
  readonly timeout?: number;
};

/** Opens a pool. Nothing connects before the first transaction. */
export const openDb = ({ url, role, max = 10, name = 'knopfdruck', timeout = 30_000 }: DbOptions): Db => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    query_timeout: timeout,
    connectionTimeoutMillis: timeout, // without it a host that is gone holds a request for minutes
    keepAlive: true,
    ...(role ? { options: `-c role=${role}` } : {}),
  });
  // An idle connection that breaks is replaced by the pool, one in use says so at its next statement. Without listeners
  // for both Node ends the process: one that broke between two statements of a transaction once took it along.
  pool.on('error', () => {});
  pool.on('connect', (client) => watchCommits(client.on('error', () => {})));
  let ended: Promise<void> | undefined;
  return {
    pool,
    close: () => {
      ended ??= pool.end();
      return ended;
    },
    tx: async (scope, work) => {
      const client = await pool.connect().catch((error: Error) => {
        throw new DatabaseAway(error);
      });
      // A connection to a server that has become a standby, or that answers no more, must not go back to the others:
      // it would fail whoever has it next, and to roll back on it would take as long as the failure did.
      let broken: Error | undefined;
      const spoil = <E extends Error>(error: E): E => {
        broken = error;
        return error;
      };
      const tx = wrap(client, spoil);
      clients.set(tx, client);
      try {
        await begin(client, scope, spoil);
        const result = await work(tx);
        await tx.run(sql`commit`);
        demandDurable(client, spoil);
        return result;
      } catch (error) {
        if (!broken) await client.query('rollback').catch(spoil);
        throw error;
      } finally {
        clients.delete(tx);
        client.release(broken);
      }
    },
  };
};
