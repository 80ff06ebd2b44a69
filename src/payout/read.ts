import { type Actor, checkCommand, type Refusal } from '#authority';
import { type CommandDeps, logAccess } from '#case';
import { type BatchTarget, openOrders, toPublic } from './batch.ts';
import type { OpenOrder, PaymentOrder } from './order.ts';
import { type Batch, type Download, findBatch, listBatches, listDownloads, listItems } from './store-batch.ts';
import { listWaiting, type Pile, sumOrders } from './store-order.ts';

const MOST = 200;

/** How payments stand at an authority: sums by state, what waits or is held (the oldest), the latest batches. */
export type Payouts = {
  readonly kind: 'payouts';
  readonly piles: readonly Pile[];
  readonly waiting: readonly PaymentOrder[];
  readonly batches: readonly Batch[];
};

/** Reads how payments stand; nothing personal is opened. */
export const readPayouts = async (deps: CommandDeps, actor: Actor, authority: string): Promise<Payouts | Refusal> =>
  checkCommand(actor, 'payout.read', authority) ??
  deps.db.tx(authority, async (tx): Promise<Payouts> => {
    const piles = await sumOrders(tx, authority);
    const waiting = await listWaiting(tx, authority, MOST);
    return { kind: 'payouts', piles, waiting, batches: await listBatches(tx, authority, MOST) };
  });

/** One batch with who gets what: what a second person looks at before the release. */
export type BatchView = {
  readonly kind: 'batch';
  readonly batch: Batch;
  readonly orders: readonly OpenOrder[];
  readonly downloads: readonly Download[];
};

/** Opens a batch; that names and accounts were seen is noted in each case's access log. */
export const readBatch = async (
  deps: CommandDeps,
  actor: Actor,
  { authority, batchId }: BatchTarget,
): Promise<BatchView | Refusal> =>
  checkCommand(actor, 'payout.read', authority) ??
  deps.db.tx(authority, async (tx): Promise<BatchView | Refusal> => {
    const batch = await findBatch(tx, authority, batchId);
    if (!batch) return { kind: 'refused', reason: 'state' };
    const orders = await openOrders(tx, deps, await listItems(tx, authority, batchId));
    for (const { caseId } of orders) await logAccess(tx, actor, { authority, caseId, what: 'list' }, deps.clock());
    return { kind: 'batch', batch: toPublic(batch), orders, downloads: await listDownloads(tx, authority, batchId) };
  });
