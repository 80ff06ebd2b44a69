import { z } from 'zod';
import type { CompiledField, CompiledPage } from '#definition';
import type { Answers } from './answers.ts';
import type { ReachablePage, Walk } from './walk.ts';

/** How much may follow later: 0: what always may; 1: files that may where very many apply; 2: whole pages too. */
export type Ease = 0 | 1 | 2;

/** Something that was asked and is to follow: a file, or all of a page. */
export const Outstanding = z.strictObject({
  page: z.string().describe('The page on which it is asked.'),
  field: z.string().optional().describe('The file; absent: the whole page.'),
});
export type Outstanding = Readonly<z.infer<typeof Outstanding>>;

const NONE: ReadonlySet<string> = new Set();

const mayFollow = ({ field }: CompiledField, ease: Ease): boolean =>
  field.kind === 'file' && field.later !== undefined && (field.later === 'always' || ease > 0);

const isAnswered = (answers: Answers, { field }: CompiledField): boolean => answers[field.id] !== undefined;

/**
 * Says of a page what of it may wait. A page that may wait does so while nothing of it is answered; what somebody has begun
 * is asked to the end, whatever happens to the load meanwhile.
 */
export const placeLater = (
  compiled: CompiledPage,
  fields: readonly CompiledField[],
  answers: Answers,
  { ease = 0, only }: { readonly ease?: Ease; readonly only?: ReadonlySet<string> },
): ReachablePage => {
  const waits = compiled.page.later !== undefined && ease > 1 && !fields.some((field) => isAnswered(answers, field));
  const follows = (field: CompiledField): boolean => waits || mayFollow(field, ease);
  // Most pages have nothing that waits, and a walk is made for every request.
  const waiting = fields.some(follows) ? new Set(fields.filter(follows).map(({ field }) => field.id)) : NONE;
  return { compiled, fields, waiting, isPutOff: waits && only === undefined };
};

const isRequired = ({ field }: CompiledField): boolean =>
  field.kind === 'list' ? field.min > 0 : field.kind !== 'note' && field.required;

const outstandingOn = ({ compiled, fields, waiting }: ReachablePage, answers: Answers): readonly Outstanding[] => {
  const missing = fields.filter(
    (field) => waiting.has(field.field.id) && isRequired(field) && !isAnswered(answers, field),
  );
  const page = compiled.id;
  if (missing.length === 0) return [];
  return missing.every(({ field }) => field.kind === 'file')
    ? missing.map(({ field }) => ({ page, field: field.id }))
    : [{ page }];
};

/** What is still to follow, in the order of the form. */
export const outstandingOf = ({ pages, answers }: Pick<Walk, 'pages' | 'answers'>): readonly Outstanding[] =>
  pages.flatMap((page) => outstandingOn(page, answers));

/** The fields that are asked where this is handed in. */
export const fieldsOf = (pages: readonly CompiledPage[], outstanding: readonly Outstanding[]): ReadonlySet<string> =>
  new Set(
    outstanding.flatMap(({ page, field }) =>
      field === undefined ? (pages.find(({ id }) => id === page)?.fields ?? []).map((one) => one.field.id) : [field],
    ),
  );
