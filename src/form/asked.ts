import type { CompiledField } from '#definition';
import { type Context, makeContext, type Value } from '#rules';
import type { Entered, Surroundings } from './kind.ts';
import { countEntries } from './kind-list.ts';
import { kindOf } from './kinds.ts';

/** How many entries of a list a page shows: those entered, at least the fewest that are needed. */
export const countShown = (compiled: CompiledField, entered: Entered, path: string): number =>
  compiled.field.kind === 'list' ? Math.max(countEntries(entered, path), compiled.field.min) : 0;

const entryContext = (outer: Context, items: readonly CompiledField[], entered: Entered, path: string): Context =>
  makeContext([
    ...Object.entries(outer),
    ...items.map((item): readonly [string, Value] => {
      const { id } = item.field;
      const { answer, faults } = kindOf(item).read(item.field, entered, `${path}.${id}`, item);
      const known = answer !== undefined && faults.length === 0;
      return [id, known ? kindOf(item).toFeel(item.field, answer, item) : null];
    }),
  ]);

/** Which fields of the entry at `path` are asked, given what is entered in it. */
export const askedItems = (
  compiled: CompiledField,
  entered: Entered,
  path: string,
  around: Surroundings,
): readonly CompiledField[] => {
  if (!compiled.item.some(({ when }) => when)) return compiled.item;
  const context = entryContext(around.context, compiled.item, entered, path);
  return compiled.item.filter(({ when }) => !when || when.evaluate(context, around).value === true);
};

/** The paths of all controls that a page shows, those in entries of lists included. */
export const askedPaths = (
  fields: readonly CompiledField[],
  entered: Entered,
  around: Surroundings,
  prefix = '',
): readonly string[] =>
  fields.flatMap((compiled): readonly string[] => {
    const path = `${prefix}${compiled.field.id}`;
    const inner = Array.from({ length: countShown(compiled, entered, path) }, (_, index) => {
      const entry = `${path}.${index}`;
      return askedPaths(askedItems(compiled, entered, entry, around), entered, around, `${entry}.`);
    });
    return [path, ...inner.flat()];
  });
