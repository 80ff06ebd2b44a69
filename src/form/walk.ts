import type { CompiledField, CompiledPage, CompiledService } from '#definition';
import {
  type Context,
  date,
  type EvaluationOptions,
  type Expression,
  emptyContext,
  makeContext as makeFeel,
  number,
  type Value,
} from '#rules';
import type { Answer, Answers } from './answers.ts';
import type { Surroundings } from './kind.ts';
import { pruneEntries } from './kind-list.ts';
import { kindOf } from './kinds.ts';
import { type Ease, placeLater } from './later.ts';

/** What expressions may know besides the answers. */
export type Situation = {
  /** Parameters of the installation, as `parametersContext` gives them. */
  readonly parameters: Context;
  /** Day of receipt in Berlin; while the form is filled in, today. */
  readonly received: Temporal.PlainDate;
  readonly now: Temporal.ZonedDateTime;
  /** How many other cases have the same value, by field. */
  readonly duplicates?: Readonly<Record<string, number>>;
  /** How much may follow later; absent: what always may. */
  readonly ease?: Ease;
  /** Only these fields are asked; the other answers stand. For what is handed in later. */
  readonly only?: ReadonlySet<string>;
};

/** A page that is asked, with those of its fields that are asked. */
export type ReachablePage = {
  readonly compiled: CompiledPage;
  readonly fields: readonly CompiledField[];
  /** Ids of fields that may be without an answer for now: they follow. */
  readonly waiting: ReadonlySet<string>;
  /** The whole page is asked later; it can be opened all the same. */
  readonly isPutOff: boolean;
};

/** One walk through the form: which pages and fields are asked, the answers that count, and what FEEL sees of them. */
export type Walk = {
  readonly pages: readonly ReachablePage[];
  readonly answers: Answers;
  readonly context: Context;
};

const isTrue = (when: Expression | undefined, context: Context, options: EvaluationOptions): boolean =>
  !when || when.evaluate(context, options).value === true;

/** All who come on a day are given the same object for it (`berlinDate`): it is read once. */
const days = new WeakMap<Temporal.PlainDate, Value>();
const dayOf = (received: Temporal.PlainDate): Value => {
  const known = days.get(received);
  if (known !== undefined) return known;
  const day = date(received.toString());
  days.set(received, day);
  return day;
};

const startContext = (service: CompiledService, situation: Situation): Record<string, Value> => {
  const context: Record<string, Value> = emptyContext();
  for (const { fields } of service.pages) for (const { field } of fields) context[field.id] = null;
  Object.assign(context, situation.parameters);
  const watched = service.service.decide?.duplicates ?? [];
  const counts = watched.map((id) => [id, number(String(situation.duplicates?.[id] ?? 0))] as const);
  context['duplicates'] = makeFeel(counts);
  context['submission'] = makeFeel([['received', dayOf(situation.received)]]);
  return context;
};

const pruneAnswer = (compiled: CompiledField, answer: Answer, around: Surroundings): Answer => {
  if (compiled.field.kind !== 'list' || !Array.isArray(answer)) return answer;
  return pruneEntries(compiled.field, compiled, answer as readonly Answers[], around, kindOf(compiled));
};

/** The page with those of its fields that are asked for now; none when there are none. */
const narrow = (
  compiled: CompiledPage,
  fields: readonly CompiledField[],
  answers: Answers,
  situation: Situation,
): readonly ReachablePage[] => {
  const { only } = situation;
  if (!only) return [placeLater(compiled, fields, answers, situation)];
  const isAsked = ({ field }: CompiledField): boolean => only.has(field.id);
  const asked = fields.filter(isAsked);
  if (asked.length === 0) return [];
  const part = { ...compiled, fields: compiled.fields.filter(isAsked) };
  return [placeLater(part, asked, answers, situation)];
};

/**
 * Walks the form once, front to back. A condition refers to earlier answers only, so what a page depends on has been
 * decided when it is reached; answers on pages and fields that are not asked take no part.
 */
export const walk = (service: CompiledService, answers: Answers, situation: Situation): Walk => {
  const context = startContext(service, situation);
  const around = { context, now: situation.now };
  const kept: Record<string, Answer> = {};
  const pages: ReachablePage[] = [];
  for (const compiled of service.pages) {
    if (!isTrue(compiled.when, context, situation)) continue;
    const fields: CompiledField[] = [];
    for (const field of compiled.fields) {
      if (!isTrue(field.when, context, situation)) continue;
      fields.push(field);
      const { id } = field.field;
      const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
      if (answer === undefined) continue;
      const pruned = pruneAnswer(field, answer, around);
      kept[id] = pruned;
      context[id] = kindOf(field).toFeel(field.field, pruned, field);
    }
    pages.push(...narrow(compiled, fields, kept, situation));
  }
  return { pages, answers: kept, context };
};

/** What FEEL sees: answers (null where there is none), parameters, `submission`, `duplicates`. */
export const makeContext = (service: CompiledService, answers: Answers, situation: Situation): Context =>
  walk(service, answers, situation).context;

/** The pages that are asked, given these answers. */
export const reachablePages = (
  service: CompiledService,
  answers: Answers,
  situation: Situation,
): readonly CompiledPage[] => walk(service, answers, situation).pages.map(({ compiled }) => compiled);

/** The answers without those to questions that are no longer asked. */
export const prune = (service: CompiledService, answers: Answers, situation: Situation): Answers =>
  walk(service, answers, situation).answers;
