import { prepared, sql, type Tx } from '#lib/sql.ts';
import { toInstant } from '#lib/time.ts';

/** A supplement as it lies in the table, still sealed. */
export type StoredSupplement = {
  readonly id: string;
  readonly authority: string;
  readonly service: string;
  /** The submission it belongs to; its case has the same id. */
  readonly submission: string;
  /** 1 for the first of its submission. */
  readonly position: number;
  readonly receivedAt: Temporal.Instant;
  readonly hash: string;
  /** Boxed to the authority's public key. */
  readonly sealed: Buffer;
};

type NewSupplement = Omit<StoredSupplement, 'sealed'> & {
  readonly digest: string;
  readonly content: string;
  readonly remainder: string;
};

// DO UPDATE, as for submissions: the repetition writes, so its commit waits for the replicas as well.
export const insertSupplement = async (
  tx: Tx,
  s: NewSupplement,
): Promise<{ readonly hash: string; readonly receivedAt: Temporal.Instant }> => {
  const row = await tx.get<{ hash: string; received_at: Date }>(sql`
    insert into intake.supplement
      (id, authority, service, submission, position, digest, received_at, hash, content, remainder)
    values (${s.id}, ${s.authority}, ${s.service}, ${s.submission}, ${s.position}, ${s.digest},
      ${s.receivedAt.toString({ smallestUnit: 'millisecond' })}, ${s.hash}, ${s.content}, ${s.remainder})
    on conflict (id) do update set repeated = supplement.repeated + 1
    returning hash, received_at`);
  return { hash: row.hash, receivedAt: toInstant(row.received_at) };
};

/** Where in the row of its submission's supplements one stands, and since when; undefined when it was not handed in. */
export const findSupplement = async (
  tx: Tx,
  authority: string,
  submission: string,
  id: string,
): Promise<Pick<StoredSupplement, 'position' | 'receivedAt'> | undefined> => {
  const row = await tx.find<{ position: number; received_at: Date }>(sql`
    select position, received_at from intake.supplement
    where authority = ${authority} and submission = ${submission} and id = ${id}`);
  return row && { position: row.position, receivedAt: toInstant(row.received_at) };
};

/**
 * What a submission is still without, as last sealed, or as it was before the supplement of that position; undefined when it never
 * was without anything.
 */
export const findLatestRemainder = (
  tx: Tx,
  authority: string,
  submission: string,
  before?: number,
): Promise<{ sealed: string; position: number } | undefined> =>
  tx.find<{ sealed: string; position: number }>(
    prepared('latest-remainder')`
    select remainder as sealed, position from (
      select remainder, position from intake.supplement where authority = ${authority} and submission = ${submission}
      union all
      select remainder, 0 from intake.submission where authority = ${authority} and id = ${submission}) as all_of_it
    where remainder is not null and position < coalesce(${before ?? null}::int, position + 1)
    order by position desc limit 1`,
  );

type Row = {
  id: string;
  authority: string;
  service: string;
  submission: string;
  position: number;
  received_at: Date;
  hash: string;
  content: string;
};

/**
 * Takes up to `limit` waiting supplements whose submission has become a case, for the rest of the transaction: other workers
 * pass them by, and a crash gives them back. One after the other of a submission: the later one says that nothing is missing
 * any more only because of the earlier, and the rules may decide by themselves then.
 */
export const takeSupplements = async (tx: Tx, limit: number): Promise<StoredSupplement[]> =>
  (
    await tx.all<Row>(sql`
      with next as materialized (
        select s.id as next_id from intake.supplement s join intake.submission m on m.id = s.submission
        where s.taken_at is null and (s.due_at is null or s.due_at <= now()) and m.taken_at is not null and m.set_aside is null
          and not exists (select from intake.supplement e where e.authority = s.authority and e.submission = s.submission
            and e.position < s.position and (e.taken_at is null or e.set_aside is not null))
        order by s.id limit ${limit} for update of s skip locked)
      update intake.supplement set taken_at = now() from next where id = next_id
      returning id, authority, service, submission, position, received_at, hash, content`)
  )
    .map(({ received_at, content, ...row }) => ({
      ...row,
      receivedAt: toInstant(received_at),
      sealed: Buffer.from(content, 'base64'),
    }))
    .sort((a, b) => a.position - b.position);
