/** What a request is worth when not all can be served, dearest first: what is nearly done goes before what begins. */
export const VALUES = ['submit', 'status', 'save', 'upload', 'page', 'arrival'] as const;
export type Value = (typeof VALUES)[number];

/** What a process measures of itself, since the last look; times in ms. */
export type Measured = {
  /** The part of the time in which it had something to do: from 0 to 1. */
  readonly utilization: number;
  /** For how long the first submission not yet on its way to the database has waited. */
  readonly oldestWaiting: number;
  /** By how much the event loop runs late, in the mean since the last look. */
  readonly loopDelay: number;
};

/**
 * How long somebody may wait for an answer of ours before newcomers have to; not a limit of throughput. The loop of a
 * process that 300 browsers use at once and never pause runs 150–300 ms late and still works at full capacity.
 */
const OBJECTIVE: Omit<Measured, 'utilization'> = { oldestWaiting: 500, loopDelay: 250 };

/** At which pressure requests of a value begin to be turned away; at twice that all are. Arrivals go by tickets. */
const SHED_FROM = { submit: 32, status: 12, save: 8, upload: 6, page: 4 } as const satisfies Record<
  Exclude<Value, 'arrival'>,
  number
>;

/** What controls a process; times in s. */
export type Control = {
  /** 1: at the objective. */
  readonly pressure: number;
  readonly saturated: boolean;
  /** Seconds in a row above the objective; then, while saturated, seconds in a row in calm. */
  readonly streak: number;
  /** Requests a second this process can do: the limit, found by measurement. */
  readonly capacity: number;
  /** Journeys a second that may begin while saturated. */
  readonly rate: number;
};

export const AT_REST: Control = {
  pressure: 0,
  saturated: false,
  streak: 0,
  capacity: 0,
  rate: Number.POSITIVE_INFINITY,
};

/** What happened since the last look. */
export type Span = {
  /** How long that was, in s. */
  readonly seconds: number;
  readonly measured: Measured;
  /** Requests done: pages, submissions, first pages. */
  readonly done: number;
  /** Requests that one journey takes. */
  readonly perJourney: number;
  /** Whether somebody waits with a ticket. */
  readonly waiting: boolean;
};

/**
 * Seconds above the objective until newcomers wait: two looks in a row, so that a hiccup makes no line, and no more, for at
 * ten times the capacity each second lets ten seconds of work in. Seconds of calm, with nobody waiting, until they need not.
 */
const ENTER = 0.4;
const LOOK = 0.25;
const LEAVE = 5;
/** What an admitted person still has to ask for comes over minutes: growing faster than this would admit into the dark. */
const JOURNEY_SECONDS = 300;

/** Half of what was found drains any backlog; less would leave the machine idle after it. */
const LEAST = 0.5;

const pressureOf = (measured: Measured): number =>
  Math.max(measured.oldestWaiting / OBJECTIVE.oldestWaiting, measured.loopDelay / OBJECTIVE.loopDelay);

const grow = (rate: number, found: number): number =>
  rate < found ? Math.min(found, rate * 1.5 + 0.5) : rate + Math.max(0.5, found / JOURNEY_SECONDS);

/** A process's own share of the limit: cut where it is above the objective, raised where it is below. */
const nextRate = ({ rate }: Control, pressure: number, found: number): number => {
  if (pressure > 1) return Math.max(found * LEAST, Math.min(rate, found) * 0.9);
  return pressure < 0.7 ? grow(rate, found) : rate;
};

/**
 * From here on a process is at full work. That makes no line, but ends none either: a proxy that lets those inside pass first
 * holds the newcomers back meanwhile, and all of them would come at once.
 */
const FULL = 0.9;

/** Below this, what was done says little of what could be. */
const BUSY = 0.3;

/**
 * What is known of the capacity after a span: what was done, over the part of the time that it took; so it is found before it
 * is reached. The time also went to those in line, so it is rather more than that, and falls only while there is too much.
 */
const learn = (known: number, { done, seconds, measured: { utilization } }: Span, isFull: boolean): number => {
  const possible = done / seconds / (utilization < BUSY ? 1 : Math.min(1, utilization));
  if (!isFull) return Math.max(known, possible);
  const weight = known > 0 ? 0.7 ** seconds : 0;
  return known * weight + possible * (1 - weight);
};

/**
 * The controller, called once a second while there is a line and more often at rest: pure. It has no constant for how much a
 * machine can do: it goes by how many requests a second were done, and lets in as many journeys as that carries.
 */
export const control = (before: Control, span: Span): Control => {
  const { seconds, measured, perJourney, waiting } = span;
  const pressure = pressureOf(measured);
  const capacity = learn(before.capacity, span, pressure > 1);
  const found = Math.max(0.2, capacity / Math.max(1, perJourney));
  if (!before.saturated) {
    const streak = pressure > 1 ? before.streak + Math.min(seconds, LOOK) : 0;
    // A line that other processes saw is ours too: its people come before those who come to us now.
    if (streak >= ENTER || waiting) return { pressure, saturated: true, streak: 0, capacity, rate: found };
    return { ...before, pressure, streak, capacity };
  }
  const isCalm = pressure < 0.5 && measured.utilization < FULL && !waiting;
  const streak = isCalm ? before.streak + seconds : 0;
  if (streak >= LEAVE) return { ...AT_REST, pressure };
  return { pressure, saturated: true, streak, capacity, rate: nextRate(before, pressure, found) };
};

/** Whether to turn a request away; `chance` is drawn evenly from 0 to 1, so that a little too much sheds a little. */
export const sheds = (pressure: number, value: Exclude<Value, 'arrival'>, chance: number): boolean => {
  const from = SHED_FROM[value];
  return pressure > from && chance < (pressure - from) / from;
};

/** Numbers waiting in a programme, and how many of their holders still ask. */
export type Line = { readonly waiting: number; readonly pollers: number };

/**
 * By how many numbers a line moves when `places` are free. Whoever closed the page is still in the line: where one in
 * three still asks, three numbers fill one place. They keep their place and may come when they like.
 */
export const advance = ({ waiting, pollers }: Line, places: number): number => {
  if (waiting <= 0) return 0;
  if (pollers <= places) return waiting;
  return Math.min(waiting, Math.floor(places * Math.max(1, waiting / pollers)));
};

/** The longest that a page of so many is told to wait until it asks again, in s. */
export const longestInterval = (pollers: number, most = 500): number => Math.max(60, pollers / most);

/** Who is nearer to the front than so many seconds asks again when the turn comes, and not before that. */
const NEAR = 10;

/**
 * Seconds until a waiting page asks again: half of what is left, so that a page asks some ten times in all, and near the front
 * all of it: a look before the turn lets nobody in, and one after it leaves a place empty. Far from its turn a page asks so
 * seldom that all together ask a node for about `most` pages a second.
 */
export const pollInterval = (seconds: number | undefined, pollers: number, most = 500): number => {
  const left = seconds ?? 30;
  const wanted = left <= NEAR ? Math.max(2, left) : left / 2;
  return Math.round(Math.min(longestInterval(pollers, most), wanted));
};
