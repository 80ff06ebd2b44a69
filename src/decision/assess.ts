import type { CompiledService } from '#definition';
import { type Answers, makeContext, type Situation } from '#form';
import { formatCents, parseCents } from '#lib/money.ts';
import { type Context, type Explanation, type Expression, fromFeel, type Json, type Warning } from '#rules';
import { type Chosen, chooseRules, type Place } from './choose-rules.ts';
import { type Fault, type FaultCode, faultOf, makeFault } from './fault.ts';

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
  /** Results of the rules that cannot be used, and what the rules say about why. Any keeps a case from being decided by itself. */
  readonly faults: readonly Fault[];
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
  readonly faults: readonly Fault[];
  readonly rules?: string;
  readonly explanation: Explanation;
  readonly context: Context;
};

/** `none`: the service has no rules; people handle its cases. */
export type Assessment = DecisionAssessment | PriorityAssessment | { readonly kind: 'none' };

type Reader = {
  /** What cannot be used so far. */
  count(): number;
  /** All faults, and behind them the warnings of the rules that may explain them. */
  faults(): readonly Fault[];
  add(code: FaultCode, values: Fault['values']): void;
  read(expression: Expression): Json;
  names(what: 'reasons' | 'doubts', expression: Expression): readonly string[];
  flag(what: 'second' | 'automatic', expression: Expression): boolean;
};

const gave = ({ text }: Expression, value: Json): Fault['values'] => ({ text, value: JSON.stringify(value) });

/** Nobody reads more; the first are nearest to the cause. */
const MAX_WARNINGS = 5;

const explainFaults = (faults: readonly Fault[], warnings: readonly Warning[]): readonly Fault[] => {
  if (faults.length === 0) return [];
  const distinct = [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
  return [...faults, ...distinct.slice(0, MAX_WARNINGS).map(faultOf)];
};

const makeReader = (context: Context, now: Temporal.ZonedDateTime, before: readonly Warning[]): Reader => {
  const faults: Fault[] = [];
  const warnings = [...before];
  const read = (expression: Expression): Json => {
    const evaluated = expression.evaluate(context, { now });
    warnings.push(...evaluated.warnings);
    return fromFeel(evaluated.value);
  };
  const add: Reader['add'] = (code, values) => faults.push(makeFault(code, values));
  return {
    count: () => faults.length,
    faults: () => explainFaults(faults, warnings),
    add,
    read,
    names: (what, expression) => {
      const value = read(expression);
      if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
      add(what, gave(expression, value));
      return [];
    },
    flag: (what, expression) => {
      const value = read(expression);
      if (typeof value === 'boolean') return value;
      add(what, gave(expression, value));
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
  reader.add('amount', gave(expression, value));
  return undefined;
};

type Decide = NonNullable<CompiledService['decide']>;

const readOutcome = (compiled: CompiledService, decide: Decide, reader: Reader) => {
  const outcome = reader.read(decide.outcome);
  const known = typeof outcome === 'string' ? compiled.service.decide?.outcomes[outcome] : undefined;
  if (typeof outcome !== 'string' || !known) {
    reader.add('outcome', gave(decide.outcome, outcome));
    return {};
  }
  const amount = known.kind === 'granted' && decide.amount ? readAmount(reader, decide.amount) : undefined;
  return { outcome, outcomeKind: known.kind, ...(amount === undefined ? {} : { amount }) };
};

/** What running the rules gave, or why none could be run. */
type Ran = {
  readonly explanation: Explanation;
  readonly version?: string;
  readonly fault?: Fault;
  readonly warnings: readonly Warning[];
};

const UNDECIDED = { kind: 'decision', reasons: [], doubts: [], automatic: false, second: false } as const;

const assessDecision = (
  compiled: CompiledService,
  decide: Decide,
  context: Context,
  ran: Ran,
  now: Temporal.ZonedDateTime,
): DecisionAssessment => {
  if (ran.fault !== undefined) return { ...UNDECIDED, faults: [ran.fault], explanation: ran.explanation, context };
  const reader = makeReader(context, now, ran.warnings);
  const outcome = readOutcome(compiled, decide, reader);
  const reasons = reader.names('reasons', decide.reasons);
  const unknown = reasons.filter((name) => !compiled.reasons.has(name));
  if (unknown.length > 0) reader.add('unworded', { names: unknown.join(', ') });
  const doubts = reader.names('doubts', decide.doubts);
  const second = reader.flag('second', decide.second);
  const wanted = decide.automatic ? reader.flag('automatic', decide.automatic) : false;
  const clear = doubts.length === 0 && reader.count() === 0;
  return {
    kind: 'decision',
    ...outcome,
    reasons,
    doubts,
    faults: reader.faults(),
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
  { explanation, version, fault, warnings }: Ran,
  now: Temporal.ZonedDateTime,
): PriorityAssessment => {
  // As below: without rules, somebody has to look first.
  if (fault !== undefined) return { kind: 'priority', level: 1, reasons: [], faults: [fault], explanation, context };
  const reader = makeReader(context, now, warnings);
  const value = reader.read(prioritise.level);
  const level = Number(value);
  const isLevel = typeof value === 'string' && Number.isInteger(level) && level >= 1 && level <= LEAST_URGENT;
  // Nobody may drop off the list because a rule failed: without a level, somebody has to look first.
  if (!isLevel) reader.add('level', gave(prioritise.level, value));
  const reasons = reader.names('reasons', prioritise.reasons);
  const rules = version === undefined ? {} : { rules: version };
  return {
    kind: 'priority',
    level: isLevel ? level : 1,
    reasons,
    faults: reader.faults(),
    ...rules,
    explanation,
    context,
  };
};

const run = (chosen: Chosen, decision: string, before: Context, now: Temporal.ZonedDateTime) => {
  if (chosen.kind === 'none') {
    const explanation = { name: decision, question: null, value: null, tables: [], requires: [] };
    return { value: null, explanation, fault: chosen.fault, warnings: [] };
  }
  const { value, warnings, explanation } = chosen.rules.model.decide(decision, before, { now });
  return { value, warnings, explanation, ...(chosen.isChosen ? { version: chosen.rules.file } : {}) };
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
