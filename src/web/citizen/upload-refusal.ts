import type { FieldOf } from '#definition';
import type { FormProblem } from '#form';
import { printTypes } from './file-control.ts';
import { laterWords } from './later-words.ts';
import { uploadWords } from './upload-words.ts';
import type { ServiceVisit } from './visit.ts';
import { fill } from './words.ts';

/** Why no file is taken now, whatever it is: very many are here; the network has used its budget; our disk is full. */
const NOT_NOW = { crowd: 503, net: 429, full: 503 } as const;
export type NotNow = keyof typeof NOT_NOW;

/** `many`: more than the question takes. `much`: more than the journey has room for. `failed`: the fault is ours. */
export type RefusedFile = NotNow | 'empty' | 'large' | 'type' | 'many' | 'much' | 'failed';

/** The status of a page that says that a file could not be taken now; undefined for one that does not. */
export const statusOf = (problems: readonly FormProblem[]): 429 | 503 | undefined => {
  const codes = new Set(problems.map(({ code }) => code));
  return Object.entries(NOT_NOW).find(([why]) => codes.has(`answer.file.${why}`))?.[1];
};

const isNotNow = (why: RefusedFile): why is NotNow => why in NOT_NOW;

type Refused = {
  readonly field: FieldOf<'file'>;
  readonly label: string;
  /** Of the control. */
  readonly path: string;
  /** Of the file. */
  readonly name: string;
  /** Whether the journey hands in the rest of a submission. */
  readonly isRest: boolean;
};

/** What to do about it, where the first sentence does not say. */
const wayOut = (visit: ServiceVisit, { field, path, isRest }: Refused, why: RefusedFile): string => {
  const words = uploadWords(visit.language);
  if (why === 'much') return isRest ? words.muchRest : words.muchNew;
  if (!isNotNow(why)) return '';
  const { crowdLater, crowdWait } = laterWords(visit.language);
  const mayFollow = path === field.id && (field.later === 'always' || (field.later === 'load' && visit.level > 0));
  return mayFollow ? crowdLater : why === 'full' ? words.fullWait : crowdWait;
};

/** What is said at its question of a file that was not taken. */
export const tellRefusal = (visit: ServiceVisit, page: string, refused: Refused, why: RefusedFile): FormProblem => {
  const { field, label, path, name } = refused;
  const { crowd } = laterWords(visit.language);
  const values = { label, name, megabytes: field.megabytes, types: printTypes(field) };
  const first = fill({ ...uploadWords(visit.language), crowd }[why], values);
  // A line for each sentence; only Leichte Sprache shows them.
  const message = [first, wayOut(visit, refused, why)].filter(Boolean).join('\n');
  return { code: `answer.file.${why}`, severity: 'error', path, page, message };
};
