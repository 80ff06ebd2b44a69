import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Euros } from '#lib/money.ts';
import { decrypt, encrypt } from '#lib/seal.ts';
import type { Obstacle, Payee } from './payable.ts';

/** `held`: cannot go into a file as it is; `batched`: in a batch that awaits release; `released`: handed to the bank. */
export type OrderState = 'ordered' | 'held' | 'batched' | 'released';

/** A payment owed after a grant. */
export type PaymentOrder = {
  readonly authority: string;
  readonly id: string;
  readonly caseId: string;
  /** Number of the case. */
  readonly number: string;
  readonly service: string;
  readonly amount: Euros;
  readonly state: OrderState;
  readonly obstacle?: Obstacle;
  readonly orderedAt: Temporal.Instant;
};

/** An order with its payee still sealed. */
export type SealedOrder = PaymentOrder & { readonly payee: Uint8Array };

const StoredPayee = z.strictObject({ name: z.string(), iban: z.string(), purpose: z.string() });

const contextOf = ({ authority, id }: Pick<PaymentOrder, 'authority' | 'id'>): string => `payee:${authority}/${id}`;

type OrderRef = Pick<PaymentOrder, 'authority' | 'id'>;

/** Seals who is paid under the case's data key, bound to the order. */
export const sealPayee = (key: Uint8Array, order: OrderRef, payee: Payee): Buffer =>
  encrypt(key, Buffer.from(JSON.stringify(payee)), contextOf(order));

export const openPayee = (key: Uint8Array, order: SealedOrder): Payee =>
  StoredPayee.parse(JSON.parse(decrypt(key, order.payee, contextOf(order)).toString()));

/** An order with its payee in the open. */
export type OpenOrder = PaymentOrder & { readonly payee: Payee };

/** SHA-256, hex, over who gets how much for what, in order: equal exactly if the same would be paid. */
export const hashContent = (orders: readonly OpenOrder[]): string => {
  const lines = orders.map(({ id, number, amount, payee }) => [
    id,
    number,
    amount,
    payee.name,
    payee.iban,
    payee.purpose,
  ]);
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
};
