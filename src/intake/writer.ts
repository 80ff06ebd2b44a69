import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { APP_ROLE } from '#lib/migrate.ts';
import { assertDurable, watchCommits } from '#lib/standby.ts';
import { toInstant } from '#lib/time.ts';

/** A submission as it goes into the table. */
export type Row = {
  /** Its id, under which a repetition is recognised. */
  readonly key: string;
  readonly authority: string;
  readonly service: string;
  readonly digest: string;
  readonly number: string;
  readonly received_at: string;
  readonly hash: string;
  readonly secret_hash: string;
  readonly content: string;
  /** What is still to follow, sealed for the applicant; null where nothing is. */
  readonly remainder: string | null;
};

/** What the table holds under an id, safely. */
export type Stored = { readonly hash: string; readonly receivedAt: Temporal.Instant; readonly isRepeated: boolean };

export type WriterOptions = {
  readonly url: string;
  /** Is told of each commit: how many rows, in how many ms; must not throw. */
  readonly committed?: ((rows: number, ms: number) => void) | undefined;
  /** For how many ms from the begin of an outage a batch is tried again before it is refused. */
  readonly patience?: number | undefined;
  /** After how many ms without an answer a try is given up and its connection destroyed. */
  readonly deadline?: number | undefined;
};

export type Writer = {
  /**
   * Resolves once the rows are as durable as the server promises: on its disk and, where it has synchronous standbys, on
   * theirs. @throws the last Error; nothing is known then of the rows, and trying again under the same ids is safe
   */
  write(batch: readonly Row[]): Promise<ReadonlyMap<string, Stored>>;
  /** The same for rows of services that have a quota: stored are those that are there already or find a place, no others. */
  writeWithinQuota(batch: readonly Row[]): Promise<ReadonlyMap<string, Stored | 'full'>>;
  close(): Promise<void>;
};

const READ = `
  select key, authority, service, digest, number, received_at, hash, secret_hash, content, remainder
  from json_to_recordset($1::json) as row (key uuid, authority text, service text, digest text, number text,
    received_at timestamptz, hash text, secret_hash text, content text, remainder text)`;

// DO UPDATE, not DO NOTHING: the repetition takes a lock and writes, so its commit waits for the replicas as well.
const insert = (rows: string): string => `
  insert into intake.submission (id, authority, service, digest, number, received_at, hash, secret_hash, content, remainder)
  ${rows}
  on conflict (id) do update set repeated = submission.repeated + 1
  returning id, repeated, case when repeated > 0 then hash end as hash,
    case when repeated > 0 then received_at end as received_at`;

/** A statement that a connection keeps prepared under its name. */
type Insert = { readonly name: string; readonly text: string };
const INSERT: Insert = { name: 'intake', text: insert(READ) };
// Chosen and counted in the transaction that stores: nothing is reserved that a crash could leave behind.
const INSERT_WITHIN_QUOTA: Insert = {
  name: 'intake-within-quota',
  text: `with free as materialized (select intake.within_quota($1::json) as id)
    ${insert(`${READ} where key in (select id from free)`)}`,
};

/**
 * Covers a planned switch or a restart of the server, seen to take 4 to 8 s. One whose primary is lost takes Patroni its `ttl` and more,
 * 22 to 30 s (0130); long before that people would rather know.
 */
const PATIENCE_MS = 15_000;
/** Batches under way at once: two, and one within quotas. */
const MOST_BATCHES = 3;
/** A batch takes milliseconds; whoever has not answered by then will not. */
const TRY_MS = 10_000;
const CONNECT_MS = 5_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** What a server says when another try, on another connection, may well succeed. */
const PASSING: ReadonlySet<string | undefined> = new Set([
  '25006', // read only: it is a standby now, the primary is elsewhere
  '40001', // serialisation failure
  '40P01', // deadlock: two batches with the same ids in another order
  '53300', // too many connections
  '57014', // cancelled by an operator
  '57P01', // shut down by an operator
  '57P02', // another backend crashed
  '57P03', // starting or stopping
]);

/** Without an answer of the server (reset, refused, timed out) the connection is to blame, not the rows. */
const isWorthAnotherTry = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || PASSING.has(error.code) || error.code?.startsWith('08') === true;

/** What the server says of a row; hash and time only where it held the id before: of all others we know them. */
type Stamped = { readonly id: string; readonly repeated: number } & (
  | { readonly hash: string; readonly received_at: Date }
  | { readonly hash: null; readonly received_at: null }
);

/** @param tries how often we sent the row before: one of those may have stored it, which makes no repetition */
const toStored = (row: Row, stamped: Stamped | undefined, tries: number): readonly [string, Stored][] => {
  if (!stamped) return [];
  const { hash, received_at, repeated } = stamped;
  const at = received_at ?? new Date(row.received_at);
  return [[row.key, { hash: hash ?? row.hash, receivedAt: toInstant(at), isRepeated: repeated > tries }]];
};

/** One try on one connection, which does not outlive a failure. */
const send = async (pool: pg.Pool, statement: Insert, batch: readonly Row[]): Promise<readonly Stamped[]> => {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    const { rows } = await client.query<Stamped>({ ...statement, values: [JSON.stringify(batch)] });
    assertDurable(client);
    return rows;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure);
  }
};

/**
 * Opens the connections on which batches commit. What comes of a broken connection, nobody knows; so the batch is sent
 * again under the same ids, until the database has answered or has been away for longer than `patience`. The time counts
 * from the begin of an outage, not of each batch: in a long one people are told at once.
 */
export const makeWriter = ({ url, committed, patience = PATIENCE_MS, deadline = TRY_MS }: WriterOptions): Writer => {
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_BATCHES,
    application_name: 'knopfdruck-intake',
    query_timeout: deadline,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: TRY_MS,
    options: `-c role=${APP_ROLE} -c knopfdruck.authority=*`,
  });
  pool.on('error', () => {}); // the pool replaces a broken idle connection
  // One that breaks in use says so by its query; without a listener Node would end the process.
  pool.on('connect', (client) => watchCommits(client.on('error', () => {})));
  let awaySince: number | undefined;

  const insist = async (statement: Insert, batch: readonly Row[], tries = 0): Promise<ReadonlyMap<string, Stored>> => {
    const begin = performance.now();
    try {
      const rows = await send(pool, statement, batch);
      awaySince = undefined;
      committed?.(rows.length, performance.now() - begin);
      const stamped = new Map(rows.map((row) => [row.id, row]));
      return new Map(batch.flatMap((row) => toStored(row, stamped.get(row.key), tries)));
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      awaySince ??= performance.now();
      const wait = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries) * (0.5 + Math.random() / 2);
      if (performance.now() + wait - awaySince > patience) throw error;
      await pause(wait);
      return insist(statement, batch, tries + 1);
    }
  };

  return {
    write: (batch) => insist(INSERT, batch),
    writeWithinQuota: async (batch) => {
      const stored = await insist(INSERT_WITHIN_QUOTA, batch);
      return new Map(batch.map(({ key }) => [key, stored.get(key) ?? 'full']));
    },
    close: () => pool.end(),
  };
};
