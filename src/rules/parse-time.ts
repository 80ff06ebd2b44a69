import { CalendarDate, DateTime, TimeOfDay, type Zone } from './calendar.ts';

const DATE = String.raw`(-?)(\d{4}|[1-9]\d{4,8})-(\d{2})-(\d{2})`;
const CLOCK = String.raw`(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,18}))?(Z|z|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z][\w+/-]*)?`;
const DATE_ONLY = new RegExp(`^${DATE}$`);
const CLOCK_ONLY = new RegExp(`^T?${CLOCK}$`);

const knownZones = new Map<string, boolean>();

const isZone = (id: string): boolean => {
  let known = knownZones.get(id);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: id });
      known = true;
    } catch {
      known = false;
    }
    // A service sees a handful of zones; texts from outside must not grow this without end.
    if (knownZones.size < 1000) knownZones.set(id, known);
  }
  return known;
};

const parseZone = (text: string | undefined): Zone | null | undefined => {
  if (text === undefined) return null;
  if (text === 'Z' || text === 'z') return { kind: 'offset', seconds: 0 };
  if (text.startsWith('@')) return isZone(text.slice(1)) ? { kind: 'named', id: text.slice(1) } : undefined;
  const [hours = '0', minutes = '0', rest = '0'] = text.slice(1).split(':');
  const seconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  if (seconds > 18 * 3600 || Number(minutes) > 59 || Number(rest) > 59) return undefined;
  return { kind: 'offset', seconds: text.startsWith('-') ? -seconds : seconds + 0 };
};

/** `2020-03-11`; years beyond four digits without leading zero. */
export const parseDate = (text: string): CalendarDate | null => {
  const match = DATE_ONLY.exec(text);
  if (!match) return null;
  const year = Number(match[2]);
  return CalendarDate.make(match[1] ? -year : year, Number(match[3]), Number(match[4]));
};

type Clock = { readonly time: TimeOfDay; readonly nextDay: boolean };

const parseClock = (text: string): Clock | null => {
  const match = CLOCK_ONLY.exec(text);
  if (!match) return null;
  const [, hour, minute, second, fraction, zoneText] = match;
  const zone = parseZone(zoneText);
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const nanos = Number((fraction ?? '').padEnd(9, '0').slice(0, 9));
  if (zone === undefined || Number(minute) > 59 || Number(second) > 59) return null;
  // 24:00:00 is midnight at the end of the day (ISO 8601); nothing after it is.
  if (seconds === 86_400 && nanos === 0) return { time: new TimeOfDay(0, zone), nextDay: true };
  return seconds < 86_400 ? { time: new TimeOfDay(seconds * 1_000_000_000 + nanos, zone), nextDay: false } : null;
};

/** `10:30:00`, with `Z`, an offset of at most 18 hours, or `@Europe/Berlin`. */
export const parseTime = (text: string): TimeOfDay | null => parseClock(text)?.time ?? null;

/** A date, `T` and a time. */
export const parseDateTime = (text: string): DateTime | null => {
  const split = text.indexOf('T');
  if (split < 0) return null;
  const date = parseDate(text.slice(0, split));
  const clock = parseClock(text.slice(split + 1));
  if (!date || !clock || text[split + 1] === 'T') return null;
  const day = clock.nextDay ? date.plusDays(1) : date;
  return day && new DateTime(day, clock.time);
};

/** `Europe/Berlin`; undefined when there is no such zone. */
export const parseZoneName = (text: string): Zone | undefined => parseZone(`@${text}`) ?? undefined;
