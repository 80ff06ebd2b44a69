import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executionDay, isBankDay } from './bank-day.ts';

test('TARGET is closed on weekends and six holidays, and open on German ones', () => {
  const closed = [
    '2026-11-21',
    '2026-11-22',
    '2027-01-01',
    '2020-04-10',
    '2020-04-13',
    '2026-04-03',
    '2026-04-06',
    '2026-05-01',
    '2025-12-25',
    '2025-12-26',
  ];
  const open = [
    '2026-05-14',
    '2026-05-25',
    '2025-10-03',
    '2026-06-04',
    '2026-04-07',
    '2026-12-24',
    '2026-12-31',
    '2024-03-08',
  ];
  for (const day of closed) assert.equal(isBankDay(Temporal.PlainDate.from(day)), false, day);
  for (const day of open) assert.equal(isBankDay(Temporal.PlainDate.from(day)), true, day);
});

test('a year has as many bank days as weekdays without the closing days that fall on one', () => {
  const count = (year: number): number => {
    let days = 0;
    for (let day = new Temporal.PlainDate(year, 1, 1); day.year === year; day = day.add({ days: 1 }))
      days += isBankDay(day) ? 1 : 0;
    return days;
  };
  assert.deepEqual([2024, 2025, 2026].map(count), [256, 255, 256]);
});

test('execution is on the next bank day', () => {
  const cases = [
    ['2026-11-23', '2026-11-24'],
    ['2026-11-20', '2026-11-23'],
    ['2020-04-09', '2020-04-14'],
    ['2025-12-24', '2025-12-29'],
  ];
  for (const [from = '', to] of cases) assert.equal(executionDay(Temporal.PlainDate.from(from)).toString(), to);
});
