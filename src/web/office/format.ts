import { BERLIN } from '#lib/time.ts';
import type { OfficeLanguage } from './deps.ts';
import { wordsFor } from './words.ts';

const LOCALE = { de: 'de-DE', en: 'en-GB' } as const;

/** Calendar day in Berlin: 23.11.2026. */
export const formatDay = (at: Temporal.Instant | Temporal.PlainDate, language: OfficeLanguage): string => {
  const day = at instanceof Temporal.Instant ? at.toZonedDateTimeISO(BERLIN).toPlainDate() : at;
  return day.toLocaleString(LOCALE[language], { day: '2-digit', month: '2-digit', year: 'numeric' });
};

/** Day and minute in Berlin: 23.11.2026, 14:05. */
export const formatTime = (at: Temporal.Instant, language: OfficeLanguage): string => {
  const time = at.toZonedDateTimeISO(BERLIN).toPlainTime().toString({ smallestUnit: 'minute' });
  return `${formatDay(at, language)}, ${time}`;
};

/** The minute in Berlin: 14:05. */
export const formatMinute = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(BERLIN).toPlainTime().toString({ smallestUnit: 'minute' });

/** How long ago, in the largest unit that fits; days are calendar days in Berlin. */
export const formatAge = (at: Temporal.Instant, now: Temporal.Instant, language: OfficeLanguage): string => {
  const { ago } = wordsFor(language);
  const minutes = Math.floor((now.epochMilliseconds - at.epochMilliseconds) / 60_000);
  if (minutes < 1) return ago.now;
  if (minutes < 60) return ago.minutes(minutes);
  const day = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(BERLIN).toPlainDate();
  const days = day(at).until(day(now)).days;
  return days < 1 ? ago.hours(Math.floor(minutes / 60)) : ago.days(days);
};

/** A length of time in its largest fitting unit: 40 Sek., 3 Std., 2 Tage. */
export const formatDuration = (seconds: number, language: OfficeLanguage): string => {
  const { duration } = wordsFor(language);
  if (seconds < 60) return duration.seconds(Math.round(seconds));
  if (seconds < 3600) return duration.minutes(Math.round(seconds / 60));
  return seconds < 48 * 3600 ? duration.hours(Math.round(seconds / 3600)) : duration.days(Math.round(seconds / 86_400));
};
