import type { FileRoom } from '#form';
import { type Sql, sql, type Tx } from '#lib/sql.ts';

/**
 * `arriving`: not whole yet. `pending`: in quarantine. `unscanned`: no scanner is set up. `aside`: no scanner could tell, and it
 * waits for an operator. `leaving`: being deleted.
 */
export type AttachmentState = 'arriving' | 'pending' | 'clean' | 'unscanned' | 'infected' | 'aside' | 'leaving';

/** What is known of an uploaded file; its name is among the answers, sealed. */
export type StoredAttachment = {
  readonly authority: string;
  readonly handle: string;
  readonly journey: string;
  /** Opens the content; boxed to the authority. */
  readonly wrappedKey: string;
  /** Media type told by content. */
  readonly type: string;
  /** Bytes; while it arrives, the most that may come. */
  readonly size: number;
  readonly state: AttachmentState;
  /** What the scanner called it. */
  readonly finding: string | null;
};

export const attachmentColumns: Sql = sql`authority, handle, journey, wrapped_key as "wrappedKey", type, size, state, finding`;

type Arriving = Pick<StoredAttachment, 'authority' | 'handle' | 'journey' | 'wrappedKey' | 'size'> & {
  readonly service: string;
  readonly room: FileRoom;
  readonly at: Temporal.Instant;
  readonly keepUntil: Temporal.Instant;
};

/**
 * Makes a place for a file; false where its journey has no more room. All files of the journey count, also those handed in and
 * those not whole yet, by the most that may come of them.
 */
export const putArriving = async (tx: Tx, a: Arriving): Promise<boolean> => {
  // One at a time for each journey, whichever process it comes to. Counting is a statement of its own, for each sees what was
  // committed when it began: that of whoever had the lock before.
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`attachment:${a.journey}`}, 0))`);
  const put = await tx.run(sql`
    insert into intake.attachment (authority, handle, journey, service, wrapped_key, size, uploaded_at, keep_until)
    select ${a.authority}, ${a.handle}::uuid, ${a.journey}::uuid, ${a.service}, ${a.wrappedKey}, ${a.size}::bigint,
      ${a.at.toString()}::timestamptz, ${a.keepUntil.toString()}::timestamptz
    from (select count(*) as files, coalesce(sum(size), 0) as bytes from intake.attachment
      where authority = ${a.authority} and journey = ${a.journey}) as there
    where files < ${a.room.files}::int and bytes + ${a.size}::bigint <= ${a.room.bytes}::bigint`);
  return put === 1;
};

/** Gives up a place that no content was kept for. */
export const dropArriving = async (tx: Tx, authority: string, handle: string): Promise<void> => {
  await tx.run(sql`
    delete from intake.attachment where authority = ${authority} and handle = ${handle} and state = 'arriving'`);
};

export const markArrived = (
  tx: Tx,
  { authority, handle, type, size }: Pick<StoredAttachment, 'authority' | 'handle' | 'type' | 'size'>,
): Promise<number> =>
  tx.run(sql`
    update intake.attachment set state = 'pending', type = ${type}, size = ${size}
    where authority = ${authority} and handle = ${handle} and state = 'arriving'`);

/** Those of a journey that are whole. */
export const listStored = (tx: Tx, authority: string, journey: string): Promise<StoredAttachment[]> =>
  tx.all(sql`
    select ${attachmentColumns} from intake.attachment
    where authority = ${authority} and journey = ${journey} and state not in ('arriving', 'leaving') order by handle`);

/** Lets a journey's files stay at least until then; returns those that are still there. */
export const prolong = async (
  tx: Tx,
  authority: string,
  journey: string,
  until: Temporal.Instant,
): Promise<readonly string[]> =>
  (
    await tx.all<{ handle: string }>(sql`
      update intake.attachment set keep_until = greatest(keep_until, ${until.toString()})
      where authority = ${authority} and journey = ${journey} and state not in ('arriving', 'leaving') returning handle`)
  ).map(({ handle }) => handle);

/** What was handed in under one id, and the handles of the files that it names. */
export type Named = { readonly authority: string; readonly journey: string; readonly handles: readonly string[] };

/** Lets the other files of these journeys leave, once their time is over: one may still be on its way in. */
export const leaveUnnamed = (tx: Tx, handed: readonly Named[]): Promise<number> =>
  tx.run(sql`
    update intake.attachment a set state = 'leaving', keep_until = coalesce(keep_until, now())
    from unnest(${handed.map((one) => one.authority)}::text[], ${handed.map((one) => one.journey)}::uuid[])
      as handed (authority, journey)
    where a.authority = handed.authority and a.journey = handed.journey and state <> 'leaving'
      and a.handle::text <> all(${handed.flatMap((one) => one.handles)}::text[])`);

/**
 * Files whose time is over: those of a submission or of a supplement stay for good, the others begin to leave. The clock of the
 * database has a say: on a worker whose clock is a day ahead, the files of a journey that is being submitted now would be over.
 */
export const takeOrphans = async (tx: Tx, clock: Temporal.Instant, limit: number): Promise<StoredAttachment[]> => {
  const now = sql`least(${clock.toString()}::timestamptz, now())`;
  await tx.run(sql`
    update intake.attachment a set keep_until = null
    where keep_until < ${now} and state <> 'leaving' and (exists (select from intake.submission s where s.id = a.journey)
      or exists (select from intake.supplement s where s.id = a.journey))`);
  return tx.all(sql`
    with next as materialized (select authority as next_authority, handle as next_handle from intake.attachment
      where keep_until < ${now} limit ${limit} for update skip locked)
    update intake.attachment set state = 'leaving' from next
    where authority = next_authority and handle = next_handle
    returning ${attachmentColumns}`);
};

export const deleteAttachment = async (tx: Tx, authority: string, handle: string): Promise<void> => {
  await tx.run(sql`
    delete from intake.attachment where authority = ${authority} and handle = ${handle} and state = 'leaving'`);
};
