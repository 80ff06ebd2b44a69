import type { Euros } from '#lib/money.ts';
import { sql, type Tx } from '#lib/sql.ts';
import type { PaymentOrder, SealedOrder } from './order.ts';
import { ORDER_COLUMNS, type OrderRow, toOrder } from './store-order.ts';

/** `made`: put together, waits for a second person; `released`: final, with a file; `cancelled`: its orders wait again. */
export type BatchState = 'made' | 'released' | 'cancelled';

type Person = { readonly id: string; readonly name: string };

/** Orders that are paid together. */
export type Batch = {
  readonly authority: string;
  readonly id: string;
  /** What the bank and people call it; at most 35 characters, never used twice. */
  readonly messageId: string;
  readonly state: BatchState;
  readonly count: number;
  readonly total: Euros;
  readonly madeBy: Person;
  readonly madeAt: Temporal.Instant;
  /** Who released or cancelled it. */
  readonly endedBy?: Person;
  readonly endedAt?: Temporal.Instant;
  readonly remark?: string;
  readonly executionDay?: Temporal.PlainDate;
  /** SHA-256 of the file, hex: to be compared with what the bank shows. */
  readonly fileHash?: string;
};

/** A batch with what only this module may see. */
export type StoredBatch = Batch & {
  readonly contentHash: string;
  readonly wrappedKey?: Uint8Array;
  readonly file?: Uint8Array;
};

/** Binds a sealed file to its batch. */
export const fileContext = ({ authority, id }: Pick<Batch, 'authority' | 'id'>): string => `payment:${authority}/${id}`;

type BatchRow = {
  authority: string;
  id: string;
  message_id: string;
  state: BatchState;
  count: number;
  total: string;
  content_hash: string;
  made_by: string;
  made_by_name: string;
  made_at: Date;
  ended_by: string | null;
  ended_by_name: string | null;
  ended_at: Date | null;
  remark: string | null;
  execution_day: string | null;
  file_hash: string | null;
  wrapped_key?: Buffer | null;
  file?: Buffer | null;
};

const COLUMNS = sql`authority, id, message_id, state, count, total, content_hash, made_by, made_by_name, made_at,
  ended_by, ended_by_name, ended_at, remark, execution_day, file_hash`;

const toEnd = (row: BatchRow) => ({
  ...(row.ended_by ? { endedBy: { id: row.ended_by, name: row.ended_by_name ?? '' } } : {}),
  ...(row.ended_at ? { endedAt: row.ended_at.toTemporalInstant() } : {}),
  ...(row.remark ? { remark: row.remark } : {}),
  ...(row.execution_day ? { executionDay: Temporal.PlainDate.from(row.execution_day) } : {}),
  ...(row.file_hash ? { fileHash: row.file_hash } : {}),
});

const toBatch = (row: BatchRow): Batch => ({
  authority: row.authority,
  id: row.id,
  messageId: row.message_id,
  state: row.state,
  count: row.count,
  total: row.total,
  madeBy: { id: row.made_by, name: row.made_by_name },
  madeAt: row.made_at.toTemporalInstant(),
  ...toEnd(row),
});

const toStored = (row: BatchRow): StoredBatch => ({
  ...toBatch(row),
  contentHash: row.content_hash,
  ...(row.wrapped_key ? { wrappedKey: row.wrapped_key } : {}),
  ...(row.file ? { file: row.file } : {}),
});

/** Stores a batch with its items, in the order in which they are paid. */
export const insertBatch = async (tx: Tx, batch: StoredBatch, orders: readonly PaymentOrder[]): Promise<void> => {
  await tx.run(sql`
    insert into payout.batch (authority, id, message_id, state, count, total, content_hash, made_by, made_by_name, made_at)
    values (${batch.authority}, ${batch.id}, ${batch.messageId}, ${batch.state}, ${batch.count}, ${batch.total},
      ${batch.contentHash}, ${batch.madeBy.id}, ${batch.madeBy.name}, ${batch.madeAt.toString()})`);
  await tx.run(sql`
    insert into payout.batch_item (authority, batch_id, position, order_id, amount)
    select ${batch.authority}, ${batch.id}::uuid, position, order_id, amount
    from unnest(${orders.map(({ id }) => id)}::uuid[], ${orders.map(({ amount }) => amount)}::numeric[])
      with ordinality as item (order_id, amount, position)`);
};

/** The batch, locked until the transaction ends. */
export const lockBatch = async (tx: Tx, authority: string, id: string): Promise<StoredBatch | undefined> => {
  const row = await tx.find<BatchRow>(sql`
    select ${COLUMNS}, wrapped_key, file from payout.batch where authority = ${authority} and id = ${id} for update`);
  return row && toStored(row);
};

export const findBatch = async (tx: Tx, authority: string, id: string): Promise<StoredBatch | undefined> => {
  const row = await tx.find<BatchRow>(sql`
    select ${COLUMNS}, wrapped_key, file from payout.batch where authority = ${authority} and id = ${id}`);
  return row && toStored(row);
};

/** The latest batches first. */
export const listBatches = async (tx: Tx, authority: string, limit: number): Promise<Batch[]> =>
  (
    await tx.all<BatchRow>(sql`
      select ${COLUMNS} from payout.batch where authority = ${authority} order by made_at desc, id desc limit ${limit}`)
  ).map(toBatch);

/** The orders of a batch as they were put together, also of a cancelled one. */
export const listItems = async (tx: Tx, authority: string, batchId: string): Promise<SealedOrder[]> =>
  (
    await tx.all<OrderRow>(sql`
      select ${ORDER_COLUMNS} from payout.batch_item i
      join payout.payment_order o on o.authority = i.authority and o.id = i.order_id
      where i.authority = ${authority} and i.batch_id = ${batchId} order by i.position`)
  ).map(toOrder);

type Release = {
  readonly by: Person;
  readonly at: Temporal.Instant;
  readonly executionDay: Temporal.PlainDate;
  readonly wrappedKey: Uint8Array;
  readonly file: Uint8Array;
  readonly fileHash: string;
};

export const setReleased = (tx: Tx, authority: string, id: string, is: Release): Promise<number> =>
  tx.run(sql`
    update payout.batch set state = 'released', ended_by = ${is.by.id}, ended_by_name = ${is.by.name},
      ended_at = ${is.at.toString()}, execution_day = ${is.executionDay.toString()}, wrapped_key = ${is.wrappedKey},
      file = ${is.file}, file_hash = ${is.fileHash}
    where authority = ${authority} and id = ${id}`);

type Cancellation = { readonly by: Person; readonly at: Temporal.Instant; readonly remark: string };

/** Items first: they can change only while their batch can. */
export const setCancelled = async (tx: Tx, authority: string, id: string, is: Cancellation): Promise<void> => {
  await tx.run(sql`update payout.batch_item set live = false where authority = ${authority} and batch_id = ${id}`);
  await tx.run(sql`
    update payout.batch set state = 'cancelled', ended_by = ${is.by.id}, ended_by_name = ${is.by.name},
      ended_at = ${is.at.toString()}, remark = ${is.remark}
    where authority = ${authority} and id = ${id}`);
};

/** Somebody took the file out. */
export type Download = { readonly name: string; readonly at: Temporal.Instant };

export const insertDownload = (tx: Tx, batch: Batch, by: Person, at: Temporal.Instant): Promise<number> =>
  tx.run(sql`
    insert into payout.download (authority, batch_id, staff, name, at)
    values (${batch.authority}, ${batch.id}, ${by.id}, ${by.name}, ${at.toString()})`);

export const listDownloads = async (tx: Tx, authority: string, batchId: string): Promise<Download[]> =>
  (
    await tx.all<{ name: string; at: Date }>(sql`
      select name, at from payout.download where authority = ${authority} and batch_id = ${batchId} order by id`)
  ).map(({ name, at }) => ({ name, at: at.toTemporalInstant() }));
