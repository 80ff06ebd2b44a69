import { type Actor, checkCommand, checkSecondPerson, type Refusal } from '#authority';
import { byActor, type Case, type CaseResult, type CaseTarget, checkCase, lockCase, record } from '#case';
import type { Problem } from '#lib/problem.ts';
import type { Tx } from '#lib/sql.ts';
import { checkProposal, type Proposal } from './check-proposal.ts';
import { type DecisionDeps, getCompiled } from './issue.ts';
import { decisionMade } from './topics.ts';

/** What a decision came to: done (then `case.state` is `decided`, or `toapprove`), refused, or to be corrected. */
export type Decided = CaseResult | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A caseworker's decision on a case; `version` is that of the form it was typed in. */
export type DecideCommand = CaseTarget & Proposal & { readonly version: number; readonly language?: 'de' | 'en' };

/**
 * Decides a case: follows the rules or deviates with a reason, never granting more than the rules do. Where the rules ask
 * for it, or where something is granted that the rules refuse, another person must approve.
 */
export const decide = async (deps: DecisionDeps, actor: Actor, command: DecideCommand): Promise<Decided> => {
  const { authority, caseId, outcome, amount, reasons, remark, language = 'de' } = command;
  const refused = checkCommand(actor, 'case.decide', authority);
  if (refused) return refused;
  const compiled = await getCompiled(deps, { authority, caseId });
  return deps.db.tx(authority, async (tx): Promise<Decided> => {
    const found = await lockCase(tx, deps, authority, caseId);
    const refusal = checkCase(found, actor, command, 'decided', deps.clock());
    if (refusal) return refusal;
    const checked = checkProposal(compiled, found.assessment, { outcome, amount, reasons, remark }, language);
    if (checked.kind === 'problems') return checked;
    const action = { kind: 'decided', ...checked.decision, automatic: false } as const;
    const done = await record(tx, deps, { authority, caseId, by: byActor(actor) }, action);
    if (done.state === 'decided') await decisionMade.send(tx, { authority, caseId });
    return { kind: 'done', case: done };
  });
};

/** Everybody who decided in this case, in whatever round. */
const decidersOf = ({ actions }: Case): string[] =>
  actions.flatMap(({ kind, by }) => (kind === 'decided' && by.kind === 'staff' ? [by.id] : []));

/** A second person's word on a decision: every way to approve or return one comes through here. */
const review = async (
  deps: DecisionDeps,
  actor: Actor,
  target: CaseTarget & { readonly version: number; readonly remark: string },
  kind: 'approved' | 'returned',
): Promise<CaseResult> => {
  const { authority, caseId, remark } = target;
  const act = async (tx: Tx): Promise<CaseResult> => {
    const found = await lockCase(tx, deps, authority, caseId);
    const refusal: Refusal | undefined =
      checkCase(found, actor, target, kind, deps.clock()) ?? checkSecondPerson(actor, decidersOf(found));
    if (refusal) return refusal;
    const done = await record(tx, deps, { authority, caseId, by: byActor(actor) }, { kind, remark });
    if (kind === 'approved') await decisionMade.send(tx, { authority, caseId });
    return { kind: 'done', case: done };
  };
  return checkCommand(actor, 'case.approve', authority) ?? deps.db.tx(authority, act);
};

/** Approves another person's decision; its notice goes out. */
export const approve = (
  deps: DecisionDeps,
  actor: Actor,
  target: CaseTarget & { readonly version: number; readonly remark: string },
): Promise<CaseResult> => review(deps, actor, target, 'approved');

/** Sends another person's decision back to be decided again. */
export const returnToCaseworker = (
  deps: DecisionDeps,
  actor: Actor,
  target: CaseTarget & { readonly version: number; readonly remark: string },
): Promise<CaseResult> => review(deps, actor, target, 'returned');
