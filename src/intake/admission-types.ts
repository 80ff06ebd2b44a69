import type { Value } from './admission-control.ts';
import type { Place } from './admission-line.ts';
import type { Level } from './ladder.ts';
import type { Programme } from './ticket.ts';

/** What a place is to its holder. */
export type Kept = {
  /** As it was given out, however it was typed. */
  readonly code: string;
  /** When it was drawn and until when it is kept, in ms since 1970. */
  readonly drawn: number;
  readonly until: number;
};

/** Somebody in the line: their code and where they stand. */
export type InLine = { readonly kind: 'waiting' } & Kept & Place;

/** What a good code is worth now. `journey`: the id under which its holder begins. */
export type Standing = ({ readonly kind: 'admitted'; readonly journey: string } & Kept) | InLine;

/** What becomes of somebody who wants to begin. `busy`: not even a place can be had; `retryAfter` in seconds. */
export type Arrival = { readonly kind: 'admitted' } | InLine | { readonly kind: 'busy'; readonly retryAfter: number };

/** What a code is worth now. */
export type Look = Standing | { readonly kind: 'unreadable' | 'expired' };

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
  /** The same for a ticket; undefined where it is none, or that cannot be told. */
  lookAtOnce(programme: Programme, code: string): Standing | undefined;
  /** When to ask again for who holds no place and comes after all that wait, in s; 0 where nobody waits. */
  secondsBehind(programme: Programme): Promise<number>;
  /** Whether a request of this value has to be turned away now; asked before the work, and counted. */
  sheds(value: Exclude<Value, 'arrival'>): boolean;
  /** A request of a journey was served, perhaps its last: what the capacity is measured by. */
  worked(isLast: boolean): void;
  /** A request that is no newcomer's waited so many ms in front of this process, at the proxy. */
  queued(ms: number): void;
  /** What is left out now so that the rest holds; an operator's bounds are not in it. */
  level(): Level;
  readings(): AdmissionReadings;
  /** Looks at the measurements of the last `seconds`, moves the lines, reads where they stand; by itself once a second. */
  tick(seconds?: number): Promise<void>;
  close(): Promise<void>;
};
