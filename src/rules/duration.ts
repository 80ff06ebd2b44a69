import { Decimal } from './decimal.ts';

export const SECOND = 1_000_000_000n;
export const DAY = 86_400n * SECOND;

/** Days and time duration (DMN 1.5 § 10.3.2.3.7), in nanoseconds. */
export class DayTimeDuration {
  readonly nanoseconds: bigint;
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }

  /** ISO 8601, `P1DT2H`; zero is `PT0S`. */
  toString(): string {
    const total = this.nanoseconds < 0n ? -this.nanoseconds : this.nanoseconds;
    if (total === 0n) return 'PT0S';
    const seconds = (total / SECOND) % 60n;
    const fraction =
      total % SECOND === 0n
        ? ''
        : `.${String(total % SECOND)
            .padStart(9, '0')
            .replace(/0+$/, '')}`;
    const part = (count: bigint, unit: string): string => (count === 0n ? '' : `${count}${unit}`);
    const time =
      part((total / (3600n * SECOND)) % 24n, 'H') +
      part((total / (60n * SECOND)) % 60n, 'M') +
      (seconds === 0n && fraction === '' ? '' : `${seconds}${fraction}S`);
    return `${this.nanoseconds < 0n ? '-' : ''}P${part(total / DAY, 'D')}${time && `T${time}`}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** In seconds, exactly. */
  toSeconds(): Decimal | null {
    return Decimal.parse(String(this.nanoseconds))?.dividedBy(Decimal.make(1_000_000_000, 0)) ?? null;
  }

  /** Rounded down to the nanosecond. */
  static fromSeconds(seconds: Decimal): DayTimeDuration | null {
    const nanoseconds = seconds.times(Decimal.make(1_000_000_000, 0))?.round(0, 'down');
    return nanoseconds ? new DayTimeDuration(BigInt(nanoseconds.toString())) : null;
  }
}

/** Years and months duration (DMN 1.5 § 10.3.2.3.8), in months. */
export class YearMonthDuration {
  readonly months: number;
  constructor(months: number) {
    this.months = months + 0;
  }

  /** ISO 8601, `P1Y2M`; zero is `P0M`. */
  toString(): string {
    const total = Math.abs(this.months);
    if (total === 0) return 'P0M';
    const years = Math.trunc(total / 12);
    const months = total % 12;
    return `${this.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${months ? `${months}M` : ''}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

const parseMonths = (text: string): YearMonthDuration | null => {
  const match = /^(-?)P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?$/.exec(text);
  if (!match) return null;
  const total = Number(match[2] ?? 0) * 12 + Number(match[3] ?? 0);
  return Number.isSafeInteger(total) ? new YearMonthDuration(match[1] ? -total : total) : null;
};

const DAYS_AND_TIME =
  /^(-?)P(?=[\dT])(?:(\d{1,18})D)?(?:T(?=\d)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,18}))?S)?)?$/;

const parseDays = (text: string): DayTimeDuration | null => {
  const match = DAYS_AND_TIME.exec(text);
  if (!match) return null;
  const [days = 0n, hours = 0n, minutes = 0n, seconds = 0n] = match.slice(2, 6).map((part) => BigInt(part ?? 0));
  const whole = ((days * 24n + hours) * 60n + minutes) * 60n + seconds;
  const total = whole * SECOND + BigInt((match[6] ?? '').padEnd(9, '0').slice(0, 9));
  return new DayTimeDuration(match[1] ? -total : total);
};

/** Reads both kinds of duration; a year or month together with a day or time is none of them. */
export const parseDuration = (text: string): DayTimeDuration | YearMonthDuration | null =>
  parseMonths(text) ?? parseDays(text);
