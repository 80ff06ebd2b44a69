import { z } from 'zod';

/** The sixteen Länder by ISO 3166-2:DE. */
export const Land = z
  .enum(['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'])
  .describe('Land by ISO 3166-2:DE, without DE-.');
export type Land = z.infer<typeof Land>;

/** Easter Sunday by the method of Meeus, Jones and Butcher. */
const easter = (year: number): Temporal.PlainDate => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(f / 31), day: (f % 31) + 1 });
};

type Holiday = {
  readonly lands: readonly Land[] | 'all';
  readonly since?: number;
  readonly on: (year: number) => Temporal.PlainDate;
};

const fixed = (month: number, day: number) => (year: number) => Temporal.PlainDate.from({ year, month, day });
const fromEaster = (days: number) => (year: number) => easter(year).add({ days });
/** Buß- und Bettag: the Wednesday before 23 November. */
const repentance = (year: number): Temporal.PlainDate => {
  const last = Temporal.PlainDate.from({ year, month: 11, day: 22 });
  return last.subtract({ days: (last.dayOfWeek + 4) % 7 });
};

/**
 * Statutory holidays of a whole Land (holiday laws of the Länder, state of 2026). Holidays of single municipalities
 * (Augsburger Friedensfest, Mariä Himmelfahrt in Catholic Bavaria, Fronleichnam in parts of SN and TH) are left out:
 * without them a deadline ends earlier, never later, so nobody is told a day that is too late.
 */
const HOLIDAYS: readonly Holiday[] = [
  { lands: 'all', on: fixed(1, 1) },
  { lands: ['BW', 'BY', 'ST'], on: fixed(1, 6) },
  { lands: ['BE'], since: 2019, on: fixed(3, 8) },
  { lands: ['MV'], since: 2023, on: fixed(3, 8) },
  { lands: 'all', on: fromEaster(-2) },
  { lands: ['BB'], on: fromEaster(0) },
  { lands: 'all', on: fromEaster(1) },
  { lands: 'all', on: fixed(5, 1) },
  { lands: 'all', on: fromEaster(39) },
  { lands: ['BB'], on: fromEaster(49) },
  { lands: 'all', on: fromEaster(50) },
  { lands: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'], on: fromEaster(60) },
  { lands: ['SL'], on: fixed(8, 15) },
  { lands: ['TH'], since: 2019, on: fixed(9, 20) },
  { lands: 'all', on: fixed(10, 3) },
  { lands: ['BB', 'MV', 'SN', 'ST', 'TH'], on: fixed(10, 31) },
  { lands: ['HB', 'HH', 'NI', 'SH'], since: 2018, on: fixed(10, 31) },
  { lands: ['BW', 'BY', 'NW', 'RP', 'SL'], on: fixed(11, 1) },
  { lands: ['SN'], on: repentance },
  { lands: 'all', on: fixed(12, 25) },
  { lands: 'all', on: fixed(12, 26) },
];

/** True on a statutory holiday of the Land. */
export const isHoliday = (day: Temporal.PlainDate, land: Land): boolean =>
  HOLIDAYS.some(
    ({ lands, since, on }) =>
      (lands === 'all' || lands.includes(land)) && day.year >= (since ?? 0) && on(day.year).equals(day),
  );
