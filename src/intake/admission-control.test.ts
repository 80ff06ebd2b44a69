import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AT_REST, advance, type Control, control, pollInterval, sheds } from './admission-control.ts';
import { expectAgain, makeLine, moveBy, placeOf, putBlock, sizeOf, takeNumber, update } from './admission-line.ts';

/** Whoever fills a form on the simulated machine: how many requests are left, and when the last was sent. */
type Person = { left: number; sent: number };

type Crowd = {
  /** Requests a second that the machine does; the controller is not told. */
  readonly capacity: number;
  readonly perJourney: number;
  /** People a second who want to begin. */
  readonly arrivals: number;
  /** Seconds that somebody reads a page. */
  readonly think: number;
  readonly seconds: number;
  /** Share of those waiting who close the page. */
  readonly leave: number;
};

type Outcome = {
  /** Journeys finished in each second. */
  readonly finished: readonly number[];
  /** Numbers in the order in which they got in. */
  readonly order: readonly number[];
  readonly worst: number;
  readonly state: Control;
};

const STEP = 50;

/** A machine with a queue in front, on which the real controller and the real line decide who may begin. */
const simulate = ({ capacity, perJourney, arrivals, think, seconds, leave }: Crowd): Outcome => {
  const programme = { authority: 'a', service: 's' };
  const line = makeLine(programme);
  const queue: Person[] = [];
  const reading = new Map<number, Person[]>();
  const standing: { number: number; asks: number }[] = [];
  const finished: number[] = [];
  const order: number[] = [];
  let [state, done, drawn, worst, credit, late] = [AT_REST, 0, 0, 0, 0, 0];
  let wanting = 0;
  let looked = -STEP;
  let random = 1;
  const chance = (): number => {
    random = (random * 16_807) % 2_147_483_647;
    return random / 2_147_483_647;
  };
  const begin = (now: number) => queue.push({ left: perJourney, sent: now });
  const arrive = (now: number): void => {
    if (!state.saturated && line.drawn <= line.admitted) {
      begin(now);
      return;
    }
    let number = takeNumber(line, now);
    if (number === undefined) {
      const size = sizeOf(line);
      drawn += size;
      putBlock(line, drawn - size + 1, size, now);
      number = takeNumber(line, now);
    }
    assert.ok(number !== undefined);
    const { interval } = placeOf(line, number, now, state.rate);
    expectAgain(line, now, interval);
    if (chance() >= leave) standing.push({ number, asks: now + interval * 1000 });
  };
  const ask = (now: number): void => {
    for (const one of standing.filter(({ asks }) => asks <= now)) {
      if (one.number <= line.admitted) {
        order.push(one.number);
        begin(now);
        one.asks = Number.POSITIVE_INFINITY;
        one.number = 0;
      } else {
        const { interval } = placeOf(line, one.number, now, state.rate);
        expectAgain(line, now, interval);
        one.asks = now + interval * 1000;
      }
    }
  };
  const serve = (now: number): void => {
    credit = Math.min(credit + (capacity * STEP) / 1000, capacity);
    while (credit >= 1 && queue.length > 0) {
      const person = queue.shift();
      if (!person) break;
      credit -= 1;
      done += 1;
      person.left -= 1;
      worst = Math.max(worst, now > 10_000 ? now - person.sent : 0);
      if (person.left === 0) finished[Math.floor(now / 1000)] = (finished[Math.floor(now / 1000)] ?? 0) + 1;
      else {
        const at = now + Math.max(STEP, Math.round((think * 2000 * chance()) / STEP) * STEP);
        reading.set(at, [...(reading.get(at) ?? []), person]);
      }
    }
    late = (queue.length / capacity) * 1000;
  };
  for (let now = 0; now < seconds * 1000; now += STEP) {
    for (wanting += (arrivals * STEP) / 1000; wanting >= 1; wanting -= 1) arrive(now);
    for (const person of reading.get(now) ?? []) queue.push(Object.assign(person, { sent: now }));
    reading.delete(now);
    ask(now);
    serve(now);
    // As the process does it: at rest it looks four times a second, with a line once.
    const isTime = now % 1000 === 950;
    if (!isTime && (state.saturated || now % 250 !== 200)) continue;
    const waiting = line.drawn > line.admitted;
    const utilization = Math.min(1, done / ((capacity * (now - looked)) / 1000));
    const measured = { oldestWaiting: 0, loopDelay: late, utilization };
    state = control(state, { seconds: (now - looked) / 1000, measured, done, perJourney, waiting });
    [done, looked] = [0, now];
    if (!isTime) continue;
    const admitted = line.admitted + (waiting ? moveBy(line, state.rate, now) : 0);
    const pollers = [...line.expected.values()].reduce((a, b) => a + b, 0);
    update(line, { ...programme, drawn, admitted, pollers }, now);
  }
  return { finished: Array.from(finished, (count) => count ?? 0), order, worst, state };
};

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

const CROWDS: readonly (readonly [what: string, crowd: Crowd])[] = [
  ['ten times the capacity', { capacity: 900, perJourney: 9, arrivals: 1000, think: 0, seconds: 60, leave: 0 }],
  ['people who read', { capacity: 900, perJourney: 9, arrivals: 1000, think: 2, seconds: 90, leave: 0 }],
  ['half of them leave', { capacity: 900, perJourney: 9, arrivals: 1000, think: 0, seconds: 180, leave: 0.5 }],
  ['a small machine', { capacity: 100, perJourney: 12, arrivals: 80, think: 0, seconds: 60, leave: 0 }],
];

for (const [what, crowd] of CROWDS)
  test(`${what}: those inside finish at the pace of the machine, in the order of coming`, () => {
    const { finished, order, worst } = simulate(crowd);
    const peak = crowd.capacity / crowd.perJourney;
    // Who leaves counts as waiting until they would have asked again, up to a minute: meanwhile the line is rather too slow.
    const goodput = mean(finished.slice(crowd.leave > 0 ? 90 : 20, crowd.seconds)) / peak;
    assert.ok(goodput >= (crowd.leave > 0 ? 0.7 : 0.8), `goodput ${goodput.toFixed(2)}`);
    // The crowd of the first moments, before anything was measured, is inside and is served.
    assert.ok(worst < 3500, `somebody inside waited ${worst} ms`);
    assert.ok(order.length > 100);
    // Who comes by first may begin first: numbers let in together mix, but none that was let in later overtakes far.
    const overtaken = order.filter((number, at) =>
      order.slice(Math.max(0, at - 50), at).every((other) => other > number + 20 * peak),
    );
    assert.deepEqual(
      overtaken.filter((_, at) => at > 0),
      [],
    );
  });

test('without a crowd nobody waits, and a short peak makes no line', () => {
  const quiet = simulate({ capacity: 900, perJourney: 9, arrivals: 80, think: 1, seconds: 60, leave: 0 });
  assert.equal(quiet.state.saturated, false);
  assert.equal(quiet.order.length, 0);
  const second = (loopDelay: number) => ({
    seconds: 0.25,
    measured: { oldestWaiting: 0, loopDelay, utilization: 1 },
    done: 10,
    perJourney: 9,
    waiting: false,
  });
  const peak = control(control(AT_REST, second(5000)), second(10));
  assert.equal(peak.saturated, false);
});

test('the line is kept until calm has lasted and nobody waits', () => {
  const second = (loopDelay: number, waiting = false, utilization = 1) => ({
    seconds: 1,
    measured: { oldestWaiting: 0, loopDelay, utilization },
    done: 90,
    perJourney: 9,
    waiting,
  });
  let state = [second(900), second(900)].reduce(control, AT_REST);
  assert.equal(state.saturated, true);
  assert.equal(Math.round(state.rate), 10); // 90 requests a second carry 10 journeys of 9
  for (let i = 0; i < 20; i += 1) state = control(state, second(10, true));
  assert.equal(state.saturated, true);
  for (let i = 0; i < 20; i += 1) state = control(state, second(10));
  assert.equal(state.saturated, true, 'at full work newcomers may wait where we cannot see them');
  for (let i = 0; i < 5; i += 1) state = control(state, second(10, false, 0.7));
  assert.equal(state.saturated, false);
  assert.equal(control(AT_REST, second(10, true)).saturated, true, 'a line seen by others binds us too');
});

test('an old batch in front of the database counts as a late loop does', () => {
  const second = {
    seconds: 1,
    measured: { oldestWaiting: 4000, loopDelay: 0, utilization: 1 },
    done: 5,
    perJourney: 9,
    waiting: false,
  };
  assert.equal(control(AT_REST, second).pressure, 8);
});

test('what is worth less is turned away first, a little at a little too much', () => {
  const order = ['page', 'upload', 'save', 'status', 'submit'] as const;
  const first = order.map((value) => [...Array(100).keys()].find((pressure) => sheds(pressure, value, 0)) ?? 0);
  assert.deepEqual(
    first,
    first.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(first).size, order.length);
  assert.deepEqual([sheds(4.4, 'page', 0.05), sheds(4.4, 'page', 0.5), sheds(9, 'page', 0.99)], [true, false, true]);
  assert.equal(sheds(9, 'submit', 0), false);
});

test('a line never moves beyond itself, and by no fewer than its places', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(5000), (waiting, pollers, places) => {
      const by = advance({ waiting, pollers }, places);
      assert.ok(by <= waiting && by >= Math.min(places, waiting));
      if (pollers >= waiting) assert.equal(by, Math.min(places, waiting));
    }),
  );
  assert.equal(advance({ waiting: 300, pollers: 100 }, 10), 30);
  assert.equal(advance({ waiting: 300, pollers: 0 }, 1), 300, 'nobody asks any more: nobody is held up');
});

test('whoever is near asks often, and all together never too often', () => {
  assert.equal(pollInterval(0, 10), 2, 'never so often that nobody could read the page');
  assert.equal(pollInterval(8, 10), 8, 'on the turn');
  assert.equal(pollInterval(14, 10), 7);
  assert.equal(pollInterval(100, 10), 50);
  assert.equal(pollInterval(100_000, 10), 60);
  assert.equal(pollInterval(100, 380_000), 50);
  assert.equal(pollInterval(100_000, 380_000), 760);
});

test('numbers are handed out in order, not twice, not late, and never as a way in', () => {
  const line = makeLine({ authority: 'a', service: 's' });
  assert.equal(takeNumber(line, 0), undefined);
  putBlock(line, 101, 16, 0);
  assert.deepEqual([takeNumber(line, 1), takeNumber(line, 2)], [101, 102]);
  assert.equal(takeNumber(line, 5000), undefined, 'others came meanwhile at other processes');
  putBlock(line, 201, 16, 5000);
  update(line, { authority: 'a', service: 's', drawn: 400, admitted: 205, pollers: 0 }, 5000);
  assert.equal(takeNumber(line, 5001), 206);
});

test('whoever found no number makes the next block larger, at once', () => {
  const line = makeLine({ authority: 'a', service: 's' });
  line.wanted = 700;
  assert.equal(sizeOf(line), 1400);
  putBlock(line, 1, 1400, 0);
  assert.equal(sizeOf(line), 700, 'and without that it falls again');
  line.wanted = 1_000_000;
  assert.equal(sizeOf(line), 4096);
});
