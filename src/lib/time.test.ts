import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BERLIN, berlinDate } from './time.ts';

const MIDNIGHTS = ['2026-03-29T00:00', '2026-03-30T00:00', '2026-10-25T00:00', '2026-10-26T00:00', '2026-11-26T00:00'];

test('the day is that of the calendar in Berlin, whatever was asked before, also where days have 23 or 25 hours', () => {
  const around = fc
    .tuple(fc.constantFrom(...MIDNIGHTS), fc.integer({ min: -100_000, max: 100_000 }))
    .map(([day, seconds]) =>
      Temporal.PlainDateTime.from(day)
        .toZonedDateTime(BERLIN)
        .toInstant()
        .add({ milliseconds: seconds * 997 }),
    );
  fc.assert(
    fc.property(fc.array(around, { minLength: 2, maxLength: 6 }), (instants) => {
      for (const instant of instants)
        assert.equal(berlinDate(instant).toString(), instant.toZonedDateTimeISO(BERLIN).toPlainDate().toString());
    }),
  );
});
