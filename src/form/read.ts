import type { CompiledField, CompiledPage, CompiledService, Language } from '#definition';
import type { Answer, Answers } from './answers.ts';
import { checkPage, type FormProblem, toProblem, voiceOf } from './check.ts';
import type { Entered } from './kind.ts';
import { kindOf } from './kinds.ts';
import { type Situation, type Walk, walk } from './walk.ts';
import { wordCode } from './wording.ts';

/** The controls of a post as a map; more than one value of a name stay together. */
export const enteredOf = (post: Iterable<readonly [string, string]>): Entered => {
  const entered = new Map<string, string[]>();
  for (const [name, value] of post) entered.set(name, [...(entered.get(name) ?? []), value]);
  return entered;
};

/** What came of posting a page. */
export type ReadPage = {
  /** All answers so far with this page's replaced; also those to questions that are no longer asked. */
  readonly answers: Answers;
  readonly problems: readonly FormProblem[];
  readonly walk: Walk;
};

/** Reads the controls of one page. Controls of other names are ignored: extensions and tools add their own. */
export const readPost = (
  service: CompiledService,
  page: CompiledPage,
  entered: Entered,
  answers: Answers,
  situation: Situation,
  language: Language = 'de',
): ReadPage => {
  const voice = voiceOf(service, language);
  const ids = new Set(page.fields.map(({ field }) => field.id));
  const merged: Record<string, Answer> = Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.has(id)));
  const faults = page.fields.map((compiled) => {
    const { field } = compiled;
    const { answer, faults: found } = kindOf(compiled).read(field, entered, field.id, compiled);
    if (answer !== undefined) merged[field.id] = answer;
    return { compiled, found };
  });
  const walked = walk(service, merged, situation);
  const reached = walked.pages.find(({ compiled }) => compiled.id === page.id);
  const asked = new Set(reached?.fields);
  const unread = faults.filter(({ compiled, found }) => found.length > 0 && asked.has(compiled));
  const problems = unread.flatMap(({ compiled, found }) =>
    found.map((fault) => toProblem(fault, compiled, page.id, voice)),
  );
  const except = new Set(unread.map(({ compiled }) => compiled.field.id));
  const checked = reached ? checkPage(reached, walked, situation.now, voice, except) : [];
  for (const { compiled, found } of faults) if (found.length > 0) delete merged[compiled.field.id];
  return { answers: merged, problems: inOrder(page, [...problems, ...checked]), walk: walked };
};

/** In the order of the page, so that the summary reads from top to bottom. */
const inOrder = (page: CompiledPage, problems: readonly FormProblem[]): readonly FormProblem[] => {
  const order = new Map(page.fields.map(({ field }, i) => [field.id, i]));
  const place = ({ path }: FormProblem): number => order.get(path.split('.')[0] ?? '') ?? page.fields.length;
  return problems.toSorted((a, b) => place(a) - place(b));
};

export type ReadJson =
  | { readonly kind: 'answers'; readonly answers: Answers }
  | { readonly kind: 'problems'; readonly problems: readonly FormProblem[] };

const NOT_AN_OBJECT: Readonly<Record<string, string>> = {
  en: 'Answers must be an object with one entry a field.',
  de: 'Die Antworten müssen ein Objekt mit einem Eintrag je Feld sein.',
};

const refuse = (code: string, message: string, path: string): FormProblem => ({
  code,
  severity: 'error',
  message,
  path,
  page: '',
});

/** Reads typed answers, as worked examples and the API have them. Strict: an unknown field or a wrong type is a problem. */
export const readJson = (service: CompiledService, json: unknown, language: Language = 'de'): ReadJson => {
  const voice = voiceOf(service, language);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const message = NOT_AN_OBJECT[language] ?? NOT_AN_OBJECT['de'] ?? '';
    return { kind: 'problems', problems: [refuse('answers.type', message, '')] };
  }
  const values = new Map<string, unknown>(Object.entries(json));
  const answers: Record<string, Answer> = {};
  const problems: FormProblem[] = [];
  const readField = (compiled: CompiledField, page: string): void => {
    const { field } = compiled;
    const value = values.get(field.id);
    values.delete(field.id);
    if (value === undefined || value === null) return;
    const { answer, faults } = kindOf(compiled).readJson(field, value, compiled);
    if (answer !== undefined && faults.length === 0) answers[field.id] = answer;
    problems.push(...faults.map((fault) => toProblem(fault, compiled, page, voice)));
  };
  for (const page of service.pages) for (const compiled of page.fields) readField(compiled, page.id);
  for (const name of values.keys()) problems.push(refuse('answer.unknown', wordCode('unknown', language), name));
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'answers', answers };
};
