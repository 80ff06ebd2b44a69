import { advance, longestInterval, pollInterval } from './admission-control.ts';
import type { LineRow } from './admission-store.ts';
import type { Programme } from './ticket.ts';

/** A line as one process knows it. */
export type Line = {
  readonly programme: Programme;
  drawn: number;
  admitted: number;
  /** Over all processes. */
  pollers: number;
  /** Up to which number people came before this process began, and when that was, in ms: whom they asked, it does not know. */
  before: { readonly number: number; readonly began: number };
  /** Numbers drawn ahead, to be handed out here. */
  block: { next: number; readonly end: number; readonly until: number };
  /** How many to draw at a time. */
  size: number;
  /** How many came for a number since the last draw and found none. */
  wanted: number;
  /** A part of a place left over from the last second. */
  credit: number;
  /** How many ask here, as last counted. */
  asking: number;
  /** Who asked here, by the second in which they will ask again. */
  readonly expected: Map<number, number>;
  /** Where the line stood, second by second: its speed. */
  readonly past: { readonly at: number; readonly admitted: number }[];
};

const SMALLEST = 16;
const LARGEST = 4096;
/** ms for which drawn numbers may be handed out. Across processes the order of arrival holds to within this. */
const BLOCK_LIFE = 2000;
const PAST = 30;

export const makeLine = (programme: Programme): Line => ({
  programme,
  drawn: 0,
  admitted: 0,
  pollers: 0,
  before: { number: 0, began: 0 },
  block: { next: 1, end: 0, until: 0 },
  size: SMALLEST,
  wanted: 0,
  credit: 0,
  asking: 0,
  expected: new Map(),
  past: [],
});

/** The next number of the block; undefined when it is used up or too old, for whoever came meanwhile stands behind. */
export const takeNumber = (line: Line, now: number): number | undefined => {
  const { block } = line;
  // The line may have moved past numbers that nobody was given: they are no way in.
  block.next = Math.max(block.next, line.admitted + 1);
  if (block.next > block.end || now > block.until) return undefined;
  block.next += 1;
  return block.next - 1;
};

/** How many numbers to draw now: twice what was asked for in vain, for as many will come while they are fetched. */
export const sizeOf = (line: Line): number => {
  line.size = Math.min(LARGEST, Math.max(line.size, line.wanted * 2));
  line.wanted = 0;
  return line.size;
};

/** Takes drawn numbers in; many arrivals make the next block larger. */
export const putBlock = (line: Line, first: number, size: number, now: number): void => {
  const wasQuick = line.block.end > 0 && line.block.next > line.block.end && now < line.block.until;
  line.block = { next: first, end: first + size - 1, until: now + BLOCK_LIFE };
  line.drawn = Math.max(line.drawn, line.block.end);
  line.size = wasQuick ? Math.min(LARGEST, size * 2) : Math.max(SMALLEST, size >> 1);
};

/** Notes that somebody asked and will again after so many seconds; without that they count as gone. */
export const expectAgain = (line: Line, now: number, seconds: number): void => {
  const second = Math.ceil(now / 1000) + seconds;
  line.expected.set(second, (line.expected.get(second) ?? 0) + 1);
};

/** How many are expected to ask here again. */
export const countPollers = (line: Line, now: number): number => {
  let count = 0;
  for (const [second, people] of line.expected) {
    if (second * 1000 < now) line.expected.delete(second);
    else count += people;
  }
  return count;
};

/**
 * Of how many it is not known yet whether they ask. After a start, which may be that of all processes after hours, those who
 * came before have yet to ask: for as long as that may take they are taken for there, and none of them is skipped.
 */
const unknownOf = ({ before, admitted }: Line, now: number): number => {
  const count = Math.max(0, before.number - admitted);
  return now - before.began < longestInterval(count) * 1000 ? count : 0;
};

/** By how many numbers this process lets the line move now, for the places it has. */
export const moveBy = (line: Line, places: number, now: number): number => {
  const whole = line.credit + places;
  const waiting = Math.max(0, line.drawn - line.admitted);
  line.credit = waiting > 0 ? whole - Math.floor(whole) : 0;
  // Those of a line that has just come to be are not in the database's count yet.
  const pollers = Math.max(line.pollers, countPollers(line, now)) + unknownOf(line, now);
  return whole < 1 ? 0 : advance({ waiting, pollers }, Math.floor(whole));
};

/** Takes in what the database says when this process begins. */
export const meet = (line: Line, row: LineRow, now: number): void => {
  line.before = { number: row.drawn, began: now };
  update(line, row, now);
};

/** Takes in what the database says. Both numbers only grow, also where an answer was overtaken by a later one. */
export const update = (line: Line, row: LineRow, now: number): void => {
  line.drawn = Math.max(line.drawn, row.drawn);
  line.admitted = Math.max(line.admitted, row.admitted);
  line.pollers = row.pollers;
  line.asking = countPollers(line, now);
  // How long nobody waited says nothing of how fast those who come now will move.
  if (line.drawn <= line.admitted) line.past.length = 0;
  line.past.push({ at: now, admitted: line.admitted });
  if (line.past.length > PAST) line.past.shift();
};

/** Shorter, a move of the line says little of its speed. */
const FEW_MS = 900;

/** Numbers a second, lately; undefined while that cannot be told. */
const speed = ({ past, admitted }: Line, now: number): number | undefined => {
  const [first] = past;
  if (!first || now - first.at < FEW_MS || admitted <= first.admitted) return undefined;
  return ((admitted - first.admitted) * 1000) / (now - first.at);
};

/** Where a number stands. */
export type Place = {
  readonly number: number;
  /** At most so many are before. */
  readonly ahead: number;
  /** How long it will take, in s, as far as can be told. */
  readonly seconds: number | undefined;
  /** Ask again after so many seconds. */
  readonly interval: number;
};

/** @param rate how many a second this process alone would let in: what is known before the line has moved */
export const placeOf = (line: Line, number: number, now: number, rate: number): Place => {
  const ahead = Math.max(0, number - line.admitted - 1);
  const pace = speed(line, now) ?? (Number.isFinite(rate) ? rate : undefined);
  const seconds = pace === undefined ? undefined : Math.ceil((ahead + 1) / pace);
  return { number, ahead, seconds, interval: pollInterval(seconds, line.asking) };
};
