import { parseAccept } from 'hono/utils/accept';
import { z } from 'zod';
import { type CompiledService, Language } from '#definition';
import { type Answers, attachmentsOf, type ReadJson, readJson } from '#form';
import type { Problem } from '#lib/problem.ts';
import { type Answer, type AnswerError, problemAnswer } from './problem-details.ts';

/** Largest body in bytes. */
export const MOST_BYTES = 512 * 1024;

const Body = z.strictObject({ answers: z.record(z.string(), z.unknown()), language: Language.optional() });
export type Body = z.infer<typeof Body>;

/** The body of a post that hands answers in. */
export const readBody = (text: string): Body | { readonly problem: string } => {
  try {
    const parsed = Body.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return { problem: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'unexpected shape'}` };
  } catch (error) {
    return { problem: error instanceof SyntaxError ? error.message : 'The body could not be read.' };
  }
};

export type Refused = { readonly kind: 'refused'; readonly answer: Answer };
export const refused = (answer: Answer): Refused => ({ kind: 'refused', answer });
export const isRefused = (one: object): one is Refused => 'kind' in one && one.kind === 'refused';

export const toErrors = (problems: readonly Problem[]): readonly AnswerError[] =>
  problems.map(({ path = '', code, message, remedy }) => ({
    path,
    code,
    detail: remedy ? `${message} ${remedy}` : message,
  }));

/** Only pages take files: what a program says of one cannot be believed. */
const refuseFile = (name: string) => ({
  path: '',
  code: 'answer.upload',
  detail: `The file "${name}" was not uploaded here. Files can be handed in by the pages alone; leave it out.`,
});

/** Refused for what is wrong with single answers. */
export const refuseAnswers = (errors: readonly AnswerError[]): Refused =>
  refused(problemAnswer('invalid-answers', { errors }));

/** The language in which problems are told: the one of ours that is liked best (`Accept-Language`), German where none is. */
export const languageOf = (accepted: string): Language => {
  for (const { type, q } of parseAccept(accepted)) {
    const [language = ''] = type.toLowerCase().split('-');
    if (q > 0 && (language === 'de' || language === 'en')) return language;
  }
  return 'de';
};

/** Answers of the right types, without any file. */
export const readTyped = (
  compiled: CompiledService,
  { answers }: Body,
  language: Language,
): { readonly kind: 'typed'; readonly answers: Answers } | Refused => {
  const read: ReadJson = readJson(compiled, answers, language);
  if (read.kind === 'problems') return refuseAnswers(toErrors(read.problems));
  const [file] = attachmentsOf(read.answers);
  return file ? refuseAnswers([refuseFile(file.name)]) : { kind: 'typed', answers: read.answers };
};
