import { createHash } from 'node:crypto';
import { type Actor, checkCommand, checkSecondPerson, getAuthority, may, type Refusal } from '#authority';
import { byActor, type CommandDeps, getDataKey, record } from '#case';
import { makeNumber, makeUuid } from '#lib/id.ts';
import { sumEuros } from '#lib/money.ts';
import { encrypt } from '#lib/seal.ts';
import type { Tx } from '#lib/sql.ts';
import { berlinDate } from '#lib/time.ts';
import { executionDay } from './bank-day.ts';
import { hashContent, type OpenOrder, openPayee, type SealedOrder } from './order.ts';
import { readControl, writePain001 } from './pain001.ts';
import {
  type Batch,
  fileContext,
  insertBatch,
  listItems,
  lockBatch,
  type StoredBatch,
  setCancelled,
  setReleased,
} from './store-batch.ts';
import { setOrderState, takeOrders } from './store-order.ts';
import { payoutReleased } from './topics.ts';

/** Most orders in one batch: its release records each payment in its case within one transaction. */
const MOST_ORDERS = 1000;

/** Which batch at which authority. */
export type BatchTarget = { readonly authority: string; readonly batchId: string };

/** What a command on a batch came to. */
export type BatchResult = { readonly kind: 'done'; readonly batch: Batch } | Refusal;

type Staff = Extract<Actor, { kind: 'staff' }>;

const refuse = (reason: Refusal['reason']): Refusal => ({ kind: 'refused', reason });

/** The batch without what only this module may see. */
export const toPublic = ({ contentHash: _, wrappedKey: __, file: ___, ...batch }: StoredBatch): Batch => batch;

/** Opens who is paid, each under its own case's key. */
export const openOrders = async (
  tx: Tx,
  deps: Pick<CommandDeps, 'keys'>,
  orders: readonly SealedOrder[],
): Promise<OpenOrder[]> => {
  const opened: OpenOrder[] = [];
  for (const order of orders) {
    const key = await getDataKey(tx, deps, order.authority, order.caseId);
    opened.push({ ...order, payee: openPayee(key, order) });
  }
  return opened;
};

/**
 * Puts the waiting orders of an authority, oldest first, into a batch for a second person to release. `nothing` when
 * none waits. Two people at once get different orders.
 */
export const makeBatch = async (
  deps: CommandDeps,
  actor: Actor,
  authority: string,
): Promise<BatchResult | { readonly kind: 'nothing' }> => {
  const refusal = checkCommand(actor, 'payout.batch', authority);
  if (refusal || actor.kind !== 'staff') return refusal ?? refuse('role');
  return deps.db.tx(authority, async (tx) => {
    const orders = await openOrders(tx, deps, await takeOrders(tx, authority, MOST_ORDERS));
    if (orders.length === 0) return { kind: 'nothing' };
    const madeAt = deps.clock();
    const id = makeUuid(madeAt.epochMilliseconds);
    const batch: StoredBatch = {
      authority,
      id,
      messageId: `KD-${makeNumber(id)}`,
      state: 'made',
      count: orders.length,
      total: sumEuros(orders.map(({ amount }) => amount)),
      contentHash: hashContent(orders),
      madeBy: { id: actor.id, name: actor.name },
      madeAt,
    };
    await insertBatch(tx, batch, orders);
    const ids = orders.map((order) => order.id);
    await setOrderState(tx, authority, ids, 'batched');
    return { kind: 'done', batch: toPublic(batch) };
  });
};

const writeFile = async (tx: Tx, batch: StoredBatch, orders: readonly OpenOrder[], at: Temporal.Instant) => {
  if (hashContent(orders) !== batch.contentHash)
    throw new Error(
      `The orders of batch ${batch.messageId} changed after it was put together. Cancel it and make anew.`,
    );
  const { bank, street, postalCode, city } = await getAuthority(tx, batch.authority);
  const day = executionDay(berlinDate(at));
  const xml = writePain001({
    messageId: batch.messageId,
    created: at,
    executionDay: day,
    debtor: { name: bank.holder, iban: bank.iban, street, postalCode, city },
    transfers: orders.map(({ number, amount, payee }) => ({ endToEndId: number, amount, ...payee })),
  });
  const { count, sum } = readControl(xml);
  if (count !== batch.count || sum !== batch.total)
    throw new Error(
      `The file of batch ${batch.messageId} says ${count} payments of ${sum}, not ${batch.count} of ${batch.total}.`,
    );
  return { executionDay: day, bytes: Buffer.from(xml) };
};

const finish = async (tx: Tx, deps: CommandDeps, actor: Staff, batch: StoredBatch): Promise<Batch> => {
  const { authority } = batch;
  const orders = await openOrders(tx, deps, await listItems(tx, authority, batch.id));
  const at = deps.clock();
  const { bytes, executionDay: day } = await writeFile(tx, batch, orders, at);
  const { key, wrapped } = deps.keys.makeDataKey(authority);
  const is = {
    by: { id: actor.id, name: actor.name },
    at,
    executionDay: day,
    wrappedKey: wrapped,
    file: encrypt(key, bytes, fileContext(batch)),
    fileHash: createHash('sha256').update(bytes).digest('hex'),
  };
  const ids = orders.map(({ id }) => id);
  await setOrderState(tx, authority, ids, 'released');
  await setReleased(tx, authority, batch.id, is);
  // By case, so that two releases that meet lock in the same order.
  for (const { caseId, id, amount } of orders.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))) {
    const ref = { authority, caseId, by: byActor(actor) };
    await record(tx, deps, ref, { kind: 'paid', order: id, amount, batch: batch.messageId });
    await payoutReleased.send(tx, { authority, caseId });
  }
  const { by: endedBy, fileHash } = is;
  return { ...toPublic(batch), state: 'released', endedBy, endedAt: at, executionDay: day, fileHash };
};

/**
 * Releases a batch: another person than the one who put it together. Writes the file for the bank, marks each case as
 * paid and tells who listens, all in one transaction. A released batch never changes again.
 */
export const releaseBatch = async (
  deps: CommandDeps,
  actor: Actor,
  { authority, batchId }: BatchTarget,
): Promise<BatchResult> => {
  const refusal = checkCommand(actor, 'payout.release', authority);
  if (refusal || actor.kind !== 'staff') return refusal ?? refuse('role');
  return deps.db.tx(authority, async (tx): Promise<BatchResult> => {
    const batch = await lockBatch(tx, authority, batchId);
    if (batch?.state !== 'made') return refuse('state');
    const same = checkSecondPerson(actor, [batch.madeBy.id]);
    return same ?? { kind: 'done', batch: await finish(tx, deps, actor, batch) };
  });
};

/** Takes a batch apart that nobody has released: its orders wait again. For those who make and those who release. */
export const cancelBatch = async (
  deps: CommandDeps,
  actor: Actor,
  { authority, batchId, remark }: BatchTarget & { readonly remark: string },
): Promise<BatchResult> => {
  const allowed = may(actor, 'payout.batch', authority) || may(actor, 'payout.release', authority);
  if (!allowed || actor.kind !== 'staff') return refuse('role');
  return deps.db.tx(authority, async (tx): Promise<BatchResult> => {
    const batch = await lockBatch(tx, authority, batchId);
    if (batch?.state !== 'made') return refuse('state');
    const orders = await listItems(tx, authority, batchId);
    const end = { by: { id: actor.id, name: actor.name }, at: deps.clock(), remark };
    await setCancelled(tx, authority, batchId, end);
    const ids = orders.map(({ id }) => id);
    await setOrderState(tx, authority, ids, 'ordered');
    return {
      kind: 'done',
      batch: { ...toPublic(batch), state: 'cancelled', endedBy: end.by, endedAt: end.at, remark },
    };
  });
};
