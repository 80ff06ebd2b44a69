import { prepared, sql, type Tx } from '#lib/sql.ts';
import type { Channel, MessageRef, MessageState, Occasion } from './message.ts';

/** A message as it is stored. */
export type NewMessage = MessageRef & {
  readonly caseId: string;
  readonly occasion: Occasion;
  readonly channel: Channel;
  readonly state: MessageState;
  readonly madeAt: Temporal.Instant;
  readonly sealed: Uint8Array;
};

/** Whether a message for this occasion and channel has been made before. */
export const hasMessage = async (
  tx: Tx,
  message: Omit<NewMessage, 'id' | 'state' | 'madeAt' | 'sealed'>,
): Promise<boolean> =>
  (await tx.find(sql`
    select 1 from notify.message where authority = ${message.authority} and case_id = ${message.caseId}
      and occasion = ${message.occasion} and channel = ${message.channel}`)) !== undefined;

export const insertMessage = (tx: Tx, message: NewMessage): Promise<number> =>
  tx.run(sql`
    insert into notify.message (authority, id, case_id, occasion, channel, state, made_at, sent_at, sealed)
    values (${message.authority}, ${message.id}, ${message.caseId}, ${message.occasion}, ${message.channel},
      ${message.state}, ${message.madeAt.toString()}, ${message.state === 'sent' ? message.madeAt.toString() : null},
      ${message.sealed})`);

/** What a waiting mail is about, and in which case; undefined when it does not wait, or waits for calm already. */
export const findWaiting = (
  tx: Tx,
  { authority, id }: MessageRef,
): Promise<{ readonly occasion: Occasion; readonly caseId: string } | undefined> =>
  tx.find(sql`
    select occasion, case_id as "caseId" from notify.message
    where authority = ${authority} and id = ${id} and state = 'waiting' and put_off_for is null`);

/** Puts a mail off until the service is calmer. */
export const putOff = async (tx: Tx, { authority, id }: MessageRef, service: string): Promise<void> => {
  await tx.run(sql`
    update notify.message set put_off_for = ${service}
    where authority = ${authority} and id = ${id} and state = 'waiting'`);
};

/** Services with mails that were put off, and how many. */
export const listPutOff = (tx: Tx): Promise<{ authority: string; service: string; count: number }[]> =>
  tx.all(sql`
    select authority, put_off_for as service, count(*)::int as count from notify.message
    where put_off_for is not null group by authority, put_off_for`);

/** Takes up to `limit` of a service's mails that were put off, the oldest first; they wait as others do from now on. */
export const takePutOff = (tx: Tx, authority: string, service: string, limit: number): Promise<MessageRef[]> =>
  tx.all<MessageRef>(sql`
    with next as materialized (
      select authority as next_authority, id as next_id from notify.message
      where authority = ${authority} and put_off_for = ${service} order by id limit ${limit} for update skip locked)
    update notify.message set put_off_for = null from next where authority = next_authority and id = next_id
    returning authority, id`);

/** A file that lies with an inbox item. */
export type SealedAttachment = {
  readonly position: number;
  readonly name: string;
  readonly type: string;
  /** Bytes, unsealed. */
  readonly size: number;
  readonly sealed: Uint8Array;
};

export const insertAttachment = (tx: Tx, { authority, id }: MessageRef, file: SealedAttachment): Promise<number> =>
  tx.run(sql`
    insert into notify.attachment (authority, message_id, position, name, type, size, sealed)
    values (${authority}, ${id}, ${file.position}, ${file.name}, ${file.type}, ${file.size}, ${file.sealed})`);

type StoredItem = { id: string; occasion: Occasion; made_at: Date; sealed: Buffer };

/** Inbox items of a case, latest first; of those made at one moment, the later step first. */
export const listInbox = (tx: Tx, authority: string, caseId: string): Promise<StoredItem[]> =>
  tx.all<StoredItem>(
    prepared('inbox')`
    select id, occasion, made_at, sealed from notify.message
    where authority = ${authority} and case_id = ${caseId} and channel = 'inbox'
    order by made_at desc, array_position(array['received', 'prioritised', 'decided', 'paid'], occasion) desc`,
  );

export const listAttachments = (
  tx: Tx,
  authority: string,
  caseId: string,
): Promise<{ message_id: string; position: number; name: string; type: string; size: number }[]> =>
  tx.all(
    prepared('inbox-attachments')`
    select a.message_id, a.position, a.name, a.type, a.size from notify.attachment a
    join notify.message m on m.authority = a.authority and m.id = a.message_id
    where m.authority = ${authority} and m.case_id = ${caseId} order by a.message_id, a.position`,
  );

export const findAttachment = (
  tx: Tx,
  { authority, id }: MessageRef,
  caseId: string,
  position: number,
): Promise<{ name: string; type: string; sealed: Buffer } | undefined> =>
  tx.find(sql`
    select a.name, a.type, a.sealed from notify.attachment a
    join notify.message m on m.authority = a.authority and m.id = a.message_id
    where m.authority = ${authority} and m.case_id = ${caseId} and m.channel = 'inbox' and m.id = ${id}
      and a.position = ${position}`);

/** A mail that somebody has taken to send, or who has it and until when. */
export type TakenMail =
  | {
      readonly kind: 'taken';
      readonly caseId: string;
      readonly occasion: Occasion;
      readonly attempts: number;
      readonly madeAt: Temporal.Instant;
      readonly sealed: Uint8Array;
    }
  | { readonly kind: 'leased'; readonly until: Temporal.Instant }
  | { readonly kind: 'over' };

type TakenRow = { case_id: string; occasion: Occasion; attempts: number; made_at: Date; sealed: Buffer };

/** Takes a waiting mail for a while, counting the try; nobody else sends it meanwhile. */
export const takeMail = async (
  tx: Tx,
  { authority, id }: MessageRef,
  now: Temporal.Instant,
  until: Temporal.Instant,
): Promise<TakenMail> => {
  const row = await tx.find<TakenRow>(sql`
    update notify.message set attempts = attempts + 1, lease_until = ${until.toString()}
    where authority = ${authority} and id = ${id} and channel = 'email' and state = 'waiting'
      and (lease_until is null or lease_until <= ${now.toString()})
    returning case_id, occasion, attempts, made_at, sealed`);
  if (row)
    return {
      kind: 'taken',
      caseId: row.case_id,
      occasion: row.occasion,
      attempts: row.attempts,
      madeAt: row.made_at.toTemporalInstant(),
      sealed: row.sealed,
    };
  const held = await tx.find<{ lease_until: Date }>(sql`
    select lease_until from notify.message
    where authority = ${authority} and id = ${id} and state = 'waiting' and lease_until is not null`);
  return held ? { kind: 'leased', until: held.lease_until.toTemporalInstant() } : { kind: 'over' };
};

type MailOutcome = { readonly state: MessageState; readonly at: Temporal.Instant; readonly fault?: string };

/** Puts a taken mail back, sent or not. */
export const setOutcome = (tx: Tx, { authority, id }: MessageRef, is: MailOutcome): Promise<number> =>
  tx.run(sql`
    update notify.message set state = ${is.state}, lease_until = null, fault = ${is.fault ?? null},
      sent_at = ${is.state === 'sent' ? is.at.toString() : null}
    where authority = ${authority} and id = ${id} and state = 'waiting'`);
