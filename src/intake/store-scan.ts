import { sql, type Tx } from '#lib/sql.ts';
import { type Failure, MOST_TRIES, nextTry } from './store-aside.ts';
import { attachmentColumns, type StoredAttachment } from './store-attachment.ts';

type Place = Pick<StoredAttachment, 'authority' | 'handle'>;

/** Takes a file that waits for the scanner, for a while: when this process dies, another takes it. */
export const leasePending = (
  tx: Tx,
  now: Temporal.Instant,
  until: Temporal.Instant,
): Promise<StoredAttachment | undefined> =>
  tx.find(sql`
    with next as materialized (select authority as next_authority, handle as next_handle from intake.attachment
      where state = 'pending' and (leased_until is null or leased_until < ${now.toString()})
        and (due_at is null or due_at <= now())
      order by handle limit 1 for update skip locked)
    update intake.attachment set leased_until = ${until.toString()} from next
    where authority = next_authority and handle = next_handle
    returning ${attachmentColumns}`);

/** Gives a file back of which nothing was found out. */
export const release = async (tx: Tx, { authority, handle }: Place): Promise<void> => {
  await tx.run(sql`
    update intake.attachment set leased_until = null where authority = ${authority} and handle = ${handle}`);
};

export const markScanned = async (
  tx: Tx,
  { authority, handle }: Place,
  state: 'clean' | 'infected' | 'unscanned',
  finding: string | null,
): Promise<void> => {
  await tx.run(sql`
    update intake.attachment set state = ${state}, finding = ${finding}, leased_until = null, fault = null
    where authority = ${authority} and handle = ${handle} and state = 'pending'`);
};

/** Notes that a file could not be scanned, as `noteFailure` does; undefined where it does not wait for that any more. */
export const noteScanFailure = async (
  tx: Tx,
  { authority, handle }: Place,
  reason: string,
): Promise<Failure | undefined> => {
  const noted = await tx.find<{ tries: number }>(sql`
    update intake.attachment set tries = tries + 1, fault = ${reason}, leased_until = null,
      state = case when tries + 1 >= ${MOST_TRIES}::int then 'aside' else state end, due_at = ${nextTry}
    where authority = ${authority} and handle = ${handle} and state = 'pending' returning tries`);
  return noted && { kind: 'attachment', id: handle, tries: noted.tries, isAside: noted.tries >= MOST_TRIES, reason };
};
