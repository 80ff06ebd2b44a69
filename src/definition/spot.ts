import type { Place } from '#lib/problem.ts';

/** Where a problem lies: a place in a file, and the path of the value in it. */
export type Spot = { readonly place: Place; readonly path?: string };

/** The start of a file, for what concerns it as a whole. */
export const startOf = (file: string): Spot => ({ place: { file, line: 1, column: 1 } });

/** Line and column of a character offset, both from 1, columns in UTF-16 units as editors count. */
export const spotAt = (file: string, text: string, offset: number): Spot => {
  const before = text.slice(0, Math.max(0, offset)).split('\n');
  return { place: { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 } };
};
