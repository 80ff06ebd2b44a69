import { isHoliday, type Land } from './land.ts';

const isWorkingDay = (day: Temporal.PlainDate, land: Land): boolean => day.dayOfWeek < 6 && !isHoliday(day, land);

/** The day itself or the next that is no Saturday, Sunday or holiday (§ 193 BGB, § 31(3) VwVfG). */
export const nextWorkingDay = (day: Temporal.PlainDate, land: Land): Temporal.PlainDate => {
  let next = day;
  while (!isWorkingDay(next, land)) next = next.add({ days: 1 });
  return next;
};

/**
 * Last day of a period that an event starts. The day of the event does not count (§ 187(1) BGB); a period of months ends
 * on the day with the same number, or on the last of the month (§ 188(2), (3)); a weekend or holiday moves it (§ 193).
 */
export const deadline = (event: Temporal.PlainDate, period: Temporal.Duration, land: Land): Temporal.PlainDate =>
  nextWorkingDay(event.add(period), land);

/** From this day on the fourth day counts (Postrechtsmodernisierungsgesetz); before, the third, without moving. */
const FOURTH_DAY_SINCE = Temporal.PlainDate.from('2025-01-01');

/** The day on which a notice sent by post or electronically counts as announced (Bekanntgabe, § 41(2) VwVfG). */
export const announcedOn = (sent: Temporal.PlainDate, land: Land): Temporal.PlainDate =>
  Temporal.PlainDate.compare(sent, FOURTH_DAY_SINCE) < 0
    ? sent.add({ days: 3 })
    : nextWorkingDay(sent.add({ days: 4 }), land);
