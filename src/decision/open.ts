import { getAuthority } from '#authority';
import {
  type Case,
  type CaseRef,
  caseOpened,
  caseSupplemented,
  countDuplicates,
  lockCase,
  record,
  updateSummary,
} from '#case';
import type { Tx } from '#lib/sql.ts';
import { assess, type DecisionAssessment, type PriorityAssessment } from './assess.ts';
import { explain } from './explain.ts';
import { type DecisionDeps, getCompiled, situationOf } from './issue.ts';
import { casePrioritised, decisionMade } from './topics.ts';

const RULES = { kind: 'system', name: 'rules' } as const;

const recordPriority = async (tx: Tx, deps: DecisionDeps, ref: CaseRef, assessment: PriorityAssessment) => {
  const { level, reasons, rules, explanation } = assessment;
  const version = rules === undefined ? {} : { rules };
  const data = { level, reasons: [...reasons], ...version, explanation: explain(explanation, rules) };
  await record(tx, deps, { ...ref, by: RULES }, { kind: 'prioritised', ...data });
  await casePrioritised.send(tx, ref);
};

const recordDecision = async (
  tx: Tx,
  deps: DecisionDeps,
  ref: CaseRef,
  found: Case,
  given: DecisionAssessment,
  duplicates: Record<string, number>,
) => {
  const outstanding = [...found.outstanding];
  // What is required and not there yet may change everything: a person decides whether to wait for it.
  const assessment = { ...given, automatic: given.automatic && outstanding.length === 0 };
  const { kind: _, context: __, explanation, ...result } = assessment;
  const { outcome, outcomeKind, amount } = assessment;
  const reasons = [...assessment.reasons];
  await record(
    tx,
    deps,
    { ...ref, by: RULES },
    {
      kind: 'assessed',
      ...result,
      reasons,
      doubts: [...assessment.doubts],
      faults: assessment.faults.map((fault) => ({ code: fault.code, values: { ...fault.values } })),
      duplicates,
      ...(outstanding.length > 0 ? { outstanding } : {}),
      explanation: explain(explanation, assessment.rules),
    },
  );
  const isHeld = found.lease !== undefined && Temporal.Instant.compare(found.lease.until, deps.clock()) > 0;
  // Nobody's case is decided under their hands.
  if (isHeld || !assessment.automatic || outcome === undefined || outcomeKind === undefined) return;
  const proposal = { outcome, outcomeKind, reasons, ...(amount === undefined ? {} : { amount }) };
  const decided = {
    kind: 'decided',
    ...proposal,
    remark: '',
    deviates: false,
    second: false,
    automatic: true,
  } as const;
  await record(tx, deps, { ...ref, by: RULES }, decided);
  await decisionMade.send(tx, ref);
};

/** Whether the rules have seen all that was handed in: a job that is tried again after its commit must not judge twice. */
const isJudged = ({ assessment, priority, supplements }: Case): boolean =>
  Math.max(assessment?.seq ?? 0, priority?.seq ?? 0) > (supplements.at(-1)?.seq ?? 0);

/** Applies the rules to a case, in one transaction: decides it, ranks it, or leaves it to a person. */
const start = async (deps: DecisionDeps, ref: CaseRef, states: readonly Case['state'][]): Promise<void> => {
  const compiled = await getCompiled(deps, ref);
  await deps.db.tx(ref.authority, async (tx) => {
    const found = await lockCase(tx, deps, ref.authority, ref.caseId);
    if (!states.includes(found.state) || isJudged(found)) return;
    const duplicates = await countDuplicates(tx, found);
    const situation = situationOf(compiled, found, deps.clock(), duplicates);
    const assessment = assess(compiled, found.answers, situation, { ars: (await getAuthority(tx, ref.authority)).ars });
    if (assessment.kind === 'none') return;
    await updateSummary(tx, deps, ref, compiled, assessment.context, situation.now);
    if (assessment.kind === 'priority') await recordPriority(tx, deps, ref, assessment);
    if (assessment.kind === 'decision') await recordDecision(tx, deps, ref, found, assessment, duplicates);
  });
};

/** Runs the rules on each case opened. */
export const handleCaseOpened = (deps: DecisionDeps) =>
  caseOpened.handle('decision', (ref) => start(deps, ref, ['opened']));

/** Runs them again when something was handed in later, unless it has been decided by then. */
export const handleCaseSupplemented = (deps: DecisionDeps) =>
  caseSupplemented.handle('decision', (ref) => start(deps, ref, ['opened', 'todecide', 'registered']));
