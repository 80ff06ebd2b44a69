import type { CompiledService } from '#definition';
import { type Answers, makeContext, type Situation } from '#form';
import { formatCents, parseCents } from '#lib/money.ts';
import { type Context, type Explanation, type Expression, fromFeel, type Json } from '#rules';
import { type Chosen, chooseRules, type Place } from './choose-rules.ts';

/** What the rules say about an application. */
export type DecisionAssessment = {
  readonly kind: 'decision';
  /** One of the package's outcomes; absent where the rules could not tell. */
  readonly outcome?: string;
  readonly outcomeKind?: 'granted' | 'rejected';
  /** Euros with two decimal places: the most that the rules grant. Granted outcomes of services with an amount only. */
  readonly amount?: string;
  readonly reasons: readonly string[];
  readonly doubts: readonly string[];
  /** Results of the rules that cannot be used, as sentences. Any of them keeps a case from being decided by itself. */
  readonly faults: readonly string[];
  readonly automatic: boolean;
  readonly second: boolean;
  /** The DMN file that decided, where the package has several versions of its rules. */
  readonly rules?: string;
  readonly explanation: Explanation;
  /** What notices and messages may speak of: answers, parameters and the result under the decision's name. */
  readonly context: Context;
};

/** What the rules say about a registration; level 1 is the most urgent. */
export type PriorityAssessment = {
  readonly kind: 'priority';
  readonly level: number;
  readonly reasons: readonly string[];
  readonly faults: readonly string[];
  readonly rules?: string;
  readonly explanation: Explanation;
  readonly context: Context;
};

/** `none`: the service has no rules; people handle its cases. */
export type Assessment = DecisionAssessment | PriorityAssessment | { readonly kind: 'none' };

type Reader = {
  readonly faults: string[];
  read(expression: Expression): Json;
  names(what: string, expression: Expression): readonly string[];
  flag(what: string, expression: Expression): boolean;
};

const makeReader = (context: Context, now: Temporal.ZonedDateTime): Reader => {
  const faults: string[] = [];
  const read = (expression: Expression): Json => fromFeel(expression.evaluate(context, { now }).value);
  return {
    faults,
    read,
    names: (what, expression) => {
      const value = read(expression);
      if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
      faults.push(`${what} should be a list of names; «${expression.text}» gave ${JSON.stringify(value)}.`);
      return [];
    },
    flag: (what, expression) => {
      const value = read(expression);
      if (typeof value === 'boolean') return value;
      faults.push(`${what} should be true or false; «${expression.text}» gave ${JSON.stringify(value)}.`);
      return false;
    },
  };
};

/** Whether a norm permits fully automatic notices on that day (§ 35a VwVfG). */
const isAutomationLawful = ({ service }: CompiledService, day: Temporal.PlainDate): boolean =>
  service.law.some(
    ({ allows, from, to }) =>
      allows === 'automatic' && (!from || from <= day.toString()) && (!to || day.toString() <= to),
  );

const readAmount = (reader: Reader, expression: Expression): string | undefined => {
  const value = reader.read(expression);
  const text = typeof value === 'string' ? value.replace(/(\.\d{2})0+$/, '$1') : '';
  if (/^\d{1,15}(\.\d{1,2})?$/.test(text)) return formatCents(parseCents(text));
  reader.faults.push(`The amount should be euros and whole cents; «${expression.text}» gave ${JSON.stringify(value)}.`);
  return undefined;
};

type Decide = NonNullable<CompiledService['decide']>;

const readOutcome = (compiled: CompiledService, decide: Decide, reader: Reader) => {
  const outcome = reader.read(decide.outcome);
  const known = typeof outcome === 'string' ? compiled.service.decide?.outcomes[outcome] : undefined;
  if (typeof outcome !== 'string' || !known) {
    reader.faults.push(
      `The outcome should be one of the package's; «${decide.outcome.text}» gave ${JSON.stringify(outcome)}.`,
    );
    return {};
  }
  const amount = known.kind === 'granted' && decide.amount ? readAmount(reader, decide.amount) : undefined;
  return { outcome, outcomeKind: known.kind, ...(amount === undefined ? {} : { amount }) };
};

/** What running the rules gave, or why none could be run. */
type Ran = { readonly explanation: Explanation; readonly version?: string; readonly fault?: string };

const UNDECIDED = { kind: 'decision', reasons: [], doubts: [], automatic: false, second: false } as const;

const assessDecision = (
  compiled: CompiledService,
  decide: Decide,
  context: Context,
  ran: Ran,
  now: Temporal.ZonedDateTime,
): DecisionAssessment => {
  if (ran.fault !== undefined) return { ...UNDECIDED, faults: [ran.fault], explanation: ran.explanation, context };
  const reader = makeReader(context, now);
  const outcome = readOutcome(compiled, decide, reader);
  const reasons = reader.names('The reasons', decide.reasons);
  const unknown = reasons.filter((name) => !compiled.reasons.has(name));
  if (unknown.length > 0) reader.faults.push(`The texts have no wording for the reasons ${unknown.join(', ')}.`);
  const doubts = reader.names('The doubts', decide.doubts);
  const second = reader.flag('Whether a second person must approve', decide.second);
  const wanted = decide.automatic ? reader.flag('Whether it is decided automatically', decide.automatic) : false;
  const clear = doubts.length === 0 && reader.faults.length === 0;
  return {
    kind: 'decision',
    ...outcome,
    reasons,
    doubts,
    faults: reader.faults,
    // Two persons means two: what needs a second approval is not decided by rules alone.
    automatic: wanted && clear && !second && isAutomationLawful(compiled, now.toPlainDate()),
    second,
    ...(ran.version === undefined ? {} : { rules: ran.version }),
    explanation: ran.explanation,
    context,
  };
};

const LEAST_URGENT = 9;

const assessPriority = (
  prioritise: NonNullable<CompiledService['prioritise']>,
  context: Context,
  { explanation, version, fault }: Ran,
  now: Temporal.ZonedDateTime,
): PriorityAssessment => {
  // As below: without rules, somebody has to look first.
  if (fault !== undefined) return { kind: 'priority', level: 1, reasons: [], faults: [fault], explanation, context };
  const reader = makeReader(context, now);
  const value = reader.read(prioritise.level);
  const level = Number(value);
  const isLevel = typeof value === 'string' && Number.isInteger(level) && level >= 1 && level <= LEAST_URGENT;
  // Nobody may drop off the list because a rule failed: without a level, somebody has to look first.
  if (!isLevel)
    reader.faults.push(`The level should be 1 to 9; «${prioritise.level.text}» gave ${JSON.stringify(value)}.`);
  const reasons = reader.names('The reasons', prioritise.reasons);
  const rules = version === undefined ? {} : { rules: version };
  return {
    kind: 'priority',
    level: isLevel ? level : 1,
    reasons,
    faults: reader.faults,
    ...rules,
    explanation,
    context,
  };
};

const run = (chosen: Chosen, decision: string, before: Context, now: Temporal.ZonedDateTime) => {
  if (chosen.kind === 'none') {
    const explanation = { name: decision, question: null, value: null, tables: [], requires: [] };
    return { value: null, explanation, fault: chosen.fault };
  }
  const { value, explanation } = chosen.rules.model.decide(decision, before, { now });
  return { value, explanation, ...(chosen.isChosen ? { version: chosen.rules.file } : {}) };
};

/**
 * Applies a service's rules to checked answers. Pure: the same answers, situation and place give the same result.
 * @param place the authority's area, or the version of the rules that decided before; both matter only where there are several
 */
export const assess = (
  compiled: CompiledService,
  answers: Answers,
  situation: Situation,
  place: Place = {},
): Assessment => {
  const { service, rules, decide, prioritise } = compiled;
  const section = service.decide ?? service.prioritise;
  if (!section || rules.length === 0) return { kind: 'none' };
  const { now } = situation;
  const before = makeContext(compiled, answers, situation);
  const { value, ...ran } = run(chooseRules(compiled, before, now, place), section.decision, before, now);
  const context: Context = { ...before, [section.decision]: value };
  if (decide) return assessDecision(compiled, decide, context, ran, now);
  if (prioritise) return assessPriority(prioritise, context, ran, now);
  throw new Error(`Package ${service.id} was compiled without its rules' expressions. Install it again.`);
};
