import { randomUUID } from 'node:crypto';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { AT_REST, type Control, control, type Measured, sheds, VALUES, type Value } from './admission-control.ts';
import {
  countPollers,
  expectAgain,
  type Line,
  makeLine,
  moveBy,
  type Place,
  placeOf,
  putBlock,
  sizeOf,
  takeNumber,
  update,
} from './admission-line.ts';
import { admitNumbers, drawNumbers, readLines, reportPollers } from './admission-store.ts';
import { climb, GROUND, type Ladder, type Level } from './ladder.ts';
import { readLevel, reportLevel } from './store-ladder.ts';
import { journeyOf, makeTicket, type Programme, readTicket, TICKET_LIFE, type Ticket, writeTicket } from './ticket.ts';

type Kept = {
  /** As it was given out, however it was typed. */
  readonly code: string;
  /** When it was drawn and until when it is kept, in ms since 1970. */
  readonly drawn: number;
  readonly until: number;
};

/** Somebody in the line: their code and where they stand. */
export type InLine = { readonly kind: 'waiting' } & Kept & Place;

/** What becomes of somebody who wants to begin. `busy`: not even a place can be had; `retryAfter` in seconds. */
export type Arrival = { readonly kind: 'admitted' } | InLine | { readonly kind: 'busy'; readonly retryAfter: number };

/** What a code is worth now. `journey`: the id under which its holder begins. */
export type Look =
  | ({ readonly kind: 'admitted'; readonly journey: string } & Kept)
  | InLine
  | { readonly kind: 'unreadable' | 'expired' };

/** What an operator wants to know of a line. */
export type LineReading = Programme & {
  /** Numbers drawn and not yet let in; who has gone is among them. */
  readonly waiting: number;
  readonly drawn: number;
  readonly admitted: number;
  /** How many still ask, over all processes. */
  readonly pollers: number;
};

export type AdmissionReadings = {
  readonly saturated: boolean;
  /** 1: answers take as long as we mean them to at most. */
  readonly pressure: number;
  /** Journeys a second that this process lets in while saturated. */
  readonly rate: number;
  /** Requests turned away since the start, by value; arrivals: those sent to the line. */
  readonly shed: Readonly<Record<Value, number>>;
  readonly programmes: readonly LineReading[];
  /** What is left out now, as all processes together measured it. */
  readonly level: Level;
};

/** Who may begin now, and what is turned away when not all can be served. */
export type Admission = {
  /** Somebody wants to begin who holds no ticket. `requests`: how many a journey of the programme takes. */
  arrive(programme: Programme, requests: number): Promise<Arrival>;
  /** Somebody comes with a ticket. */
  look(programme: Programme, code: string): Promise<Look>;
  /** Whether anybody waits anywhere, or newcomers would have to. */
  hasLine(): boolean;
  /** The same where it can be told without asking the database: a newcomer's place; undefined: nobody waits, or it cannot. */
  placeAtOnce(programme: Programme, requests: number): InLine | undefined;
  /** The same for a ticket; undefined where it is not waiting, or that cannot be told. */
  lookAtOnce(programme: Programme, code: string): InLine | undefined;
  /** Whether a request of this value has to be turned away now; asked before the work, and counted. */
  sheds(value: Exclude<Value, 'arrival'>): boolean;
  /** A request of a journey was served, perhaps its last: what the capacity is measured by. */
  worked(isLast: boolean): void;
  /** What is left out now so that the rest holds; an operator's bounds are not in it. */
  level(): Level;
  readings(): AdmissionReadings;
  /** Looks at the measurements of the last `seconds`, moves the lines, reads where they stand; by itself once a second. */
  tick(seconds?: number): Promise<void>;
  close(): Promise<void>;
};

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

  const keptFor = (programme: Programme, { number, drawn }: Ticket): Kept => ({
    code: writeTicket(key, programme, { number, drawn }),
    drawn,
    until: drawn + TICKET_LIFE,
  });

  const standIn = (line: Line, ticket: Ticket): InLine => {
    const place = placeOf(line, ticket.number, now(), state.rate);
    expectAgain(line, now(), place.interval);
    return { kind: 'waiting', ...keptFor(line.programme, ticket), ...place };
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
    state = control(state, { seconds, measured: measure(), done, perJourney: journey, waiting: waiting.length > 0 });
    done = 0;
    finished = 0;
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
    for (const row of rows) update(lineOf(row), row, now());
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
    sheds: (value) => {
      if (!sheds(state.pressure, value, Math.random())) return false;
      shed[value] += 1;
      return true;
    },
    arrive: async (programme, requests) => {
      if (!mustWait(programme, requests)) return { kind: 'admitted' };
      shed.arrival += 1;
      try {
        const line = lineOf(programme);
        return standIn(line, makeTicket(await nextNumber(line), now()));
      } catch (error) {
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
      if (number === undefined) return undefined;
      shed.arrival += 1;
      return standIn(line, makeTicket(number, now()));
    },
    look: async (programme, code) => {
      const read = readTicket(key, programme, code, now());
      if (read.kind !== 'ticket') return read;
      if (!isRead) await tick();
      const { ticket } = read;
      const line = lineOf(programme);
      if (ticket.number > line.admitted) return standIn(line, ticket);
      return { kind: 'admitted', ...keptFor(programme, ticket), journey: journeyOf(key, programme, ticket) };
    },
    lookAtOnce: (programme, code) => {
      const line = lines.get(nameOf(programme));
      if (!isRead || !line) return undefined;
      const read = readTicket(key, programme, code, now());
      return read.kind === 'ticket' && read.ticket.number > line.admitted ? standIn(line, read.ticket) : undefined;
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
