import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, YearMonthDuration } from './duration.ts';
import { printText } from './print.ts';
import { isList, type Value } from './value.ts';

/** How a place in a template is printed; without one, by the kind of value. */
export const FORMATS = ['money', 'number', 'date', 'shortdate', 'time', 'datetime', 'list', 'plain'] as const;
export type Format = (typeof FORMATS)[number];

type Wording = {
  readonly point: string;
  readonly group: string;
  readonly yes: string;
  readonly no: string;
  readonly and: string;
};

const GERMAN: Wording = { point: ',', group: '.', yes: 'ja', no: 'nein', and: 'und' };
const ENGLISH: Wording = { point: '.', group: ',', yes: 'yes', no: 'no', and: 'and' };

const wordingOf = (language: string): Wording => (language.startsWith('de') ? GERMAN : ENGLISH);

/** `1.234,5` or `1,234.5`: exact digits, grouped in threes from five digits on in running text alike. */
const formatNumber = (value: Decimal, { point, group }: Wording, places?: number): string => {
  const rounded = places === undefined ? value : (value.round(places, 'half up') ?? value);
  const [whole = '0', fraction = ''] = rounded.absolute().toString().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const digits = places === undefined ? fraction : fraction.padEnd(places, '0');
  return `${rounded.sign() < 0 ? '−' : ''}${grouped}${digits && point + digits}`;
};

const formatDay = (value: CalendarDate, language: string, style: 'long' | 'short'): string => {
  if (Math.abs(value.year) > 200_000) return value.toString();
  const locale = language.startsWith('de') ? 'de-DE' : 'en-GB';
  const options: Intl.DateTimeFormatOptions =
    style === 'long'
      ? { day: 'numeric', month: 'long', year: 'numeric' }
      : { day: '2-digit', month: '2-digit', year: 'numeric' };
  return Temporal.PlainDate.from({ year: value.year, month: value.month, day: value.day }).toLocaleString(
    locale,
    options,
  );
};

const formatTime = (value: TimeOfDay, language: string): string => {
  const clock = value.toString().slice(0, 5);
  return language.startsWith('de') ? `${clock} Uhr` : clock;
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const formatMonths = ({ months }: YearMonthDuration, language: string): string => {
  const isGerman = language.startsWith('de');
  const years = Math.trunc(months / 12);
  const rest = months % 12;
  const parts = [
    ...(years === 0 ? [] : [plural(years, isGerman ? 'Jahr' : 'year', isGerman ? 'Jahre' : 'years')]),
    ...(rest === 0 && years !== 0 ? [] : [plural(rest, isGerman ? 'Monat' : 'month', isGerman ? 'Monate' : 'months')]),
  ];
  return parts.join(isGerman ? ' und ' : ' and ');
};

const formatDays = (value: DayTimeDuration, language: string): string => {
  const day = 86_400_000_000_000n;
  if (value.nanoseconds % day !== 0n) return value.toString();
  const count = Number(value.nanoseconds / day);
  return language.startsWith('de') ? plural(count, 'Tag', 'Tage') : plural(count, 'day', 'days');
};

const formatList = (items: readonly Value[], language: string): string => {
  const texts = items.map((item) => formatValue(item, language));
  const { and } = wordingOf(language);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${and} ${texts.at(-1)}`;
};

const formatKind = (value: Value, language: string): string => {
  const wording = wordingOf(language);
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? wording.yes : wording.no;
  if (value instanceof Decimal) return formatNumber(value, wording);
  if (value instanceof CalendarDate) return formatDay(value, language, 'long');
  if (value instanceof TimeOfDay) return formatTime(value, language);
  if (value instanceof DateTime)
    return `${formatDay(value.date, language, 'long')}, ${formatTime(value.time, language)}`;
  if (value instanceof YearMonthDuration) return formatMonths(value, language);
  if (value instanceof DayTimeDuration) return formatDays(value, language);
  return isList(value) ? formatList(value, language) : printText(value);
};

const formatMoney = (value: Decimal, language: string): string => {
  const amount = formatNumber(value, wordingOf(language), 2);
  // U+00A0 keeps amount and sign on one line.
  return language.startsWith('de') ? `${amount}\u00a0€` : `€${amount}`;
};

/** A value for people: `1.234,50 €`, `11. März 2020`, `ja`, `A, B und C`; null prints nothing. */
export const formatValue = (value: Value, language: string, format?: Format): string => {
  if (format === 'plain' && value !== null) return printText(value);
  if (format === 'money' && value instanceof Decimal) return formatMoney(value, language);
  const day = value instanceof DateTime ? value.date : value;
  if (format === 'shortdate' && day instanceof CalendarDate) return formatDay(day, language, 'short');
  if (value instanceof DateTime && format === 'date') return formatDay(value.date, language, 'long');
  if (value instanceof DateTime && format === 'time') return formatTime(value.time, language);
  return formatKind(value, language);
};
