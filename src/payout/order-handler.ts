import { type CaseRef, type CommandDeps, getDataKey, getHead, lockCase, record } from '#case';
import { decisionContext, decisionIssued } from '#decision';
import type { Registry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { BERLIN } from '#lib/time.ts';
import type { Handler } from '#queue';
import { sealPayee } from './order.ts';
import { findObstacle } from './payable.ts';
import { readPayee } from './payee.ts';
import { insertOrder } from './store-order.ts';

export type OrderDeps = CommandDeps & { readonly registry: Registry };

/** Orders the payment of a grant. Running again does nothing: a case is paid once. */
const order = async (deps: OrderDeps, { authority, caseId }: CaseRef): Promise<void> => {
  const { digest } = await deps.db.tx(authority, (tx) => getHead(tx, authority, caseId));
  const compiled = await deps.registry.get(digest);
  const { pay } = compiled;
  if (!pay) return;
  await deps.db.tx(authority, async (tx) => {
    const found = await lockCase(tx, deps, authority, caseId);
    const { decision, number, service } = found;
    if (decision?.outcomeKind !== 'granted' || found.state !== 'decided' || found.order) return;
    const { amount } = decision;
    if (amount === undefined)
      throw new Error(`Case ${number} was granted without an amount, yet its service pays. Set decide.amount in it.`);
    const orderedAt = deps.clock();
    const now = orderedAt.toZonedDateTimeISO(BERLIN);
    const payee = readPayee(pay, { ...decisionContext(compiled, found), number }, now);
    const obstacle = findObstacle(amount, payee);
    const id = makeUuid(orderedAt.epochMilliseconds);
    const sealed = sealPayee(await getDataKey(tx, deps, authority, caseId), { authority, id }, payee);
    const held = obstacle ? ({ state: 'held', obstacle } as const) : ({ state: 'ordered' } as const);
    await insertOrder(tx, { authority, id, caseId, number, service, amount, orderedAt, payee: sealed, ...held });
    const by = { kind: 'system', name: 'payout' } as const;
    await record(tx, deps, { authority, caseId, by }, { kind: 'ordered', order: id, amount });
  });
};

/** Orders payments as notices are issued. */
export const orderPayments = (deps: OrderDeps): Handler => decisionIssued.handle('payout', (ref) => order(deps, ref));
