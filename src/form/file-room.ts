import type { CompiledField, CompiledService } from '#definition';

/** How much room the files of one journey have, with those that were replaced or taken out again. */
export type FileRoom = { readonly files: number; readonly bytes: number };

/** Places for files that a form may have at most: a list of many entries, each with several, is not filled by anybody. */
const MOST_PLACES = 300;
/** Replacements that everybody has room for, and how many of them at the greatest size that the form asks for. */
const LEAST_SPARE = 20;
const LEAST_SPARE_LARGE = 5;
const MEGABYTE = 1 << 20;

/** The greatest size of each file that the fields can ask for, in megabytes; of endless lists the beginning. */
const placesOf = (fields: readonly CompiledField[]): readonly number[] =>
  fields.flatMap(({ field, item }) => {
    if (field.kind === 'file') return new Array<number>(field.max).fill(field.megabytes);
    if (field.kind !== 'list') return [];
    const entry = placesOf(item);
    const entries = Math.min(field.max, Math.ceil(MOST_PLACES / Math.max(1, entry.length)));
    return new Array<readonly number[]>(entries).fill(entry).flat();
  });

/** Room for all files that a form can ask for, each of them once more, and where they are few for some more. */
export const fileRoomOf = ({ pages }: Pick<CompiledService, 'pages'>): FileRoom => {
  const places = placesOf(pages.flatMap(({ fields }) => fields)).slice(0, MOST_PLACES);
  const megabytes = places.reduce((sum, one) => sum + one, 0);
  const spare = Math.max(megabytes, LEAST_SPARE_LARGE * Math.max(0, ...places));
  return { files: places.length + Math.max(places.length, LEAST_SPARE), bytes: (megabytes + spare) * MEGABYTE };
};
