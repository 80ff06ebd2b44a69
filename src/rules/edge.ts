import { CalendarDate, DateTime, TimeOfDay, type Zone } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, YearMonthDuration } from './duration.ts';
import { parseDate, parseTime } from './parse-time.ts';
import { printText } from './print.ts';
import { Func, getEntry, isContext, isList, makeContext, Range, type Value } from './value.ts';

/** What FEEL values become outside: JSON with decimals, dates and durations as text. */
export type Json = null | boolean | string | number | readonly Json[] | { readonly [name: string]: Json };

const isFeel = (value: object): value is Decimal | CalendarDate | TimeOfDay | DateTime | Range | Func =>
  [Decimal, CalendarDate, TimeOfDay, DateTime, DayTimeDuration, YearMonthDuration, Range, Func].some(
    (kind) => value instanceof kind,
  );

const fromZoned = (value: Temporal.ZonedDateTime): Value => {
  const zone: Zone = { kind: 'named', id: value.timeZoneId };
  const date = parseDate(value.toPlainDate().toString());
  const time = parseTime(value.toPlainTime().toString());
  return date && time && new DateTime(date, new TimeOfDay(time.nanos, zone), value.offsetNanoseconds / 1_000_000_000);
};

const fromTemporal = (value: object): Value | undefined => {
  if (value instanceof Temporal.PlainDate) return parseDate(value.toString());
  if (value instanceof Temporal.PlainTime) return parseTime(value.toString());
  if (value instanceof Temporal.ZonedDateTime) return fromZoned(value);
  if (!(value instanceof Temporal.PlainDateTime)) return undefined;
  const date = parseDate(value.toPlainDate().toString());
  const time = parseTime(value.toPlainTime().toString());
  return date && time && new DateTime(date, time);
};

const fromObject = (value: object): Value => {
  if (Array.isArray(value)) return value.map(toFeel);
  if (isFeel(value)) return value;
  const temporal = fromTemporal(value);
  if (temporal !== undefined) return temporal;
  if (value instanceof Map) return makeContext([...value].map(([name, entry]) => [String(name), toFeel(entry)]));
  return makeContext(Object.entries(value).map(([name, entry]) => [name, toFeel(entry)]));
};

/**
 * Turns JSON, Temporal values and FEEL values into a FEEL value. Text stays text: amounts and days that come as text are
 * made with `number` and `date`. A JavaScript number is taken as it prints. Undefined becomes null.
 * @throws Error for functions and symbols, which no data holds.
 */
export const toFeel = (value: unknown): Value => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Decimal.fromNumber(value);
  if (typeof value === 'bigint') return Decimal.parse(String(value));
  if (typeof value === 'object') return fromObject(value);
  throw new Error(`A ${typeof value} cannot become a FEEL value; pass data only.`);
};

const MAX_NODES = 1_000_000;

const toJson = (value: Value, room: { left: number }): Json => {
  room.left -= 1;
  if (room.left < 0)
    throw new Error(`The value has more than ${MAX_NODES} parts; it cannot become JSON. Simplify the rule.`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (isList(value)) return value.map((item) => toJson(item, room));
  if (value instanceof Func) return null;
  if (!isContext(value)) return printText(value);
  return Object.fromEntries(Object.keys(value).map((name) => [name, toJson(getEntry(value, name) ?? null, room)]));
};

/**
 * A FEEL value as JSON: decimals as text (`"1234.50"` is `"1234.5"`), dates and durations as ISO 8601, functions as null.
 * @throws Error for values of more than a million parts
 */
export const fromFeel = (value: Value): Json => toJson(value, { left: MAX_NODES });

/** The day of a text such as `2020-03-11`. @throws Error for anything else. */
export const date = (text: string): CalendarDate => {
  const value = parseDate(text);
  if (value === null) throw new Error(`“${text}” is no date; write year, month and day, such as 2020-03-11.`);
  return value;
};

/** The day as Temporal has it. @throws RangeError beyond the years ±271821. */
export const toPlainDate = (value: CalendarDate): Temporal.PlainDate =>
  Temporal.PlainDate.from({ year: value.year, month: value.month, day: value.day });
