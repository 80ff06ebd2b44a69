/** Civil time of German administration. */
export const BERLIN = 'Europe/Berlin';

/** Where the present comes from. Only `main.ts`, the command line and tests make one; everything else is given it. */
export type Clock = () => Temporal.Instant;

/** The day that was asked for last, from and until when in ms: on a busy day all ask for the same. */
let day = { from: 0, until: 0, date: new Temporal.PlainDate(1970, 1, 1) };

/** The calendar day in Berlin at an instant. */
export const berlinDate = (instant: Temporal.Instant): Temporal.PlainDate => {
  const { epochMilliseconds: at } = instant;
  if (at >= day.from && at < day.until) return day.date;
  const start = instant.toZonedDateTimeISO(BERLIN).startOfDay();
  const until = start.add({ days: 1 }).startOfDay().epochMilliseconds;
  day = { from: start.epochMilliseconds, until, date: start.toPlainDate() };
  return day.date;
};

/** An instant from the driver's Date. */
export const toInstant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());
