import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, YearMonthDuration } from './duration.ts';
import { LimitError } from './run.ts';
import { type Context, Func, getEntry, isContext, isList, Range, type Value } from './value.ts';

const sign = (a: number | bigint | string, b: number | bigint | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** FEEL compares times by whole seconds (`value_t` and `value_dt` of § 10.3.2.3.4 f.); `is` tells fractions apart. */
const utcSeconds = (time: TimeOfDay): number => Math.floor(time.nanos / 1_000_000_000) - (time.offset() ?? 0);

const compareTimes = (a: TimeOfDay, b: TimeOfDay): number | null =>
  (a.zone === null) === (b.zone === null) ? sign(utcSeconds(a), utcSeconds(b)) : null;

const epochSeconds = ({ date, time }: DateTime, offset: number | null): number =>
  date.epochDay() * 86_400 + Math.floor(time.nanos / 1_000_000_000) - (offset ?? 0);

const compareDateTimes = (a: DateTime, b: DateTime): number | null =>
  (a.time.zone === null) === (b.time.zone === null)
    ? sign(epochSeconds(a, a.offset()), epochSeconds(b, b.offset()))
    : null;

const isDay = (value: Value): value is CalendarDate | DateTime =>
  value instanceof CalendarDate || value instanceof DateTime;

/** Beside a date and time, a date is its midnight UTC (§ 10.3.2.3.6). */
const atMidnight = (value: CalendarDate | DateTime): DateTime =>
  value instanceof DateTime ? value : new DateTime(value, new TimeOfDay(0, { kind: 'offset', seconds: 0 }));

const compareTemporal = (a: Value, b: Value): number | null => {
  if (a instanceof CalendarDate && b instanceof CalendarDate) return sign(a.epochDay(), b.epochDay());
  if (isDay(a) && isDay(b)) return compareDateTimes(atMidnight(a), atMidnight(b));
  return a instanceof TimeOfDay && b instanceof TimeOfDay ? compareTimes(a, b) : null;
};

const compareDurations = (a: Value, b: Value): number | null => {
  if (a instanceof DayTimeDuration && b instanceof DayTimeDuration) return sign(a.nanoseconds, b.nanoseconds);
  return a instanceof YearMonthDuration && b instanceof YearMonthDuration ? sign(a.months, b.months) : null;
};

/** −1, 0 or 1; null when the two have no order, such as text and number, or a local and a zoned time. */
export const compare = (a: Value, b: Value): number | null => {
  if (a instanceof Decimal) return b instanceof Decimal ? a.compare(b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? sign(a, b) : null;
  return compareTemporal(a, b) ?? compareDurations(a, b);
};

/**
 * What is left of the work that one comparison may take: a list that holds the same list twice, and so on forty times, is
 * small in memory and endless to compare.
 */
type Work = { left: number };
const MAX_WORK = 1_000_000;

const spend = (work: Work): void => {
  work.left -= 1;
  if (work.left < 0) throw new LimitError('limit.size');
};

const isEqual = (a: Value, b: Value, work: Work): boolean => {
  spend(work);
  return typeof a === 'object' && typeof b === 'object' && a !== null && b !== null
    ? equalObjects(a, b, work) === true
    : equalOrNull(a, b) === true;
};

const equalLists = (a: readonly Value[], b: readonly Value[], work: Work): boolean =>
  a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null, work));

const equalContexts = (a: Context, b: Context, work: Work): boolean => {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const other = getEntry(b, name);
    return other !== undefined && isEqual(getEntry(a, name) ?? null, other, work);
  });
};

const equalRanges = (a: Range, b: Range): boolean =>
  a.startIncluded === b.startIncluded &&
  a.endIncluded === b.endIncluded &&
  equals(a.start, b.start) &&
  equals(a.end, b.end);

const equalObjects = (a: object & Value, b: object & Value, work: Work): boolean | null => {
  if (isContext(a) && isContext(b)) return equalContexts(a, b, work);
  if (isDay(a) && isDay(b)) return compare(a, b) === 0;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return null;
  if (isList(a) && isList(b)) return equalLists(a, b, work);
  if (a instanceof Range && b instanceof Range) return equalRanges(a, b);
  if (a instanceof Func || b instanceof Func) return a === b;
  return compare(a, b) === 0;
};

/** FEEL's `=` (DMN 1.5 § 10.3.2.15): null when the two are of different types. @throws LimitError for endless values */
export const equalOrNull = (a: Value, b: Value): boolean | null => {
  if (a === null || b === null) return a === b;
  if (a instanceof Decimal && b instanceof Decimal) return a.compare(b) === 0;
  if (typeof a !== 'object' || typeof b !== 'object') return typeof a === typeof b ? a === b : null;
  return equalObjects(a, b, { left: MAX_WORK });
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
