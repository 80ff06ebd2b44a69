import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal as DecimalJs } from 'decimal.js';
import fc from 'fast-check';
import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { Decimal, number } from './decimal.ts';
import { parseDuration } from './duration.ts';
import { parseDateTime } from './parse-time.ts';

const Reference = DecimalJs.clone({
  precision: 34,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

const decimalText = fc
  .tuple(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.nat({ max: 12 }))
  .map(([units, scale]) => new Reference(units.toString()).dividedBy(new Reference(10).pow(scale)).toFixed());

const OPERATIONS = {
  plus: (a: Decimal, b: Decimal) => a.plus(b),
  minus: (a: Decimal, b: Decimal) => a.minus(b),
  times: (a: Decimal, b: Decimal) => a.times(b),
  dividedBy: (a: Decimal, b: Decimal) => a.dividedBy(b),
} as const;

for (const [name, operation] of Object.entries(OPERATIONS)) {
  test(`${name} agrees with decimal.js, narrow or wide`, () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        const one = new Reference(a);
        const two = new Reference(b);
        const key = name as keyof typeof OPERATIONS;
        const expected = one[key](two);
        assert.equal(
          operation(number(a), number(b))?.toString() ?? null,
          expected.isFinite() ? expected.toFixed() : null,
        );
      }),
      { numRuns: 2000 },
    );
  });
}

test('compare agrees with decimal.js', () => {
  fc.assert(
    fc.property(decimalText, decimalText, (a, b) => {
      assert.equal(number(a).compare(number(b)), new Reference(a).comparedTo(new Reference(b)));
    }),
  );
});

const ROUNDINGS = [
  ['2.5', 0, 'half even', '2'],
  ['-2.5', 0, 'half up', '-3'],
  ['2.5', 0, 'half down', '2'],
  ['-1.55', 1, 'floor', '-1.6'],
  ['1234', -2, 'half even', '1200'],
  ['0.30000000000000000000000000000000004', 2, 'up', '0.30'],
] as const;

for (const [value, places, rounding, expected] of ROUNDINGS) {
  test(`${value} to ${places} places, ${rounding}`, () => {
    assert.equal(number(value).round(places, rounding)?.compare(number(expected)), 0);
  });
}

test('no number is made of what is none', () => {
  for (const text of ['', '-', '1,5', '1.2.3', 'NaN', 'Infinity', '0x10', '1e99999', ' 1'])
    assert.equal(Decimal.parse(text), null, text);
  assert.throws(() => number('12,50'), /no decimal number; write digits with a point/);
});

const days = fc.integer({ min: -90_000_000, max: 90_000_000 });

test('the calendar agrees with Temporal', () => {
  fc.assert(
    fc.property(days, (day) => {
      const ours = CalendarDate.fromEpochDay(day);
      const theirs = Temporal.PlainDate.from('1970-01-01').add({ days: day });
      assert.deepEqual([ours?.year, ours?.month, ours?.day], [theirs.year, theirs.month, theirs.day]);
      assert.equal(ours?.epochDay(), day);
      assert.equal(ours?.weekday(), theirs.dayOfWeek);
    }),
  );
});

test('moments in Berlin agree with Temporal, the hours that come twice and never included', () => {
  const start = Temporal.ZonedDateTime.from('2020-01-01T00:00[Europe/Berlin]');
  for (let hour = 0; hour < 366 * 24; hour += 1) {
    const theirs = start.add({ hours: hour });
    const ours = DateTime.fromEpoch(theirs.epochNanoseconds, { kind: 'named', id: 'Europe/Berlin' });
    assert.equal(ours?.toString().slice(0, 16), theirs.toPlainDateTime().toString().slice(0, 16));
    assert.equal(ours?.epochNanoseconds(), theirs.epochNanoseconds);
  }
});

test('durations read what they print', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.integer({ min: -100_000, max: 100_000 }), (nanos, months) => {
      const time = `${nanos < 0n ? '-' : ''}PT${(nanos < 0n ? -nanos : nanos) / 1_000_000_000n}S`;
      for (const text of [time, `${months < 0 ? '-' : ''}P${Math.abs(months)}M`]) {
        const read = parseDuration(text);
        assert.equal(parseDuration(String(read))?.toString(), read?.toString());
      }
    }),
  );
  for (const text of ['P', 'PT', 'P1Y2D', 'P1H', '1D', 'P1DT']) assert.equal(parseDuration(text), null, text);
});

test('a time prints its zone as it was written', () => {
  for (const text of ['2020-01-02T03:04:05.25@Europe/Berlin', '2020-01-02T03:04:05+01:30', '-0001-01-02T03:04:05Z']) {
    assert.equal(String(parseDateTime(text)), text);
  }
  assert.equal(String(new TimeOfDay(0, null)), '00:00:00');
});
