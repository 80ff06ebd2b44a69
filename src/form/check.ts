import type { CompiledField, CompiledService, Language, Texts } from '#definition';
import type { Problem } from '#lib/problem.ts';
import type { Answers } from './answers.ts';
import type { Fault, Surroundings } from './kind.ts';
import { kindOf } from './kinds.ts';
import { type ReachablePage, type Situation, type Walk, walk } from './walk.ts';
import { textsFor, wordFault } from './wording.ts';

/** A problem with an answer. `path` is the id of the control, such as `gruppen.0.anzahl`. */
export type FormProblem = Problem & { readonly path: string; readonly page: string };

/** In which words problems are told. */
export type Voice = { readonly texts: Texts; readonly language: Language };

export const voiceOf = (service: CompiledService, language: Language): Voice => ({
  texts: textsFor(service, language),
  language,
});

export const toProblem = (fault: Fault, compiled: CompiledField, page: string, voice: Voice): FormProblem => ({
  code: `answer.${fault.code}`,
  severity: 'error',
  message: wordFault(fault, compiled, voice.texts, voice.language),
  path: `${compiled.field.id}${fault.part ?? ''}`,
  page,
});

/** Faults of one field's answer, or that it is missing. */
export const checkField = (compiled: CompiledField, answers: Answers, around: Surroundings): readonly Fault[] => {
  const { field } = compiled;
  const answer = answers[field.id];
  if (answer !== undefined) return kindOf(compiled).check(field, answer, around, compiled);
  if (field.kind === 'note') return [];
  if (field.kind === 'list') return kindOf(compiled).check(field, [], around, compiled);
  return field.required ? [{ code: 'required' }] : [];
};

const NONE: ReadonlySet<string> = new Set();

/** Problems of a page: its fields, then its checks between answers, which count only where the fields stand. */
export const checkPage = (
  { compiled, fields, waiting }: ReachablePage,
  { answers, context }: Walk,
  now: Temporal.ZonedDateTime,
  voice: Voice,
  except: ReadonlySet<string> = NONE,
): readonly FormProblem[] => {
  const around = { context, now };
  const problems: FormProblem[] = [];
  for (const field of fields) {
    const { id } = field.field;
    // What may follow is no problem while it is missing; once it is there, it is checked as everything else.
    if (except.has(id) || (answers[id] === undefined && waiting.has(id))) continue;
    for (const fault of checkField(field, answers, around)) problems.push(toProblem(fault, field, compiled.id, voice));
  }
  if (compiled.checks.length === 0) return problems;
  const faulty = new Set([...except, ...problems.map(({ path }) => path.split('.')[0])]);
  for (const check of compiled.checks) {
    if (check.fields.some((id) => faulty.has(id))) continue;
    if (check.fail.evaluate(context, { now }).value !== true) continue;
    problems.push({
      code: `check.${check.id}`,
      severity: 'error',
      message: voice.texts.checks[check.id] ?? check.id,
      path: check.fields.findLast((id) => compiled.fields.some(({ field }) => field.id === id)) ?? '',
      page: compiled.id,
    });
  }
  return problems;
};

/** Problems of the pages that a walk reached. */
export const checkWalk = (
  service: CompiledService,
  walked: Walk,
  { now }: Situation,
  language: Language = 'de',
): readonly FormProblem[] => {
  const voice = voiceOf(service, language);
  return walked.pages.flatMap((page) => checkPage(page, walked, now, voice));
};

/** Problems of the whole form: what is missing, out of bounds or contradictory, on the pages that are asked. */
export const checkAnswers = (
  service: CompiledService,
  answers: Answers,
  situation: Situation,
  language: Language = 'de',
): readonly FormProblem[] => checkWalk(service, walk(service, answers, situation), situation, language);
