import type { Problem } from '#lib/problem.ts';
import { findNearest } from './did-you-mean.ts';
import type { Spot } from './spot.ts';
import { type Code, WORDING } from './wording.ts';

/** Language of the problems themselves. */
export type ReportLanguage = 'de' | 'en';

type Values = Readonly<Record<string, string>>;
type Detail = Partial<Pick<Problem, 'expected' | 'received' | 'remedy' | 'path'>>;

/** Collects what is wrong with a package. */
export type Report = {
  readonly language: ReportLanguage;
  readonly problems: readonly Problem[];
  readonly add: (code: Code, spot: Spot, values?: Values, detail?: Detail) => void;
  /** „Meinten Sie …?“, where a known word is near; else a list of what is known. */
  readonly suggest: (word: string, known: Iterable<string>) => { readonly remedy?: string };
};

const fill = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

const MAX_LISTED = 20;
const MAX_PROBLEMS = 200;

/** Thrown when enough has been found: nobody reads more, and to place and explain a million would keep a server busy. */
export class EnoughProblems extends Error {}

const suggestIn = (language: ReportLanguage, word: string, known: Iterable<string>): { remedy?: string } => {
  const all = [...known];
  const nearest = findNearest(word, all);
  if (nearest !== undefined)
    return { remedy: language === 'de' ? `Meinten Sie „${nearest}“?` : `Did you mean “${nearest}”?` };
  if (all.length === 0) return {};
  const listed = `${all.slice(0, MAX_LISTED).join(', ')}${all.length > MAX_LISTED ? ', …' : ''}`;
  return { remedy: language === 'de' ? `Bekannt sind: ${listed}.` : `Known are: ${listed}.` };
};

const makeProblem = (language: ReportLanguage, code: Code, spot: Spot, values: Values, detail: Detail): Problem => {
  const { severity, ...wording } = WORDING[code];
  const [message, remedy = undefined] = wording[language];
  return {
    code,
    severity,
    message: fill(message, values),
    ...(remedy === undefined ? {} : { remedy: fill(remedy, values) }),
    ...spot,
    ...detail,
  };
};

export const makeReport = (language: ReportLanguage): Report => {
  const problems: Problem[] = [];
  return {
    language,
    problems,
    add: (code, spot, values = {}, detail = {}) => {
      problems.push(makeProblem(language, code, spot, values, detail));
      if (problems.length < MAX_PROBLEMS) return;
      problems.push(makeProblem(language, 'package.problems', spot, { max: String(MAX_PROBLEMS) }, {}));
      throw new EnoughProblems(`The report holds ${MAX_PROBLEMS} problems. Mend these first.`);
    },
    suggest: (word, known) => suggestIn(language, word, known),
  };
};

/** Problems in the order of the files' lines, each once. */
export const sortProblems = (problems: readonly Problem[]): Problem[] => {
  const key = ({ place, code, message }: Problem): string =>
    `${place?.file}\n${String(place?.line).padStart(7)}\n${String(place?.column).padStart(7)}\n${code}\n${message}`;
  const once = new Map(problems.map((problem) => [key(problem), problem]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
};
