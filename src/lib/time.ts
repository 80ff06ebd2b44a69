/** Civil time of German administration. */
export const BERLIN = 'Europe/Berlin';

/** Where the present comes from. Only `main.ts`, the command line and tests make one; everything else is given it. */
export type Clock = () => Temporal.Instant;

/** The calendar day in Berlin at an instant. */
export const berlinDate = (instant: Temporal.Instant): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(BERLIN).toPlainDate();

/** An instant from the driver's Date. */
export const toInstant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());
