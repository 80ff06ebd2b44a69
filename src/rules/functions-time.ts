import { CalendarDate, DateTime, TimeOfDay, type Zone } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, parseDuration, SECOND, YearMonthDuration } from './duration.ts';
import { decimal, define, nullable, optional, present, signature, whole } from './params.ts';
import { parseDate, parseDateTime, parseTime, parseZoneName } from './parse-time.ts';
import type { Run } from './run.ts';
import { type Func, isList, type Value } from './value.ts';

const single = (value: Value): Value => (isList(value) && value.length === 1 ? (value[0] ?? null) : value);
const refuse = (run: Run, what: string): null => run.warn('argument.make', { type: what });

const toDate = (run: Run, from: Value): Value => {
  const value = single(from);
  if (value instanceof CalendarDate) return value;
  if (value instanceof DateTime) return value.date;
  return (typeof value === 'string' ? parseDate(value) : null) ?? refuse(run, 'date');
};

const MIDNIGHT = new TimeOfDay(0, null);

const toDateTime = (run: Run, from: Value): Value => {
  const value = single(from);
  if (value instanceof DateTime) return value;
  if (value instanceof CalendarDate) return new DateTime(value, new TimeOfDay(0, { kind: 'offset', seconds: 0 }));
  if (typeof value !== 'string') return refuse(run, 'date and time');
  const date = parseDate(value);
  return parseDateTime(value) ?? (date ? new DateTime(date, MIDNIGHT) : refuse(run, 'date and time'));
};

const combine = (run: Run, day: Value, clock: Value): Value => {
  const date = single(day);
  const time = single(clock);
  const plain = date instanceof DateTime ? date.date : date;
  return plain instanceof CalendarDate && time instanceof TimeOfDay
    ? new DateTime(plain, time)
    : refuse(run, 'date and time');
};

const toTime = (run: Run, from: Value): Value => {
  const value = single(from);
  if (value instanceof TimeOfDay) return value;
  if (value instanceof DateTime) return value.time;
  // A date is its midnight UTC (DMN 1.5 table 70).
  if (value instanceof CalendarDate) return new TimeOfDay(0, { kind: 'offset', seconds: 0 });
  return (typeof value === 'string' ? parseTime(value) : null) ?? refuse(run, 'time');
};

const readZone = (value: Value | undefined): Zone | null | undefined => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return parseZoneName(value);
  if (!(value instanceof DayTimeDuration)) return undefined;
  const seconds = Number(value.nanoseconds / SECOND);
  return Math.abs(seconds) <= 18 * 3600 ? { kind: 'offset', seconds } : undefined;
};

const makeTime = (hour: number, minute: number, second: Decimal, zone: Value | undefined): TimeOfDay | null => {
  const place = readZone(zone);
  const nanos = second.times(Decimal.make(1_000_000_000, 0))?.round(0, 'down')?.toNumber() ?? -1;
  const isValid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && nanos >= 0 && nanos < 60_000_000_000;
  if (!isValid || place === undefined) return null;
  return new TimeOfDay((hour * 3600 + minute * 60) * 1_000_000_000 + nanos, place);
};

const monthsBetween = (from: CalendarDate, to: CalendarDate): number => {
  const months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) return months - 1;
  return months < 0 && to.day > from.day ? months + 1 : months;
};

const yearsAndMonths = (run: Run, from: Value, to: Value): Value => {
  const [a, b] = [single(from), single(to)].map((value) => (value instanceof DateTime ? value.date : value));
  if (!(a instanceof CalendarDate && b instanceof CalendarDate)) return refuse(run, 'duration');
  return new YearMonthDuration(monthsBetween(a, b));
};

const toDuration = (run: Run, from: Value): Value => {
  const value = single(from);
  if (value instanceof DayTimeDuration || value instanceof YearMonthDuration) return value;
  return (typeof value === 'string' ? parseDuration(value) : null) ?? refuse(run, 'duration');
};

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const dayOfYear = (date: CalendarDate): number =>
  date.epochDay() - (CalendarDate.make(date.year, 1, 1)?.epochDay() ?? 0) + 1;

/** ISO 8601: the week belongs to the year of its Thursday. */
const weekOfYear = (date: CalendarDate): number => {
  const thursday = date.plusDays(4 - date.weekday()) ?? date;
  return Math.ceil(dayOfYear(thursday) / 7);
};

const calendar = (name: string, body: (date: CalendarDate) => Value): Func =>
  define(
    name,
    signature([present('date')], (run, value) => {
      const one = single(value);
      const date = one instanceof DateTime ? one.date : one;
      return date instanceof CalendarDate ? body(date) : run.warn('argument.calendar', { name });
    }),
  );

const nowOf = (run: Run): DateTime | null => {
  const { now } = run;
  const date = CalendarDate.make(now.year, now.month, now.day);
  const clock = (now.hour * 3600 + now.minute * 60 + now.second) * 1000 + now.millisecond;
  const nanos = clock * 1_000_000 + now.microsecond * 1000 + now.nanosecond;
  const zone: Zone = /^[+-]/.test(now.timeZoneId)
    ? { kind: 'offset', seconds: now.offsetNanoseconds / 1_000_000_000 }
    : { kind: 'named', id: now.timeZoneId };
  return date && new DateTime(date, new TimeOfDay(nanos, zone), now.offsetNanoseconds / 1_000_000_000);
};

/** DMN 1.5 § 10.3.4.1 conversions, § 10.3.4.8 temporal functions, now and today. */
export const timeFunctions: readonly Func[] = [
  define(
    'date',
    signature([present('from')], toDate),
    signature(
      [whole('year'), whole('month'), whole('day')],
      (run, y, m, d) => CalendarDate.make(y, m, d) ?? refuse(run, 'date'),
    ),
  ),
  define(
    'date and time',
    signature([present('from')], toDateTime),
    signature([present('date'), present('time')], combine),
    signature(
      [
        whole('year'),
        whole('month'),
        whole('day'),
        whole('hour'),
        whole('minute'),
        decimal('second'),
        optional(nullable(present('offset'))),
      ],
      (run, y, m, d, hour, minute, second, offset) => {
        const date = CalendarDate.make(y, m, d);
        const time = makeTime(hour, minute, second, offset);
        return date && time ? new DateTime(date, time) : refuse(run, 'date and time');
      },
    ),
  ),
  define(
    'time',
    signature([present('from')], toTime),
    signature(
      [whole('hour'), whole('minute'), decimal('second'), optional(nullable(present('offset')))],
      (run, hour, minute, second, offset) => makeTime(hour, minute, second, offset) ?? refuse(run, 'time'),
    ),
  ),
  define('duration', signature([present('from')], toDuration)),
  define('years and months duration', signature([present('from'), present('to')], yearsAndMonths)),
  calendar('day of year', (date) => Decimal.make(dayOfYear(date), 0)),
  calendar('day of week', (date) => DAYS[date.weekday() - 1] ?? null),
  calendar('month of year', (date) => MONTHS[date.month - 1] ?? null),
  calendar('week of year', (date) => Decimal.make(weekOfYear(date), 0)),
  define(
    'now',
    signature([], (run) => nowOf(run)),
  ),
  define(
    'today',
    signature([], (run) => nowOf(run)?.date ?? null),
  ),
];
