import { type Sql, sql, type Tx } from '#lib/sql.ts';
import { toInstant } from '#lib/time.ts';

/** What one process did for an authority in a minute; `at` is its beginning, ms since 1970. */
export type LoadRow = {
  readonly authority: string;
  readonly at: number;
  readonly accepted: number;
  readonly repeated: number;
  readonly failed: number;
  readonly shed: number;
  readonly waiting: number;
  /** Mean of a commit; null where there was none. */
  readonly commitMs: number | null;
};

/** What all processes together did in a minute. */
export type LoadMinute = Omit<LoadRow, 'authority' | 'at' | 'commitMs'> & {
  readonly minute: Temporal.Instant;
  /** The mean of a commit in ms at the process where it took longest. */
  readonly commitMs: number | undefined;
};

export const putLoad = async (tx: Tx, node: string, rows: readonly LoadRow[]): Promise<void> => {
  const values = JSON.stringify(rows.map((row) => ({ ...row, minute: new Date(row.at).toISOString() })));
  await tx.run(sql`
    insert into intake.load (authority, minute, node, accepted, repeated, failed, shed, waiting, commit_ms)
    select authority, minute, ${node}::uuid, accepted, repeated, failed, shed, waiting, "commitMs"
    from json_to_recordset(${values}::json) as row (authority text, minute timestamptz, accepted int, repeated int,
      failed int, shed int, waiting int, "commitMs" real)
    on conflict (authority, minute, node) do update set accepted = excluded.accepted, repeated = excluded.repeated,
      failed = excluded.failed, shed = excluded.shed, waiting = excluded.waiting, commit_ms = coalesce(excluded.commit_ms, load.commit_ms)`);
};

export const deleteLoad = async (tx: Tx, before: Temporal.Instant): Promise<void> => {
  await tx.run(sql`delete from intake.load where minute < ${before.toString()}`);
};

type Row = {
  minute: Date;
  accepted: number;
  repeated: number;
  failed: number;
  shed: number;
  waiting: number;
  commit_ms: number | null;
};

/** The minutes of an authority since `from` in which something happened, latest first. */
export const readLoad = async (tx: Tx, authority: string, from: Temporal.Instant): Promise<LoadMinute[]> =>
  (
    await tx.all<Row>(sql`
      select minute, sum(accepted)::int as accepted, sum(repeated)::int as repeated, sum(failed)::int as failed,
        sum(shed)::int as shed, sum(waiting)::int as waiting, max(commit_ms) as commit_ms
      from intake.load where authority = ${authority} and minute >= ${from.toString()}
      group by minute order by minute desc`)
  ).map(({ minute, commit_ms, ...figures }) => ({
    ...figures,
    minute: toInstant(minute),
    commitMs: commit_ms ?? undefined,
  }));

/** Submissions counted at most: beyond this the exact number changes nothing for whoever looks. */
export const MOST_UNOPENED = 10_000;

const unopened = (authority: string): Sql =>
  sql`select 1 from intake.submission where taken_at is null and authority = ${authority} limit ${MOST_UNOPENED}`;

/** How many submissions wait to become cases; `MOST_UNOPENED` stands for so many or more. */
export const countUnopened = async (tx: Tx, authority: string): Promise<number> =>
  (await tx.get<{ count: number }>(sql`select count(*)::int as count from (${unopened(authority)}) as waiting`)).count;

/** What waits for the workers, over all authorities. */
export type Backlog = {
  /** Submissions that are no cases yet; `MOST_COUNTED` stands for so many or more. */
  readonly unopened: number;
  /** For how many ms the first of them has waited; those that could not be opened are left out, they wait by design. */
  readonly oldest: number;
  /** Supplements not yet in their cases. */
  readonly unmerged: number;
  /** Both that could not be opened or merged and will be tried again. */
  readonly retried: number;
  /** Both that could not be and wait for an operator. */
  readonly setAside: number;
  /** Uploaded files in quarantine; `MOST_COUNTED` stands for so many or more. */
  readonly unscanned: number;
  /** Those of them that could not be scanned and will be tried again. */
  readonly scannedAgain: number;
  /** Files that could not be scanned and wait for an operator. */
  readonly filesAside: number;
};

const MOST_COUNTED = 100_000;

/** Reads it by partial indexes: it costs what waits, not what was ever received. */
export const readBacklog = async (tx: Tx, now: Temporal.Instant): Promise<Backlog> => {
  const row = await tx.get<{
    unopened: number;
    first: Date | null;
    unmerged: number;
    retried: number;
    aside: number;
    unscanned: number;
    scannedAgain: number;
    filesAside: number;
  }>(sql`
    select
      (select count(*)::int from (select 1 from intake.submission where taken_at is null limit ${MOST_COUNTED}) s) as unopened,
      (select received_at from intake.submission where taken_at is null and tries = 0 order by id limit 1) as first,
      (select count(*)::int from (select 1 from intake.supplement where taken_at is null limit ${MOST_COUNTED}) s) as unmerged,
      (select count(*)::int from intake.submission where tries > 0 and taken_at is null)
        + (select count(*)::int from intake.supplement where tries > 0 and taken_at is null) as retried,
      (select count(*)::int from intake.submission where set_aside is not null)
        + (select count(*)::int from intake.supplement where set_aside is not null) as aside,
      (select count(*)::int from (select 1 from intake.attachment where state = 'pending' limit ${MOST_COUNTED}) a) as unscanned,
      (select count(*)::int from intake.attachment where state = 'pending' and tries > 0) as "scannedAgain",
      (select count(*)::int from intake.attachment where state = 'aside') as "filesAside"`);
  const { first, aside, ...counts } = row;
  const oldest = first ? Math.max(0, now.epochMilliseconds - first.getTime()) : 0;
  return { ...counts, oldest, setAside: aside };
};
