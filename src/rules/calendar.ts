/**
 * Dates and times of FEEL. Temporal stops at the years ±271821, FEEL goes to ±999999999 (DMN 1.5 § 10.3.2.3.4), so the
 * Gregorian arithmetic is done here; time zones are Temporal's.
 */
export type Zone =
  | { readonly kind: 'offset'; readonly seconds: number }
  | { readonly kind: 'named'; readonly id: string };

const NANOS_PER_SECOND = 1_000_000_000;
export const NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;
export const MAX_YEAR = 999_999_999;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const printClock = (nanos: number): string => {
  const seconds = Math.floor(nanos / NANOS_PER_SECOND);
  const fraction = nanos % NANOS_PER_SECOND;
  const tail = fraction === 0 ? '' : `.${pad(fraction, 9).replace(/0+$/, '')}`;
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}${tail}`;
};

const printZone = (zone: Zone | null): string => {
  if (zone === null) return '';
  if (zone.kind === 'named') return `@${zone.id}`;
  if (zone.seconds === 0) return 'Z';
  const size = Math.abs(zone.seconds);
  const tail = size % 60 === 0 ? '' : `:${pad(size % 60, 2)}`;
  return `${zone.seconds < 0 ? '-' : '+'}${pad(Math.floor(size / 3600), 2)}:${pad(Math.floor(size / 60) % 60, 2)}${tail}`;
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTHS[month - 1] ?? Number.NaN);

/** A day of the proleptic Gregorian calendar. */
export class CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  private constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** Null when there is no such day. */
  static make(year: number, month: number, day: number): CalendarDate | null {
    if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return null;
    if (Math.abs(year) > MAX_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
    return new CalendarDate(year, month, day);
  }

  /** The day `days` after 1970-01-01 (Howard Hinnant, “chrono-compatible low-level date algorithms”). */
  static fromEpochDay(days: number): CalendarDate | null {
    const z = days + 719_468;
    const era = Math.floor(z / 146_097);
    const doe = z - era * 146_097;
    const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
    const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
    const mp = Math.floor((5 * doy + 2) / 153);
    const month = mp < 10 ? mp + 3 : mp - 9;
    return CalendarDate.make(yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1);
  }

  /** Days since 1970-01-01. */
  epochDay(): number {
    const y = this.month <= 2 ? this.year - 1 : this.year;
    const era = Math.floor(y / 400);
    const yoe = y - era * 400;
    const doy = Math.floor((153 * (this.month + (this.month > 2 ? -3 : 9)) + 2) / 5) + this.day - 1;
    return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468;
  }

  plusDays(days: number): CalendarDate | null {
    return Number.isSafeInteger(days) ? CalendarDate.fromEpochDay(this.epochDay() + days) : null;
  }

  /** Keeps the day of month, or takes the month's last day. */
  plusMonths(months: number): CalendarDate | null {
    const total = this.year * 12 + this.month - 1 + months;
    const year = Math.floor(total / 12);
    const month = total - year * 12 + 1;
    return CalendarDate.make(year, month, Math.min(this.day, daysInMonth(year, month)));
  }

  /** 1 Monday … 7 Sunday (ISO 8601). */
  weekday(): number {
    return ((((this.epochDay() + 3) % 7) + 7) % 7) + 1;
  }

  toString(): string {
    const year = pad(Math.abs(this.year), 4);
    return `${this.year < 0 ? '-' : ''}${year}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A time of day in nanoseconds since midnight, local or in a zone. */
export class TimeOfDay {
  readonly nanos: number;
  readonly zone: Zone | null;
  constructor(nanos: number, zone: Zone | null) {
    this.nanos = nanos;
    this.zone = zone;
  }

  hour(): number {
    return Math.floor(this.nanos / (3600 * NANOS_PER_SECOND));
  }

  minute(): number {
    return Math.floor(this.nanos / (60 * NANOS_PER_SECOND)) % 60;
  }

  second(): number {
    return Math.floor(this.nanos / NANOS_PER_SECOND) % 60;
  }

  /** Seconds east of Greenwich; for a named zone those of its standard time, as a time alone has no date. Null when local. */
  offset(): number | null {
    if (this.zone === null) return null;
    if (this.zone.kind === 'offset') return this.zone.seconds;
    const { id } = this.zone;
    // Summer is in January on half of the earth.
    return Math.min(namedOffset(id, 2020, 1, 1, this.nanos), namedOffset(id, 2020, 7, 1, this.nanos));
  }

  toString(): string {
    return printClock(this.nanos) + printZone(this.zone);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The Gregorian calendar repeats after 400 years. */
const CYCLE = 146_097n * BigInt(NANOS_PER_DAY);
const LAST = 8_000_000_000_000_000_000_000n;

/** Seconds east of Greenwich in a zone at an instant; beyond Temporal's years those of the same day of a nearer cycle. */
const offsetAt = (zone: Zone | null, nanoseconds: bigint): number => {
  if (zone === null) return 0;
  if (zone.kind === 'offset') return zone.seconds;
  const near = nanoseconds > LAST || nanoseconds < -LAST ? nanoseconds % CYCLE : nanoseconds;
  const zoned = Temporal.Instant.fromEpochNanoseconds(near).toZonedDateTimeISO(zone.id);
  return Math.round(zoned.offsetNanoseconds / NANOS_PER_SECOND);
};

/** A date and a time of day, local or in a zone. */
export class DateTime {
  readonly date: CalendarDate;
  readonly time: TimeOfDay;
  /** Known where it was computed from an instant: an hour that comes twice is told apart by it. */
  readonly #offset: number | null;

  constructor(date: CalendarDate, time: TimeOfDay, offset: number | null = null) {
    this.date = date;
    this.time = time;
    this.#offset = offset;
  }

  /** Seconds east of Greenwich at this moment; null when local. */
  offset(): number | null {
    const { zone } = this.time;
    if (zone === null) return null;
    if (zone.kind === 'offset') return zone.seconds;
    return this.#offset ?? namedOffset(zone.id, this.date.year, this.date.month, this.date.day, this.time.nanos);
  }

  /** Nanoseconds since 1970-01-01T00:00 UTC; a local one is read as UTC. */
  epochNanoseconds(): bigint {
    const seconds = BigInt(this.date.epochDay()) * 86_400n - BigInt(this.offset() ?? 0);
    return seconds * 1_000_000_000n + BigInt(this.time.nanos);
  }

  /** The same zone, `nanoseconds` later on the clock of the universe. */
  plusNanoseconds(nanoseconds: bigint): DateTime | null {
    return DateTime.fromEpoch(this.epochNanoseconds() + nanoseconds, this.time.zone);
  }

  /** The moment as seen in `zone`; without one as in UTC. Null beyond the years of FEEL. */
  static fromEpoch(nanoseconds: bigint, zone: Zone | null): DateTime | null {
    const offset = offsetAt(zone, nanoseconds);
    const local = nanoseconds + BigInt(offset) * 1_000_000_000n;
    const day = BigInt(NANOS_PER_DAY);
    const rest = ((local % day) + day) % day;
    const date = CalendarDate.fromEpochDay(Number((local - rest) / day));
    return date && new DateTime(date, new TimeOfDay(Number(rest), zone), zone === null ? null : offset);
  }

  toString(): string {
    return `${this.date}T${this.time}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Years beyond Temporal's range are moved by whole 400-year cycles: the calendar repeats, today's zone rules apply. */
const namedOffset = (id: string, year: number, month: number, day: number, nanos: number): number => {
  const near = Math.abs(year) <= 200_000 ? year : 2000 + (((year % 400) + 400) % 400);
  const milliseconds = Math.floor(nanos / 1_000_000);
  const clock = { hour: 0, minute: 0, second: 0, millisecond: 0 };
  clock.hour = Math.floor(milliseconds / 3_600_000);
  clock.minute = Math.floor(milliseconds / 60_000) % 60;
  clock.second = Math.floor(milliseconds / 1000) % 60;
  clock.millisecond = milliseconds % 1000;
  const zoned = Temporal.PlainDateTime.from({ year: near, month, day, ...clock }).toZonedDateTime(id);
  return Math.round(zoned.offsetNanoseconds / 1_000_000_000);
};
