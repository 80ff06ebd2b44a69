import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, SECOND, YearMonthDuration } from './duration.ts';
import { Range, type Value } from './value.ts';

const whole = (value: number): Decimal => Decimal.make(value, 0);

const DATE: Readonly<Record<string, (date: CalendarDate) => Value>> = {
  year: (date) => whole(date.year),
  month: (date) => whole(date.month),
  day: (date) => whole(date.day),
  weekday: (date) => whole(date.weekday()),
};

const offsetOf = (value: TimeOfDay | DateTime): Value => {
  const seconds = value.offset();
  return seconds === null ? null : new DayTimeDuration(BigInt(seconds) * SECOND);
};

const TIME: Readonly<Record<string, (time: TimeOfDay, whole: TimeOfDay | DateTime) => Value>> = {
  hour: (time) => whole(time.hour()),
  minute: (time) => whole(time.minute()),
  second: (time) => whole(time.second()),
  'time offset': (_, value) => offsetOf(value),
  timezone: (time) => (time.zone?.kind === 'named' ? time.zone.id : null),
};

const part = (nanoseconds: bigint, unit: bigint, cycle: bigint | null): Decimal => {
  const count = nanoseconds / (unit * SECOND);
  return whole(Number(cycle === null ? count : count % cycle));
};

const DAY_TIME: Readonly<Record<string, (duration: DayTimeDuration) => Value>> = {
  days: ({ nanoseconds }) => part(nanoseconds, 86_400n, null),
  hours: ({ nanoseconds }) => part(nanoseconds, 3600n, 24n),
  minutes: ({ nanoseconds }) => part(nanoseconds, 60n, 60n),
  seconds: ({ nanoseconds }) => new DayTimeDuration(nanoseconds % (60n * SECOND)).toSeconds(),
};

const YEAR_MONTH: Readonly<Record<string, (duration: YearMonthDuration) => Value>> = {
  years: ({ months }) => whole(Math.trunc(months / 12)),
  months: ({ months }) => whole(months % 12),
};

const RANGE: Readonly<Record<string, (range: Range) => Value>> = {
  start: ({ start }) => start,
  end: ({ end }) => end,
  'start included': ({ startIncluded }) => startIncluded,
  'end included': ({ endIncluded }) => endIncluded,
};

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Every name that may follow a point without being declared. */
export const PROPERTY_NAMES: readonly string[] = [DATE, TIME, DAY_TIME, YEAR_MONTH, RANGE].flatMap(Object.keys);

/** A property of a date, time, duration or range (DMN 1.5 table 66); undefined when there is none of that name. */
export const findProperty = (value: Value, name: string): Value | undefined => {
  if (value instanceof CalendarDate) return own(DATE, name)?.(value);
  if (value instanceof DateTime) return own(DATE, name)?.(value.date) ?? own(TIME, name)?.(value.time, value);
  if (value instanceof TimeOfDay) return own(TIME, name)?.(value, value);
  if (value instanceof DayTimeDuration) return own(DAY_TIME, name)?.(value);
  if (value instanceof YearMonthDuration) return own(YEAR_MONTH, name)?.(value);
  return value instanceof Range ? own(RANGE, name)?.(value) : undefined;
};
