import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge, formatDay, formatDuration, formatTime } from './format.ts';

const at = (text: string) => Temporal.Instant.from(text);

test('days and times are those of Berlin', () => {
  assert.equal(formatTime(at('2026-11-23T23:30:00Z'), 'de'), '24.11.2026, 00:30');
  assert.equal(formatTime(at('2026-07-01T10:05:59Z'), 'en'), '01/07/2026, 12:05');
  assert.equal(formatDay(Temporal.PlainDate.from('2020-03-05'), 'de'), '05.03.2020');
});

const ages: readonly [string, string][] = [
  ['2026-11-23T11:59:30Z', 'gerade eben'],
  ['2026-11-23T11:01:00Z', 'vor 59 Min.'],
  ['2026-11-23T08:00:00Z', 'vor 4 Std.'],
  ['2026-11-22T22:59:00Z', 'vor 1 Tag'],
  ['2026-11-22T23:30:00Z', 'vor 12 Std.'],
  ['2026-11-13T12:00:00Z', 'vor 10 Tagen'],
];
for (const [received, text] of ages)
  test(`${received} is ${text} at noon UTC on 23 November`, () =>
    assert.equal(formatAge(at(received), at('2026-11-23T12:00:00Z'), 'de'), text));

const lengths: readonly [number, string][] = [
  [0.4, '0 Sek.'],
  [59, '59 Sek.'],
  [90, '2 Min.'],
  [7200, '2 Std.'],
  [47 * 3600, '47 Std.'],
  [5 * 86_400, '5 Tage'],
];
for (const [seconds, text] of lengths)
  test(`${seconds} seconds are ${text}`, () => assert.equal(formatDuration(seconds, 'de'), text));
