import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcedOn, deadline } from './deadline.ts';
import { isHoliday, type Land } from './land.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

const holidays: readonly [string, Land, boolean][] = [
  ['2020-04-10', 'NW', true], // Good Friday
  ['2024-03-31', 'BB', true], // Easter Sunday, a holiday in Brandenburg alone
  ['2024-03-31', 'NW', false],
  ['2038-04-26', 'HH', true], // Easter Monday at its latest
  ['2026-06-04', 'NW', true], // Fronleichnam
  ['2026-06-04', 'BE', false],
  ['2025-11-19', 'SN', true], // Buß- und Bettag
  ['2026-11-18', 'SN', true],
  ['2023-11-22', 'SN', true], // as late as it can be
  ['2026-11-18', 'NW', false],
  ['2017-10-31', 'NI', false],
  ['2018-10-31', 'NI', true],
];
for (const [date, land, expected] of holidays)
  test(`${date} is ${expected ? '' : 'no '}holiday in ${land}`, () =>
    assert.equal(isHoliday(day(date), land), expected));

const months = (n: number) => Temporal.Duration.from({ months: n });
const deadlines: readonly [string, number, Land, string][] = [
  ['2026-01-31', 1, 'NW', '2026-03-02'], // 28 February is a Saturday: Monday (§ 188(3), § 193 BGB)
  ['2024-01-31', 1, 'NW', '2024-02-29'],
  ['2026-03-05', 1, 'NW', '2026-04-07'], // 5 April is Easter Sunday, the 6th Easter Monday
  ['2026-11-10', 1, 'NW', '2026-12-10'],
];
for (const [event, count, land, expected] of deadlines)
  test(`${count} month after ${event} in ${land} ends on ${expected}`, () =>
    assert.equal(deadline(day(event), months(count), land).toString(), expected));

const announcements: readonly [string, Land, string][] = [
  ['2026-11-23', 'NW', '2026-11-27'],
  ['2026-11-24', 'NW', '2026-11-30'], // the fourth day is a Saturday
  ['2025-12-22', 'NW', '2025-12-29'], // 26 December is a holiday, then a weekend
  ['2024-12-30', 'NW', '2025-01-02'], // the old law: third day, whatever day it is
];
for (const [sent, land, expected] of announcements)
  test(`a notice sent on ${sent} is announced on ${expected} (${land})`, () =>
    assert.equal(announcedOn(day(sent), land).toString(), expected));
