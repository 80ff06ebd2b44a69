import { compare } from './compare.ts';
import { define, present, signature, text } from './params.ts';
import { parseRange } from './range-text.ts';
import { type Func, Range, type Value } from './value.ts';

/** One end of a range; `value` null lies at infinity on its `side`. */
type End = { readonly value: Value; readonly side: -1 | 1; readonly included: boolean };

const startOf = (range: Range): End => ({ value: range.start, side: -1, included: range.startIncluded });
const endOf = (range: Range): End => ({ value: range.end, side: 1, included: range.endIncluded });

/** Order of two ends; NaN, which no comparison holds for, when they have none. */
const order = (a: End, b: End): number => {
  if (a.value === null || b.value === null) return (a.value === null ? a.side : 0) - (b.value === null ? b.side : 0);
  return compare(a.value, b.value) ?? Number.NaN;
};

type Relation = (a: Range, b: Range) => boolean;

const touch = (a: End, b: End): boolean => order(a, b) === 0 && a.included && b.included;

const before: Relation = (a, b) => {
  const gap = order(endOf(a), startOf(b));
  return gap < 0 || (gap === 0 && !(a.endIncluded && b.startIncluded));
};
const meets: Relation = (a, b) => touch(endOf(a), startOf(b));
const reaches = (a: Range, b: Range): boolean => order(endOf(a), startOf(b)) > 0 || touch(endOf(a), startOf(b));
const overlaps: Relation = (a, b) => reaches(a, b) && reaches(b, a);

const startsEarlier: Relation = (a, b) => {
  const gap = order(startOf(a), startOf(b));
  return gap < 0 || (gap === 0 && a.startIncluded && !b.startIncluded);
};
const startsWithin: Relation = (a, b) => {
  const gap = order(startOf(a), startOf(b));
  return gap > 0 || (gap === 0 && (!a.startIncluded || b.startIncluded));
};
const endsWithin: Relation = (a, b) => {
  const gap = order(endOf(a), endOf(b));
  return gap < 0 || (gap === 0 && (!a.endIncluded || b.endIncluded));
};
const sameStart: Relation = (a, b) => order(startOf(a), startOf(b)) === 0 && a.startIncluded === b.startIncluded;
const sameEnd: Relation = (a, b) => order(endOf(a), endOf(b)) === 0 && a.endIncluded === b.endIncluded;

const overlapsBefore: Relation = (a, b) => startsEarlier(a, b) && reaches(a, b) && endsWithin(a, b);
const finishes: Relation = (a, b) => sameEnd(a, b) && startsWithin(a, b);
const starts: Relation = (a, b) => sameStart(a, b) && endsWithin(a, b);
const during: Relation = (a, b) => startsWithin(a, b) && endsWithin(a, b);
const coincides: Relation = (a, b) => sameStart(a, b) && sameEnd(a, b);

const flip =
  (relation: Relation): Relation =>
  (a, b) =>
    relation(b, a);

type Kinds = { readonly points?: true; readonly pointFirst?: true; readonly rangeFirst?: true };

const asRange = (value: Value): Range => (value instanceof Range ? value : new Range(value, value, true, true));

const isComparable = (a: Range, b: Range): boolean => {
  const ends = [a.start, a.end, b.start, b.end].filter((end) => end !== null);
  return ends.every((end) => compare(end, ends[0] ?? null) !== null);
};

const isAllowed = (a: Value, b: Value, kinds: Kinds): boolean => {
  const isRangeA = a instanceof Range;
  const isRangeB = b instanceof Range;
  if (isRangeA && isRangeB) return true;
  if (!isRangeA && !isRangeB) return kinds.points === true;
  return isRangeA ? kinds.rangeFirst === true : kinds.pointFirst === true;
};

/** A point is the closed range of itself, which makes every row of DMN 1.5 table 78 a case of ranges. */
const relate = (name: string, relation: Relation, kinds: Kinds): Func => {
  const make = (first: string, second: string) =>
    signature([present(first), present(second)], (run, a, b) => {
      const one = asRange(a);
      const two = asRange(b);
      if (!isAllowed(a, b, kinds) || !isComparable(one, two)) return run.warn('argument.relation', { name });
      return relation(one, two);
    });
  return define(
    name,
    make('range1', 'range2'),
    ...(kinds.points ? [make('point1', 'point2')] : []),
    ...(kinds.pointFirst ? [make('point', 'range')] : []),
    ...(kinds.rangeFirst ? [make('range', 'point')] : []),
    ...(kinds.rangeFirst ? [make('range', 'value')] : []),
  );
};

/** DMN 1.5 § 10.3.4.7, range functions. */
export const rangeFunctions: readonly Func[] = [
  define(
    'range',
    signature([text('from')], (run, from) => parseRange(from) ?? run.warn('argument.make', { type: 'range' })),
  ),
  relate('before', before, { points: true, pointFirst: true, rangeFirst: true }),
  relate('after', flip(before), { points: true, pointFirst: true, rangeFirst: true }),
  relate('meets', meets, {}),
  relate('met by', flip(meets), {}),
  relate('overlaps', overlaps, {}),
  relate('overlaps before', overlapsBefore, {}),
  relate('overlaps after', flip(overlapsBefore), {}),
  relate('finishes', finishes, { pointFirst: true }),
  relate('finished by', flip(finishes), { rangeFirst: true }),
  relate('includes', flip(during), { rangeFirst: true }),
  relate('during', during, { pointFirst: true }),
  relate('starts', starts, { pointFirst: true }),
  relate('started by', flip(starts), { rangeFirst: true }),
  relate('coincides', coincides, { points: true }),
];
