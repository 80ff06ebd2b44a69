import { randomUUID } from 'node:crypto';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import type { IntakeObserver } from './intake.ts';
import { deleteLoad, type LoadRow, putLoad } from './load-store.ts';

const MINUTE = 60_000;
/** Minutes kept while the database is away; older ones are given up. */
const MOST_ROWS = 500;

export type LoadReportOptions = {
  readonly db: Db;
  readonly clock: Clock;
  /** Submissions waiting for a connection now. */
  readonly waiting: () => number;
  /** Requests turned away since the start. */
  readonly shed: () => number;
  readonly onError: (error: Error) => void;
  /** ms between reports; 0: only those that are called. */
  readonly every?: number;
};

/** What a process reports of its load. `observer` is to be told what intake does. */
export type LoadReport = {
  readonly observer: IntakeObserver;
  report(): Promise<void>;
  close(): Promise<void>;
};

type Counts = { -readonly [K in 'accepted' | 'repeated' | 'failed' | 'shed']: number };

/** Begins to report: counts in memory, one short statement every five seconds, none while nothing happens. */
export const makeLoadReport = (options: LoadReportOptions): LoadReport => {
  const { db, clock, waiting, shed, onError, every = 5000 } = options;
  const node = randomUUID();
  const counts = new Map<string, { readonly authority: string; readonly at: number; readonly counts: Counts }>();
  let commits = { at: 0, count: 0, ms: 0 };
  let shedBefore = 0;
  let turn: Promise<void> | undefined;
  const thisMinute = (): number => Math.floor(clock().epochMilliseconds / MINUTE) * MINUTE;

  const entryOf = (authority: string): Counts => {
    const at = thisMinute();
    const key = `${at} ${authority}`;
    const known = counts.get(key);
    if (known) return known.counts;
    const made = { accepted: 0, repeated: 0, failed: 0, shed: 0 };
    counts.set(key, { authority, at, counts: made });
    const [oldest] = counts.keys();
    if (counts.size > MOST_ROWS && oldest !== undefined) counts.delete(oldest);
    return made;
  };

  const rowsNow = (now: number): LoadRow[] => {
    const commitMs = (at: number): number | null =>
      commits.at === at && commits.count > 0 ? commits.ms / commits.count : null;
    return [...counts.values()].map(({ authority, at, counts: row }) => ({
      authority,
      at,
      ...row,
      waiting: at === now ? waiting() : 0,
      commitMs: commitMs(at),
    }));
  };

  const send = async (): Promise<void> => {
    const now = thisMinute();
    const shedNow = shed();
    for (const { at, counts: row } of counts.values()) if (at === now) row.shed += shedNow - shedBefore;
    shedBefore = shedNow;
    const rows = rowsNow(now);
    if (rows.length === 0) return;
    const isOver = rows.some(({ at }) => at < now);
    await db.tx(ANY_AUTHORITY, async (tx) => {
      await putLoad(tx, node, rows);
      if (isOver) await deleteLoad(tx, clock().subtract({ hours: 24 }));
    });
    for (const [key, { at }] of counts) if (at < now) counts.delete(key);
  };

  const report = (): Promise<void> => {
    turn ??= send()
      .catch(onError)
      .finally(() => {
        turn = undefined;
      });
    return turn;
  };
  const timer = every > 0 ? setInterval(() => void report(), every).unref() : undefined;
  return {
    observer: {
      committed: (_, ms) => {
        const at = thisMinute();
        if (commits.at !== at) commits = { at, count: 0, ms: 0 };
        commits.count += 1;
        commits.ms += ms;
      },
      answered: (authority, outcome) => {
        const row = entryOf(authority);
        if (outcome === 'accepted' || outcome === 'repeated') row[outcome] += 1;
        else row.failed += 1;
      },
    },
    report,
    close: async () => {
      clearInterval(timer);
      await turn;
      await report();
    },
  };
};
