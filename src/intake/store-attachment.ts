import { type Sql, sql, type Tx } from '#lib/sql.ts';

/** `arriving`: not whole yet. `pending`: in quarantine. `unscanned`: no scanner is set up. `leaving`: being deleted. */
export type AttachmentState = 'arriving' | 'pending' | 'clean' | 'unscanned' | 'infected' | 'leaving';

/** What is known of an uploaded file; its name is among the answers, sealed. */
export type StoredAttachment = {
  readonly authority: string;
  readonly handle: string;
  readonly journey: string;
  /** Opens the content; boxed to the authority. */
  readonly wrappedKey: string;
  /** Media type told by content. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly state: AttachmentState;
  /** What the scanner called it. */
  readonly finding: string | null;
};

const columns: Sql = sql`authority, handle, journey, wrapped_key as "wrappedKey", type, size, state, finding`;

type Arriving = Pick<StoredAttachment, 'authority' | 'handle' | 'journey' | 'wrappedKey'> & {
  readonly service: string;
  readonly at: Temporal.Instant;
  readonly keepUntil: Temporal.Instant;
};

export const putArriving = async (tx: Tx, a: Arriving): Promise<void> => {
  await tx.run(sql`
    insert into intake.attachment (authority, handle, journey, service, wrapped_key, uploaded_at, keep_until)
    values (${a.authority}, ${a.handle}, ${a.journey}, ${a.service}, ${a.wrappedKey}, ${a.at.toString()}, ${a.keepUntil.toString()})`);
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
    select ${columns} from intake.attachment
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

/** Takes files that wait for the scanner, for a while: when this process dies, another takes them. */
export const leasePending = (
  tx: Tx,
  now: Temporal.Instant,
  until: Temporal.Instant,
  limit: number,
): Promise<StoredAttachment[]> =>
  tx.all(sql`
    with next as materialized (select authority as next_authority, handle as next_handle from intake.attachment
      where state = 'pending' and (leased_until is null or leased_until < ${now.toString()})
      order by handle limit ${limit} for update skip locked)
    update intake.attachment set leased_until = ${until.toString()} from next
    where authority = next_authority and handle = next_handle
    returning ${columns}`);

export const markScanned = async (
  tx: Tx,
  { authority, handle }: Pick<StoredAttachment, 'authority' | 'handle'>,
  state: 'clean' | 'infected' | 'unscanned',
  finding: string | null,
): Promise<void> => {
  await tx.run(sql`
    update intake.attachment set state = ${state}, finding = ${finding}, leased_until = null
    where authority = ${authority} and handle = ${handle} and state = 'pending'`);
};

/** Files whose time is over: those of a submission or of a supplement stay for good, the others begin to leave. */
export const takeOrphans = async (tx: Tx, now: Temporal.Instant, limit: number): Promise<StoredAttachment[]> => {
  await tx.run(sql`
    update intake.attachment a set keep_until = null
    where keep_until < ${now.toString()} and (exists (select from intake.submission s where s.id = a.journey)
      or exists (select from intake.supplement s where s.id = a.journey))`);
  return tx.all(sql`
    with next as materialized (select authority as next_authority, handle as next_handle from intake.attachment
      where keep_until < ${now.toString()} limit ${limit} for update skip locked)
    update intake.attachment set state = 'leaving' from next
    where authority = next_authority and handle = next_handle
    returning ${columns}`);
};

export const deleteAttachment = async (tx: Tx, authority: string, handle: string): Promise<void> => {
  await tx.run(sql`
    delete from intake.attachment where authority = ${authority} and handle = ${handle} and state = 'leaving'`);
};
