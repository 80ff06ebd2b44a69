import type { CompiledField, CompiledService, Language, Texts } from '#definition';
import type { Answer, Answers } from './answers.ts';
import { kindOf } from './kinds.ts';
import { type Situation, walk } from './walk.ts';
import { textsFor } from './wording.ts';

/** One question with its answer as text; lines are parted by line breaks, entries of a list by blank lines. */
export type SummaryRow = {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  /** It has no answer yet, and one may follow. */
  readonly isLater: boolean;
};
export type SummarySection = {
  readonly page: string;
  readonly title: string;
  readonly rows: readonly SummaryRow[];
  /** Nothing of it is asked now. */
  readonly isLater: boolean;
};

/** An answer as people read it, in their language. */
export const displayAnswer = (compiled: CompiledField, answer: Answer, texts: Texts, language: Language): string =>
  kindOf(compiled).print(compiled.field, answer, { texts, language, key: compiled.field.id }, compiled);

/** All questions asked with their answers, page by page. An optional question left open has an empty value. */
export const summary = (
  service: CompiledService,
  given: Answers,
  situation: Situation,
  language: Language,
): readonly SummarySection[] => {
  const { pages, answers } = walk(service, given, situation);
  const texts = textsFor(service, language);
  return pages.map(({ compiled, fields, waiting, isPutOff }) => ({
    page: compiled.id,
    isLater: isPutOff,
    title: texts.pages[compiled.id]?.title ?? compiled.id,
    rows: fields
      .filter(({ field }) => field.kind !== 'note')
      .map((field) => {
        const answer = answers[field.field.id];
        return {
          path: field.field.id,
          label: texts.fields[field.field.id]?.label ?? field.field.id,
          isLater: answer === undefined && waiting.has(field.field.id),
          value: answer === undefined ? '' : displayAnswer(field, answer, texts, language),
        };
      }),
  }));
};
