import { sql, type Tx } from '#lib/sql.ts';
import type { OrderState, PaymentOrder, SealedOrder } from './order.ts';
import type { Obstacle } from './payable.ts';

export type OrderRow = {
  authority: string;
  id: string;
  case_id: string;
  number: string;
  service: string;
  amount: string;
  state: OrderState;
  obstacle: Obstacle | null;
  payee: Buffer;
  ordered_at: Date;
};

export const ORDER_COLUMNS = sql`o.authority, o.id, o.case_id, o.number, o.service, o.amount, o.state, o.obstacle, o.payee, o.ordered_at`;

export const toOrder = (row: OrderRow): SealedOrder => ({
  authority: row.authority,
  id: row.id,
  caseId: row.case_id,
  number: row.number,
  service: row.service,
  amount: row.amount,
  state: row.state,
  ...(row.obstacle ? { obstacle: row.obstacle } : {}),
  orderedAt: row.ordered_at.toTemporalInstant(),
  payee: row.payee,
});

export const insertOrder = (tx: Tx, order: SealedOrder): Promise<number> =>
  tx.run(sql`
    insert into payout.payment_order (authority, id, case_id, number, service, amount, state, obstacle, payee, ordered_at)
    values (${order.authority}, ${order.id}, ${order.caseId}, ${order.number}, ${order.service}, ${order.amount},
      ${order.state}, ${order.obstacle ?? null}, ${order.payee}, ${order.orderedAt.toString()})`);

/** Locks up to `limit` orders that wait, oldest first, passing over those that somebody else is just taking. */
export const takeOrders = async (tx: Tx, authority: string, limit: number): Promise<SealedOrder[]> =>
  (
    await tx.all<OrderRow>(sql`
      select ${ORDER_COLUMNS} from payout.payment_order o where o.authority = ${authority} and o.state = 'ordered'
      order by o.ordered_at, o.id limit ${limit} for update skip locked`)
  ).map(toOrder);

export const setOrderState = (tx: Tx, authority: string, ids: readonly string[], state: OrderState): Promise<number> =>
  tx.run(sql`
    update payout.payment_order set state = ${state} where authority = ${authority} and id = any(${ids}::uuid[])`);

/** How many orders stand in a state, and their sum. */
export type Pile = { readonly state: OrderState; readonly count: number; readonly total: string };

export const sumOrders = (tx: Tx, authority: string): Promise<Pile[]> =>
  tx.all<Pile>(sql`
    select state, count(*) as count, sum(amount)::text as total from payout.payment_order
    where authority = ${authority} group by state order by state`);

/** Orders that wait or are held, oldest first. */
export const listWaiting = async (tx: Tx, authority: string, limit: number): Promise<PaymentOrder[]> =>
  (
    await tx.all<OrderRow>(sql`
      select ${ORDER_COLUMNS} from payout.payment_order o where o.authority = ${authority} and o.state in ('ordered', 'held')
      order by o.ordered_at, o.id limit ${limit}`)
  )
    .map(toOrder)
    .map(({ payee: _, ...order }) => order);
