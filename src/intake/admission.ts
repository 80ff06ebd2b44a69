import { randomUUID } from 'node:crypto';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { AT_REST, type Control, control, type Measured, sheds, VALUES, type Value } from './admission-control.ts';
import {
  countPollers,
  expectAgain,
  type Line,
  makeLine,
  meet,
  moveBy,
  placeOf,
  putBlock,
  sizeOf,
  takeNumber,
  update,
} from './admission-line.ts';
import { admitNumbers, drawNumbers, readLines, reportPollers } from './admission-store.ts';
import type { Admission, InLine, Kept, Standing } from './admission-types.ts';
import { climb, GROUND, type Ladder, type Level } from './ladder.ts';
import { readLevel, reportLevel } from './store-ladder.ts';
import { journeyOf, makeTicket, type Programme, readTicket, TICKET_LIFE, type Ticket, writeTicket } from './ticket.ts';

export type AdmissionOptions = {
  readonly db: Db;
  readonly clock: Clock;
  /** Signs tickets, 32 bytes; the same in all web processes, and kept for as long as tickets last. */
  readonly key: Uint8Array;
  readonly measure: () => Measured;
  readonly onError: (error: Error) => void;
  /** ms between ticks; 0: only those that are called. */
  readonly every?: number;
};

const BUSY_SECONDS = 10;
/** So many journeys must end in a span to say what a journey takes. */
const ENOUGH = 20;
const keptFor = ({ drawn }: Ticket, code: string): Kept => ({ code, drawn, until: drawn + TICKET_LIFE });

/** How often this process looks at itself between two looks at the database, while there is no line. */
const BEATS = 4;
const nameOf = ({ authority, service }: Programme): string => `${authority}/${service}`;

/** Opens admission at this process. Lines are shared by all of them, in the database; the measurement is each one's own. */
export const makeAdmission = ({ db, clock, key, measure, onError, every = 1000 }: AdmissionOptions): Admission => {
  const node = randomUUID();
  const lines = new Map<string, Line>();
  const drawing = new Map<Line, Promise<void>>();
  const shed: Record<Value, number> = { submit: 0, status: 0, save: 0, upload: 0, page: 0, arrival: 0 };
  let state: Control = AT_REST;
  let ladder: Ladder = GROUND;
  /** The highest of all processes, this one's own before the last look included. */
  let common: Level = 0;
  let done = 0;
  let finished = 0;
  /** How long requests waited at the proxy since the last look. */
  let queue = { requests: 0, ms: 0 };
  /** Requests that a journey takes if nobody goes back, over the programmes that people come for. */
  let perJourney = 9;
  /** How many times as many it was seen to take. */
  let longer = 1;
  let isRead = false;
  let hasWaiting = false;
  let turn: Promise<void> | undefined;
  const now = (): number => clock().epochMilliseconds;

  const lineOf = (programme: Programme): Line => {
    const known = lines.get(nameOf(programme));
    if (known) return known;
    const line = makeLine({ authority: programme.authority, service: programme.service });
    lines.set(nameOf(programme), line);
    return line;
  };
  const level = (): Level => (ladder.level > common ? ladder.level : common);
  const isWaiting = (line: Line): boolean => line.drawn > line.admitted;

  const standIn = (line: Line, ticket: Ticket, code: string): InLine => {
    const at = now();
    const place = placeOf(line, ticket.number, at, state.rate);
    expectAgain(line, at, place.interval);
    return { kind: 'waiting', ...keptFor(ticket, code), ...place };
  };
  const standingOf = (line: Line, ticket: Ticket, code: string): Standing => {
    if (ticket.number > line.admitted) return standIn(line, ticket, code);
    return { kind: 'admitted', ...keptFor(ticket, code), journey: journeyOf(key, line.programme, ticket) };
  };
  /** Somebody new takes their place at the end. */
  const joinLine = (line: Line, number: number): InLine => {
    shed.arrival += 1;
    const ticket = makeTicket(number, now());
    return standIn(line, ticket, writeTicket(key, line.programme, ticket));
  };

  const mustWait = (programme: Programme, requests: number): boolean => {
    perJourney = perJourney * 0.95 + requests * 0.05;
    const line = lines.get(nameOf(programme));
    return state.saturated || (line !== undefined && isWaiting(line));
  };

  const draw = async (line: Line): Promise<void> => {
    const size = sizeOf(line);
    const first = await db.tx(ANY_AUTHORITY, (tx) => drawNumbers(tx, line.programme, size));
    putBlock(line, first, size, now());
  };

  /** One draw at a time; who waits for it goes on in the order of coming. */
  const nextNumber = async (line: Line): Promise<number> => {
    for (;;) {
      const number = takeNumber(line, now());
      if (number !== undefined) return number;
      line.wanted += 1;
      const running = drawing.get(line) ?? draw(line).finally(() => drawing.delete(line));
      drawing.set(line, running);
      await running;
    }
  };

  const observe = (seconds: number): readonly Line[] => {
    const waiting = [...lines.values()].filter(isWaiting);
    // People go back and forth: what a journey takes is counted where enough of them end, and never taken for less.
    if (finished >= ENOUGH) longer = longer * 0.9 + Math.min(3, Math.max(1, done / finished / perJourney)) * 0.1;
    const journey = perJourney * longer;
    const measured = measure();
    // What waits at the proxy waits for us as well, and where the proxy bounds its connections it waits nowhere else.
    const oldestWaiting = Math.max(measured.oldestWaiting, queue.requests > 0 ? queue.ms / queue.requests : 0);
    const span = { seconds, done, perJourney: journey, waiting: waiting.length > 0 };
    state = control(state, { ...span, measured: { ...measured, oldestWaiting } });
    done = 0;
    finished = 0;
    queue = { requests: 0, ms: 0 };
    return waiting;
  };

  const work = async (seconds: number): Promise<void> => {
    const waiting = observe(seconds);
    ladder = climb(ladder, state);
    const rows = await db.tx(ANY_AUTHORITY, async (tx) => {
      for (const line of waiting) {
        await reportPollers(tx, line.programme, node, countPollers(line, now()));
        // Programmes that share a machine share its places evenly.
        const count = moveBy(line, state.rate / waiting.length, now());
        if (count > 0) await admitNumbers(tx, line.programme, count);
      }
      await reportLevel(tx, node, ladder.level);
      common = await readLevel(tx);
      return readLines(tx);
    });
    for (const row of rows) (isRead ? update : meet)(lineOf(row), row, now());
    hasWaiting = [...lines.values()].some(isWaiting);
    isRead = true;
  };

  const tick = (seconds = 1): Promise<void> => {
    turn ??= work(seconds)
      .catch(onError)
      .finally(() => {
        turn = undefined;
      });
    return turn;
  };

  let beats = 0;
  let last = performance.now();
  /** Looks for a rush; once in a while, or when one has begun, also at where the lines stand. */
  const beat = (): void => {
    beats += 1;
    const isTime = beats % BEATS === 0;
    if (state.saturated && !isTime) return;
    const seconds = Math.max(0.01, (performance.now() - last) / 1000);
    last = performance.now();
    if (turn !== undefined) return void observe(seconds); // the database is slow: that is no reason to look away
    if (isTime) return void tick(seconds);
    observe(seconds);
    if (state.saturated) void tick(seconds);
  };
  const timer = every > 0 ? setInterval(beat, every / BEATS).unref() : undefined;

  return {
    tick,
    level,
    worked: (isLast) => {
      done += 1;
      if (isLast) finished += 1;
    },
    queued: (ms) => {
      queue.requests += 1;
      queue.ms += ms;
    },
    sheds: (value) => {
      if (!sheds(state.pressure, value, Math.random())) return false;
      shed[value] += 1;
      return true;
    },
    arrive: async (programme, requests) => {
      if (!mustWait(programme, requests)) return { kind: 'admitted' };
      try {
        const line = lineOf(programme);
        return joinLine(line, await nextNumber(line));
      } catch (error) {
        shed.arrival += 1;
        onError(error as Error);
        return { kind: 'busy', retryAfter: BUSY_SECONDS };
      }
    },
    hasLine: () => {
      // In a rush thousands of requests are served before the next timer: who waits for it sees nothing until then.
      if (every > 0 && !state.saturated && performance.now() - last > (1.2 * every) / BEATS) beat();
      return state.saturated || hasWaiting;
    },
    placeAtOnce: (programme, requests) => {
      const line = lines.get(nameOf(programme));
      if (!line || !mustWait(programme, requests)) return undefined;
      const number = takeNumber(line, now());
      return number === undefined ? undefined : joinLine(line, number);
    },
    look: async (programme, code) => {
      const read = readTicket(key, programme, code, now());
      if (read.kind !== 'ticket') return read;
      if (!isRead) await tick();
      const { ticket, code: given } = read;
      return standingOf(lineOf(programme), ticket, given);
    },
    lookAtOnce: (programme, code) => {
      const line = lines.get(nameOf(programme));
      if (!isRead || !line) return undefined;
      const read = readTicket(key, programme, code, now());
      return read.kind === 'ticket' ? standingOf(line, read.ticket, read.code) : undefined;
    },
    secondsBehind: async (programme) => {
      if (!isRead) await tick();
      const line = lines.get(nameOf(programme));
      return line && isWaiting(line) ? placeOf(line, line.drawn + 1, now(), state.rate).interval : 0;
    },
    readings: () => ({
      level: level(),
      saturated: state.saturated,
      pressure: state.pressure,
      rate: state.rate,
      shed: Object.fromEntries(VALUES.map((value) => [value, shed[value]])) as Record<Value, number>,
      programmes: [...lines.values()].map(({ programme, drawn, admitted, pollers }) => ({
        ...programme,
        waiting: Math.max(0, drawn - admitted),
        drawn,
        admitted,
        pollers,
      })),
    }),
    close: async () => {
      clearInterval(timer);
      await turn;
    },
  };
};
