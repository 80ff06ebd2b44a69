import { isHoliday } from '#authority';

/**
 * True on a day on which TARGET settles: no weekend, not 1 January, Good Friday, Easter Monday, 1 May, 25 and 26
 * December (closing days since 2002). Whit Monday or 3 October are ordinary bank days.
 */
export const isBankDay = (day: Temporal.PlainDate): boolean => {
  if (day.dayOfWeek > 5) return false;
  if (['01-01', '05-01', '12-25', '12-26'].includes(day.toString().slice(5))) return false;
  // The only Fridays and Mondays in March and April that are holidays in North Rhine-Westphalia are those of Easter.
  const spring = day.month === 3 || day.month === 4;
  return !(spring && (day.dayOfWeek === 5 || day.dayOfWeek === 1) && isHoliday(day, 'NW'));
};

/**
 * The execution date asked for: the next bank day after the release, so that a file handed over in the evening still
 * meets the bank's cut-off time.
 */
export const executionDay = (released: Temporal.PlainDate): Temporal.PlainDate => {
  let day = released.add({ days: 1 });
  while (!isBankDay(day)) day = day.add({ days: 1 });
  return day;
};
