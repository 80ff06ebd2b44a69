import type { CompiledService } from '#definition';
import type { Outstanding } from '#form';

/** What of a page is still to be handed in, for programs. There is no day until which: what follows may follow at any time. */
export type Missing = {
  readonly page: string;
  /** Ids of its questions, of which answers to others may leave out some. Taken over the API. */
  readonly fields: readonly string[];
  /** Ids of its files. Taken by the pages alone. */
  readonly files: readonly string[];
};

/** What is outstanding, page by page in the order of the form. */
export const describeOutstanding = (
  { pages }: CompiledService,
  outstanding: readonly Outstanding[],
): readonly Missing[] => {
  if (outstanding.length === 0) return []; // as after nearly every submission
  return pages.flatMap(({ id, fields }) => {
    const own = outstanding.filter(({ page }) => page === id);
    if (own.length === 0) return [];
    const isWhole = own.some(({ field }) => field === undefined);
    const missing = fields.filter(({ field }) => isWhole || own.some((one) => one.field === field.id));
    const idsOf = (isFile: boolean): string[] =>
      missing.flatMap(({ field }) => (field.kind !== 'note' && (field.kind === 'file') === isFile ? [field.id] : []));
    return [{ page: id, fields: idsOf(false), files: idsOf(true) }];
  });
};
