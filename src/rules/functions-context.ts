import { any, context, define, list, present, signature, text } from './params.ts';
import type { Run } from './run.ts';
import { type Context, type Func, getEntry, isContext, isList, makeContext, type Value } from './value.ts';

const entriesOf = (value: Context): [string, Value][] =>
  Object.keys(value).map((name) => [name, getEntry(value, name) ?? null]);

const fromEntries = (run: Run, entries: readonly Value[]): Value => {
  const result = new Map<string, Value>();
  for (const entry of entries) {
    const key = isContext(entry) ? getEntry(entry, 'key') : undefined;
    const value = isContext(entry) ? getEntry(entry, 'value') : undefined;
    if (typeof key !== 'string' || value === undefined || result.has(key)) {
      return run.warn('argument.entries');
    }
    result.set(key, value);
  }
  return makeContext(result);
};

const put = (run: Run, target: Context, [key, ...rest]: readonly Value[], value: Value): Value => {
  if (typeof key !== 'string') return run.warn('argument.key');
  let entry = value;
  if (rest.length > 0) {
    const inner = getEntry(target, key) ?? null;
    if (!isContext(inner)) return run.warn('argument.nested', { key });
    entry = put(run, inner, rest, value);
    if (entry === null) return null;
  }
  return makeContext([...entriesOf(target), [key, entry]]);
};

const putAt = (run: Run, target: Context, key: Value, value: Value): Value => {
  if (isList(key) && key.length === 0) return run.warn('argument.nokey');
  return put(run, target, isList(key) ? key : [key], value);
};

const merge = (run: Run, contexts: readonly Value[]): Value => {
  const found = contexts.filter((item) => isContext(item));
  if (found.length < contexts.length) return run.warn('argument.contexts');
  return makeContext(found.flatMap(entriesOf));
};

/** DMN 1.5 § 10.3.4.9, context functions. */
export const contextFunctions: readonly Func[] = [
  define(
    'get value',
    signature([context('m'), text('key')], (_, m, key) => getEntry(m, key) ?? null),
  ),
  define(
    'get entries',
    signature([context('m')], (_, m) =>
      entriesOf(m).map(([key, value]) =>
        makeContext([
          ['key', key],
          ['value', value],
        ]),
      ),
    ),
  ),
  define('context', signature([list('entries')], fromEntries)),
  define(
    'context put',
    // Without names either may come; the first to take the call decides.
    signature([context('context'), present('keys'), any('value')], putAt),
    signature([context('context'), text('key'), any('value')], putAt),
  ),
  define('context merge', signature([list('contexts')], merge)),
];
