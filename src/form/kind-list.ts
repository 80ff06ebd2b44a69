import type { CompiledField, FieldOf, Language } from '#definition';
import { type Context, isContext, joinContexts, makeContext, type Value } from '#rules';
import type { Answer, Answers } from './answers.ts';
import {
  answered,
  type Entered,
  type Entry,
  type Fault,
  failed,
  type Kind,
  NOTHING,
  type Read,
  type Surroundings,
  type View,
} from './kind.ts';

type Entries = readonly Answers[];
type KindOf = (field: CompiledField) => Kind;

/** A list can have 200 entries (schema); one more shows that there are too many. */
const MOST = 201;

/** How many entries the controls below `path` hold: one more than the greatest index. */
export const countEntries = (entered: Entered, path: string): number => {
  let count = 0;
  for (const name of entered.keys()) {
    if (!name.startsWith(`${path}.`)) continue;
    const index = name.slice(path.length + 1).split('.', 1)[0] ?? '';
    if (/^\d{1,3}$/.test(index)) count = Math.max(count, Math.min(MOST, Number(index) + 1));
  }
  return count;
};

const deepen = (fault: Fault, index: number, { field }: CompiledField): Fault => ({
  ...fault,
  part: `.${index}.${field.id}${fault.part ?? ''}`,
  inner: fault.inner ? { ...fault.inner, key: `${field.id}.${fault.inner.key}` } : { field, key: field.id },
});

/**
 * A list of entries of the same fields. It needs the other kinds, so the table hands them in. Entries left wholly empty
 * are dropped; faults keep the number of the entry as it stands on the page.
 */
export const makeListKind = (kindOf: KindOf): Kind<'list', Entries> => {
  const feelOfEntry = (entry: Answers, items: readonly CompiledField[]): Context =>
    makeContext(
      items.map((item): readonly [string, Value] => {
        const answer = entry[item.field.id];
        return [item.field.id, answer === undefined ? null : kindOf(item).toFeel(item.field, answer, item)];
      }),
    );

  const readEntry = (
    items: readonly CompiledField[],
    index: number,
    readItem: (item: CompiledField) => Read,
  ): { entry: Answers; faults: readonly Fault[] } => {
    const entry: Record<string, Answer> = {};
    const faults: Fault[] = [];
    for (const item of items) {
      const { answer, faults: found } = readItem(item);
      if (answer !== undefined) entry[item.field.id] = answer;
      faults.push(...found.map((fault) => deepen(fault, index, item)));
    }
    return { entry, faults };
  };

  const gather = (read: readonly { entry: Answers; faults: readonly Fault[] }[]): Read<Entries> => {
    const faults = read.flatMap((one) => one.faults);
    const entries = read.filter((one) => Object.keys(one.entry).length > 0 || one.faults.length > 0);
    if (faults.length > 0) return { answer: entries.map(({ entry }) => entry), faults };
    return entries.length === 0 ? NOTHING : answered(entries.map(({ entry }) => entry));
  };

  const checkEntry = (
    entry: Answers,
    index: number,
    around: Surroundings,
    items: readonly CompiledField[],
  ): Fault[] => {
    const context = joinContexts(around.context, feelOfEntry(entry, items)); // names inside stand before those outside
    return items.flatMap((item): Fault[] => {
      if (item.when && item.when.evaluate(context, around).value !== true) return [];
      const answer = entry[item.field.id];
      const needed = item.field.kind !== 'note' && item.field.kind !== 'list' && item.field.required;
      if (answer === undefined && item.field.kind !== 'list')
        return needed ? [deepen({ code: 'required' }, index, item)] : [];
      const found = kindOf(item).check(item.field, answer ?? [], { ...around, context }, item);
      return found.map((fault) => deepen(fault, index, item));
    });
  };

  return {
    read: (_, entered, path, { item }) =>
      gather(
        Array.from({ length: countEntries(entered, path) }, (__, index) =>
          readEntry(item, index, (one) =>
            kindOf(one).read(one.field, entered, `${path}.${index}.${one.field.id}`, one),
          ),
        ),
      ),
    readJson: (_, json, { item }) => {
      if (!Array.isArray(json) || json.length > 1000) return failed('type', { values: { type: 'list' } });
      return gather(json.map((one, index) => readJsonEntry(one, index, item)));
    },
    check: (field, answer, around, { item }) => {
      const values = { min: String(field.min), max: String(field.max), count: String(answer.length) };
      if (answer.length < field.min) return [{ code: 'fewentries', values }];
      if (answer.length > field.max) return [{ code: 'manyentries', values }];
      return answer.flatMap((entry, index) => checkEntry(entry, index, around, item));
    },
    enter: (_, answer, path, language, { item }) =>
      answer.flatMap((entry, index) => enterEntry(entry, `${path}.${index}`, language, item)),
    print: (_, answer, view, { item }) => answer.map((entry) => printEntry(entry, view, item)).join('\n\n'),
    toFeel: (_, answer, { item }) => answer.map((entry) => feelOfEntry(entry, item)),
  };

  function readJsonEntry(json: unknown, index: number, items: readonly CompiledField[]) {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      return { entry: {}, faults: [{ code: 'type', part: `.${index}`, values: { type: 'object' } } as const] };
    const values = new Map<string, unknown>(Object.entries(json));
    const { entry, faults } = readEntry(items, index, (item) => {
      const value = values.get(item.field.id);
      values.delete(item.field.id);
      return value === undefined || value === null ? NOTHING : kindOf(item).readJson(item.field, value, item);
    });
    if (values.size === 0) return { entry, faults };
    const unknown = [...values.keys()].map((name): Fault => ({ code: 'unknown', part: `.${index}.${name}` }));
    return { entry, faults: [...faults, ...unknown] };
  }

  function enterEntry(entry: Answers, path: string, language: Language, items: readonly CompiledField[]): Entry[] {
    return items.flatMap((item) => {
      const answer = entry[item.field.id];
      if (answer === undefined) return [];
      return [...kindOf(item).enter(item.field, answer, `${path}.${item.field.id}`, language, item)];
    });
  }

  function printEntry(entry: Answers, view: View, items: readonly CompiledField[]): string {
    return items
      .flatMap((item) => {
        const answer = entry[item.field.id];
        if (answer === undefined) return [];
        const key = `${view.key}.${item.field.id}`;
        const text = kindOf(item).print(item.field, answer, { ...view, key }, item);
        const label = view.texts.fields[key]?.label ?? item.field.id;
        return [/[?!:…]$/.test(label) ? `${label} ${text}` : `${label}: ${text}`];
      })
      .join('\n');
  }
};

/** The entries of a list with what is no longer asked in each taken out. */
export const pruneEntries = (
  field: FieldOf<'list'>,
  compiled: CompiledField,
  answer: Entries,
  around: Surroundings,
  kind: Kind,
): Entries => {
  if (!compiled.item.some(({ when }) => when)) return answer;
  const feel = kind.toFeel(field, answer, compiled);
  return answer.map((entry, index) => {
    const inner = Array.isArray(feel) ? feel[index] : undefined;
    const context = isContext(inner) ? joinContexts(around.context, inner) : around.context;
    const kept = compiled.item.filter(({ when }) => !when || when.evaluate(context, around).value === true);
    if (kept.length === compiled.item.length) return entry;
    const ids = new Set(kept.map((item) => item.field.id));
    return Object.fromEntries(Object.entries(entry).filter(([id]) => ids.has(id)));
  });
};
