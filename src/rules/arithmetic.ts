import { CalendarDate, DateTime, NANOS_PER_DAY, TimeOfDay } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DAY, DayTimeDuration, YearMonthDuration } from './duration.ts';
import { MAX_TEXT } from './run.ts';
import type { Value } from './value.ts';

/** Undefined: the operator is not defined for these types. Null: it is, but there is no result. */
type Result = Value | undefined;

const asDateTime = (value: Value): DateTime | null => {
  if (value instanceof DateTime) return value;
  // A date stands for its midnight UTC (DMN 1.5 § 10.3.2.3.6).
  if (value instanceof CalendarDate) return new DateTime(value, new TimeOfDay(0, { kind: 'offset', seconds: 0 }));
  return null;
};

const shift = (value: Value, by: Value, direction: 1 | -1): Result => {
  if (by instanceof YearMonthDuration) {
    const months = by.months * direction;
    if (value instanceof YearMonthDuration) return new YearMonthDuration(value.months + months);
    if (value instanceof CalendarDate) return value.plusMonths(months);
    if (!(value instanceof DateTime)) return undefined;
    const date = value.date.plusMonths(months);
    return date && new DateTime(date, value.time);
  }
  if (!(by instanceof DayTimeDuration)) return undefined;
  const nanoseconds = direction === 1 ? by.nanoseconds : -by.nanoseconds;
  return shiftNanoseconds(value, nanoseconds);
};

const shiftNanoseconds = (value: Value, nanoseconds: bigint): Result => {
  if (value instanceof DayTimeDuration) return new DayTimeDuration(value.nanoseconds + nanoseconds);
  if (value instanceof DateTime) return value.plusNanoseconds(nanoseconds);
  if (value instanceof CalendarDate) {
    return new DateTime(value, new TimeOfDay(0, null)).plusNanoseconds(nanoseconds)?.date ?? null;
  }
  if (!(value instanceof TimeOfDay)) return undefined;
  const total = (value.nanos + Number(nanoseconds % DAY)) % NANOS_PER_DAY;
  return new TimeOfDay((total + NANOS_PER_DAY) % NANOS_PER_DAY, value.zone);
};

export const add = (a: Value, b: Value): Result => {
  if (a instanceof Decimal && b instanceof Decimal) return a.plus(b);
  if (typeof a === 'string' && typeof b === 'string') return a.length + b.length <= MAX_TEXT ? a + b : null;
  const shifted = shift(a, b, 1);
  return shifted === undefined ? shift(b, a, 1) : shifted;
};

export const subtract = (a: Value, b: Value): Result => {
  if (a instanceof Decimal && b instanceof Decimal) return a.minus(b);
  if (a instanceof TimeOfDay && b instanceof TimeOfDay) return subtractTimes(a, b);
  const from = asDateTime(a);
  const to = asDateTime(b);
  if (from === null || to === null) return shift(a, b, -1);
  if ((from.time.zone === null) !== (to.time.zone === null)) return null;
  return new DayTimeDuration(from.epochNanoseconds() - to.epochNanoseconds());
};

const subtractTimes = (a: TimeOfDay, b: TimeOfDay): Result => {
  if ((a.zone === null) !== (b.zone === null)) return null;
  const offset = (b.offset() ?? 0) - (a.offset() ?? 0);
  return new DayTimeDuration(BigInt(a.nanos - b.nanos) + BigInt(offset) * 1_000_000_000n);
};

const scale = (duration: Value, factor: Decimal): Result => {
  if (duration instanceof YearMonthDuration) {
    const months = Decimal.fromNumber(duration.months)?.times(factor)?.round(0, 'down')?.toNumber();
    return months !== undefined && Number.isSafeInteger(months) ? new YearMonthDuration(months) : null;
  }
  if (!(duration instanceof DayTimeDuration)) return undefined;
  const seconds = duration.toSeconds()?.times(factor);
  return seconds ? DayTimeDuration.fromSeconds(seconds) : null;
};

export const multiply = (a: Value, b: Value): Result => {
  if (a instanceof Decimal) return b instanceof Decimal ? a.times(b) : scale(b, a);
  return b instanceof Decimal ? scale(a, b) : undefined;
};

const divideDuration = (duration: Value, divisor: Decimal): Result => {
  if (divisor.isZero()) return null;
  if (duration instanceof YearMonthDuration) {
    const months = Decimal.fromNumber(duration.months)?.dividedBy(divisor)?.round(0, 'down')?.toNumber();
    return months !== undefined && Number.isSafeInteger(months) ? new YearMonthDuration(months) : null;
  }
  if (!(duration instanceof DayTimeDuration)) return undefined;
  const seconds = duration.toSeconds()?.dividedBy(divisor);
  return seconds ? DayTimeDuration.fromSeconds(seconds) : null;
};

export const divide = (a: Value, b: Value): Result => {
  if (a instanceof Decimal) return b instanceof Decimal ? a.dividedBy(b) : undefined;
  if (b instanceof Decimal) return divideDuration(a, b);
  if (a instanceof YearMonthDuration && b instanceof YearMonthDuration) {
    return Decimal.fromNumber(a.months)?.dividedBy(Decimal.make(b.months, 0)) ?? null;
  }
  if (a instanceof DayTimeDuration && b instanceof DayTimeDuration) {
    const divisor = b.toSeconds();
    return (divisor && a.toSeconds()?.dividedBy(divisor)) ?? null;
  }
  return undefined;
};

export const raise = (a: Value, b: Value): Result =>
  a instanceof Decimal && b instanceof Decimal ? a.power(b) : undefined;

export const negate = (value: Value): Result => {
  if (value instanceof Decimal) return value.negated();
  if (value instanceof DayTimeDuration) return new DayTimeDuration(-value.nanoseconds);
  return value instanceof YearMonthDuration ? new YearMonthDuration(-value.months) : undefined;
};
