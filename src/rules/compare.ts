import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, YearMonthDuration } from './duration.ts';
import { type Context, Func, getEntry, isContext, isList, Range, type Value } from './value.ts';

const sign = (a: number | bigint | string, b: number | bigint | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Nanoseconds since midnight UTC. */
const utcNanos = (time: TimeOfDay): number => time.nanos - (time.offset() ?? 0) * 1_000_000_000;

const compareTimes = (a: TimeOfDay, b: TimeOfDay): number | null =>
  (a.zone === null) === (b.zone === null) ? sign(utcNanos(a), utcNanos(b)) : null;

const compareDateTimes = (a: DateTime, b: DateTime): number | null =>
  (a.time.zone === null) === (b.time.zone === null) ? sign(a.epochNanoseconds(), b.epochNanoseconds()) : null;

/** −1, 0 or 1; null when the two have no order, such as text and number, or a local and a zoned time. */
export const compare = (a: Value, b: Value): number | null => {
  if (a instanceof Decimal) return b instanceof Decimal ? a.compare(b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? sign(a, b) : null;
  if (a instanceof CalendarDate) return b instanceof CalendarDate ? sign(a.epochDay(), b.epochDay()) : null;
  if (a instanceof DateTime) return b instanceof DateTime ? compareDateTimes(a, b) : null;
  if (a instanceof TimeOfDay) return b instanceof TimeOfDay ? compareTimes(a, b) : null;
  if (a instanceof DayTimeDuration) return b instanceof DayTimeDuration ? sign(a.nanoseconds, b.nanoseconds) : null;
  if (a instanceof YearMonthDuration) return b instanceof YearMonthDuration ? sign(a.months, b.months) : null;
  return null;
};

const equalLists = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((item, index) => equals(item, b[index] ?? null));

const equalContexts = (a: Context, b: Context): boolean => {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const other = getEntry(b, name);
    return other !== undefined && equals(getEntry(a, name) ?? null, other);
  });
};

const equalRanges = (a: Range, b: Range): boolean =>
  a.startIncluded === b.startIncluded &&
  a.endIncluded === b.endIncluded &&
  equals(a.start, b.start) &&
  equals(a.end, b.end);

/** FEEL's `=` (DMN 1.5 § 10.3.2.15): null when the two are of different types. */
export const equalOrNull = (a: Value, b: Value): boolean | null => {
  if (a === null || b === null) return a === b;
  if (a instanceof Decimal) return b instanceof Decimal ? a.compare(b) === 0 : null;
  if (typeof a === 'string' || typeof a === 'boolean') return typeof a === typeof b ? a === b : null;
  if (isList(a)) return isList(b) ? equalLists(a, b) : null;
  if (a instanceof Range) return b instanceof Range ? equalRanges(a, b) : null;
  if (a instanceof Func) return b instanceof Func ? a === b : null;
  if (isContext(a)) return isContext(b) ? equalContexts(a, b) : null;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return null;
  return compare(a, b) === 0;
};

/** True when FEEL's `=` would be true. */
export const equals = (a: Value, b: Value): boolean => equalOrNull(a, b) === true;

/** Whether the range holds the value; null when its ends and the value cannot be compared. */
export const includes = (range: Range, value: Value): boolean | null => {
  const fromStart = range.start === null ? 1 : compare(value, range.start);
  const toEnd = range.end === null ? -1 : compare(value, range.end);
  if (fromStart === null || toEnd === null || (range.start === null && range.end === null)) return null;
  const afterStart = fromStart > 0 || (fromStart === 0 && range.startIncluded);
  return afterStart && (toEnd < 0 || (toEnd === 0 && range.endIncluded));
};
