import { type Actor, type Command, checkCommand, type Refusal } from '#authority';
import type { Db, Tx } from '#lib/sql.ts';
import type { ActionBy } from './action.ts';
import type { Case } from './case.ts';
import { isAllowed, type Lease } from './life.ts';
import { type CaseDeps, lockCase, record } from './record.ts';
import { findNextTask } from './store-queue.ts';

/** How long a claimed case is kept for whoever claimed it; acting on it or claiming it again prolongs. */
const LEASE = Temporal.Duration.from({ minutes: 30 });

export type CommandDeps = CaseDeps & { readonly db: Db };

/** A command's case, and the version that its form showed. */
export type CaseTarget = { readonly authority: string; readonly caseId: string; readonly version?: number };

/** What a command on a case came to. */
export type CaseResult = { readonly kind: 'done'; readonly case: Case } | Refusal;

const refuse = (reason: Refusal['reason']): Refusal => ({ kind: 'refused', reason });

/** The actor as it stands in the record. */
export const byActor = (actor: Actor): ActionBy =>
  actor.kind === 'staff' ? { kind: 'staff', id: actor.id, name: actor.name } : { kind: 'system', name: actor.name };

/** The lease that keeps this actor off; one's own and an expired one do not. */
export const findForeignLease = (found: Case, actor: Actor, now: Temporal.Instant): Lease | undefined => {
  const { lease } = found;
  if (!lease || Temporal.Instant.compare(lease.until, now) <= 0) return undefined;
  return actor.kind === 'staff' && lease.by.id === actor.id ? undefined : lease;
};

/** What every command on a case checks before it acts: version first, so that a stale form is told apart. */
export const checkCase = (
  found: Case,
  actor: Actor,
  { version }: CaseTarget,
  kind: Parameters<typeof isAllowed>[1],
  now: Temporal.Instant,
): Refusal | undefined => {
  if (version !== undefined && version !== found.version) return refuse('version');
  if (!isAllowed(found.state, kind)) return refuse('state');
  return findForeignLease(found, actor, now) ? refuse('claimed') : undefined;
};

const leaseTo = async (tx: Tx, deps: CaseDeps, actor: Actor, { authority, caseId }: CaseTarget): Promise<Case> => {
  const until = deps.clock().add(LEASE).toString({ smallestUnit: 'millisecond' });
  return record(tx, deps, { authority, caseId, by: byActor(actor) }, { kind: 'claimed', until });
};

const command =
  (name: Command, work: (tx: Tx, deps: CommandDeps, actor: Actor, target: CaseTarget) => Promise<CaseResult>) =>
  async (deps: CommandDeps, actor: Actor, target: CaseTarget): Promise<CaseResult> =>
    checkCommand(actor, name, target.authority) ?? deps.db.tx(target.authority, (tx) => work(tx, deps, actor, target));

/** Takes a case for half an hour, or prolongs; somebody else's lease can be taken over once it has expired. */
export const claim = command('case.claim', async (tx, deps, actor, target) => {
  const found = await lockCase(tx, deps, target.authority, target.caseId);
  const refusal = checkCase(found, actor, target, 'claimed', deps.clock());
  return refusal ?? { kind: 'done', case: await leaseTo(tx, deps, actor, target) };
});

/** Gives a case back. */
export const release = command('case.claim', async (tx, deps, actor, target) => {
  const found = await lockCase(tx, deps, target.authority, target.caseId);
  if (!found.lease) return { kind: 'done', case: found };
  const refusal = checkCase(found, actor, target, 'released', deps.clock());
  if (refusal) return refusal;
  const { authority, caseId } = target;
  const done = await record(tx, deps, { authority, caseId, by: byActor(actor) }, { kind: 'released' });
  return { kind: 'done', case: done };
});

/** Marks an entry of a registration's list as dealt with. */
export const markHandled = async (
  deps: CommandDeps,
  actor: Actor,
  target: CaseTarget & { readonly remark: string },
): Promise<CaseResult> =>
  checkCommand(actor, 'case.decide', target.authority) ??
  deps.db.tx(target.authority, async (tx): Promise<CaseResult> => {
    const { authority, caseId, remark } = target;
    const found = await lockCase(tx, deps, authority, caseId);
    const refusal = checkCase(found, actor, target, 'handled', deps.clock());
    if (refusal) return refusal;
    const done = await record(tx, deps, { authority, caseId, by: byActor(actor) }, { kind: 'handled', remark });
    return { kind: 'done', case: done };
  });

/** Adds a note to a case, whoever has claimed it. */
export const addNote = async (
  deps: CommandDeps,
  actor: Actor,
  { authority, caseId, text }: CaseTarget & { readonly text: string },
): Promise<CaseResult> =>
  checkCommand(actor, 'case.note', authority) ??
  deps.db.tx(authority, async (tx): Promise<CaseResult> => {
    const done = await record(tx, deps, { authority, caseId, by: byActor(actor) }, { kind: 'noted', text });
    return { kind: 'done', case: done };
  });

/**
 * Claims the most urgent open task that this actor may do and nobody works on: decisions for caseworkers, approvals of
 * other people's decisions for approvers. Undefined when there is none.
 */
export const nextTask = async (
  deps: CommandDeps,
  actor: Actor,
  { authority, service }: { readonly authority: string; readonly service?: string },
): Promise<Case | Refusal | undefined> =>
  checkCommand(actor, 'case.claim', authority) ??
  deps.db.tx(authority, async (tx) => {
    if (actor.kind !== 'staff') return undefined;
    const caseId = await findNextTask(tx, actor, { authority, service, now: deps.clock() });
    return caseId === undefined ? undefined : leaseTo(tx, deps, actor, { authority, caseId });
  });
