import { callFunction } from './call.ts';
import { compare, equals } from './compare.ts';
import { Decimal, ONE, ZERO } from './decimal.ts';
import { any, define, func, list, optional, present, signature, variadic, whole } from './params.ts';
import type { Run } from './run.ts';
import { Func, isList, type Value } from './value.ts';

type Items = readonly Value[];

const integer = (value: number): Decimal => Decimal.make(value, 0);

/** Both ways to call: with one list, and with the items themselves. */
const aggregate = (name: string, body: (run: Run, items: Items) => Value): Func =>
  define(name, signature([list('list')], body), variadic(body));

const numbers = (run: Run, items: Items): readonly Decimal[] | null => {
  run.spend(items.length);
  const found = items.filter((item) => item instanceof Decimal);
  return found.length === items.length ? found : run.warn('argument.numbers');
};

const total = (items: readonly Decimal[]): Decimal | null =>
  items.reduce<Decimal | null>((sum, item) => sum?.plus(item) ?? null, ZERO);

const overNumbers =
  (body: (items: readonly Decimal[]) => Value) =>
  (run: Run, items: Items): Value => {
    const found = numbers(run, items);
    return found && found.length > 0 ? body(found) : null;
  };

const extreme =
  (wanted: number) =>
  (run: Run, items: Items): Value => {
    run.spend(items.length);
    let best = items[0] ?? null;
    for (const item of items) {
      const sign = compare(item, best);
      if (sign === null) return run.warn('argument.order');
      if (sign === wanted) best = item;
    }
    return best;
  };

/** Three-valued, as `and` and `or` are. */
const combine =
  (decisive: boolean) =>
  (_: Run, items: Items): Value => {
    if (items.includes(decisive)) return decisive;
    return items.every((item) => typeof item === 'boolean') ? !decisive : null;
  };

const sorted = (items: readonly Decimal[]): readonly Decimal[] => items.toSorted((a, b) => a.compare(b));

const median = (items: readonly Decimal[]): Value => {
  const order = sorted(items);
  const middle = order[order.length >> 1] ?? null;
  const lower = order[(order.length - 1) >> 1];
  return lower && middle ? (lower.plus(middle)?.dividedBy(integer(2)) ?? null) : null;
};

/** The standard deviation of a sample: over n − 1. */
const deviation = (items: readonly Decimal[]): Value => {
  const mean = total(items)?.dividedBy(integer(items.length));
  if (!mean || items.length < 2) return null;
  const squares = items.map((item) => item.minus(mean)).map((gap) => gap?.times(gap) ?? ZERO);
  return (
    total(squares)
      ?.dividedBy(integer(items.length - 1))
      ?.squareRoot() ?? null
  );
};

const mode = (run: Run, items: Items): Value => {
  const found = numbers(run, items);
  if (found === null) return null;
  const counts = new Map<string, number>();
  for (const item of found) counts.set(item.toString(), (counts.get(item.toString()) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return sorted([...counts].filter(([, times]) => times === most).map(([item]) => Decimal.parse(item) ?? ZERO));
};

/** The 0-based index of a 1-based position, from the end when negative; undefined outside. */
const indexOf = (items: Items, position: number, extra = 0): number | undefined => {
  const index = position > 0 ? position - 1 : items.length + position;
  return position !== 0 && index >= 0 && index < items.length + extra ? index : undefined;
};

const outside = (run: Run, items: Items, position: number): null =>
  run.warn('index', { index: position, count: items.length });

const sublist = (run: Run, items: Items, start: number, length: number | undefined): Value => {
  const first = indexOf(items, start);
  if (first === undefined || (length !== undefined && (length < 1 || first + length > items.length))) {
    return outside(run, items, start);
  }
  return items.slice(first, length === undefined ? undefined : first + length);
};

const insertBefore = (run: Run, items: Items, position: number, item: Value): Value => {
  const index = indexOf(items, position);
  return index === undefined ? outside(run, items, position) : items.toSpliced(index, 0, item);
};

const remove = (run: Run, items: Items, position: number): Value => {
  const index = indexOf(items, position);
  return index === undefined ? outside(run, items, position) : items.toSpliced(index, 1);
};

const replaceMatching = (run: Run, items: Items, match: Func, item: Value): Value => {
  const result: Value[] = [];
  for (const old of items) {
    const verdict = callFunction(run, match, [old, item]);
    if (typeof verdict !== 'boolean') return run.warn('argument.match');
    result.push(verdict ? item : old);
  }
  return result;
};

const replaceAt = (run: Run, items: Items, position: Value, item: Value): Value => {
  if (position instanceof Func) return replaceMatching(run, items, position, item);
  if (!(position instanceof Decimal)) return run.warn('argument.position');
  const index = indexOf(items, Math.trunc(position.toNumber()));
  return index === undefined ? outside(run, items, position.toNumber()) : items.with(index, item);
};

const distinct = (run: Run, items: Items): Value[] => {
  const kept: Value[] = [];
  for (const item of items) {
    run.spend(1 + (kept.length >> 3));
    if (!kept.some((other) => equals(other, item))) kept.push(item);
  }
  return kept;
};

const flatten = (run: Run, items: Items): Value[] => {
  run.spend(items.length);
  return items.flatMap((item) => (isList(item) ? flatten(run, item) : [item]));
};

const concatenate = (run: Run, lists: Items): Value[] => {
  const joined = lists.flatMap((item) => (isList(item) ? item : [item]));
  run.spend(joined.length);
  return joined;
};

const sort = (run: Run, items: Items, precedes: Func): Value => {
  const isBefore = (a: Value, b: Value): boolean => callFunction(run, precedes, [a, b]) === true;
  return items.toSorted((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
};

const positions = (run: Run, items: Items, match: Value): Value => {
  run.spend(items.length);
  return items.flatMap((item, index) => (equals(item, match) ? [integer(index + 1)] : []));
};

const withLists = (name: string, body: (run: Run, lists: Items) => Value): Func => define(name, variadic(body));

/** DMN 1.5 § 10.3.4.4 list functions and § 10.3.4.6 sort. */
export const listFunctions: readonly Func[] = [
  define(
    'list contains',
    signature([list('list'), any('element')], (_, items, element) => items.some((item) => equals(item, element))),
  ),
  define(
    'count',
    signature([list('list')], (_, items) => integer(items.length)),
    variadic((_, items) => integer(items.length)),
  ),
  aggregate('min', extreme(-1)),
  aggregate('max', extreme(1)),
  aggregate('sum', overNumbers(total)),
  aggregate(
    'mean',
    overNumbers((items) => total(items)?.dividedBy(integer(items.length)) ?? null),
  ),
  aggregate(
    'product',
    overNumbers((items) => items.reduce<Decimal | null>((a, b) => a?.times(b) ?? null, ONE)),
  ),
  aggregate('median', overNumbers(median)),
  aggregate('stddev', overNumbers(deviation)),
  aggregate('mode', mode),
  aggregate('all', combine(false)),
  aggregate('any', combine(true)),
  define('sublist', signature([list('list'), whole('start position'), optional(whole('length'))], sublist)),
  define(
    'append',
    signature([list('list'), any('item')], (_, items, item) => [...items, item]),
    variadic(append),
  ),
  withLists('concatenate', (run, lists) => (lists.includes(null) ? null : concatenate(run, lists))),
  define('insert before', signature([list('list'), whole('position'), any('newItem')], insertBefore)),
  define('remove', signature([list('list'), whole('position')], remove)),
  define(
    'list replace',
    signature([list('list'), present('position'), any('newItem')], replaceAt),
    signature([list('list'), func('match'), any('newItem')], replaceMatching),
  ),
  define(
    'reverse',
    signature([list('list')], (_, items) => items.toReversed()),
  ),
  define('index of', signature([list('list'), any('match')], positions)),
  withLists('union', (run, lists) => (lists.includes(null) ? null : distinct(run, concatenate(run, lists)))),
  define('distinct values', signature([list('list')], distinct)),
  define('flatten', signature([list('list')], flatten)),
  define('sort', signature([list('list'), func('precedes')], sort)),
];

function append(run: Run, [items = null, ...added]: Items): Value {
  if (items === null) return null;
  run.spend(added.length);
  return [...(isList(items) ? items : [items]), ...added];
}
