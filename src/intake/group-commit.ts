import { isRefusal } from '#lib/refusal.ts';
import { Trouble } from '#lib/trouble.ts';

/** What became of one row of a batch. */
export type Committed<R> =
  | { readonly kind: 'committed'; readonly row: R }
  | { readonly kind: 'failed'; readonly error: Error };

/** Something to be written, under the key that makes it idempotent. */
export type Keyed = { readonly key: string };

export type GroupCommitOptions<I> = {
  /** Batches under way at once, each on a connection of its own. */
  readonly lanes?: number;
  /** Rows in one batch. */
  readonly most?: number;
  /** Bytes that an item takes; 0 where nothing is said. */
  readonly weigh?: (item: I) => number;
  /** Bytes in one batch, beyond its first row. */
  readonly heaviest?: number;
  /** Bytes that may wait: what comes beyond them is refused at once. */
  readonly deepest?: number;
};

/** Writes a batch in one transaction and answers, for each key, with what the database holds now. */
export type WriteBatch<I extends Keyed, R> = (batch: readonly I[]) => Promise<ReadonlyMap<string, R>>;

/** Gathers writes while the connections are busy and commits them together: no timer, no waiting when idle. */
export type GroupCommit<I extends Keyed, R> = {
  /** Resolves after the commit that made the row durable. */
  write(item: I): Promise<Committed<R>>;
  /** How many writes wait for a connection. */
  readonly waiting: number;
  /** For how many ms the first of them has waited; 0 when none waits. */
  readonly oldest: number;
  /** Resolves when everything accepted so far is settled. */
  settle(): Promise<void>;
};

type Waiting<I, R> = {
  readonly item: I;
  readonly weight: number;
  readonly since: number;
  readonly resolve: (outcome: Committed<R>) => void;
};

const confirm = <I extends Keyed, R>(batch: readonly Waiting<I, R>[], rows: ReadonlyMap<string, R>): void => {
  for (const { item, resolve } of batch) {
    const row = rows.get(item.key);
    resolve(
      row ? { kind: 'committed', row } : { kind: 'failed', error: new Error('The database did not confirm the row.') },
    );
  }
};

const refuse = <I, R>(batch: readonly Waiting<I, R>[], error: Error): void => {
  for (const { resolve } of batch) resolve({ kind: 'failed', error });
};

/** So many rows are a batch of their own, even while another is under way; fewer ride together with what still comes. */
const WORTH_A_LANE = 64;
/** ms after which a batch is slow: those behind it take another connection. */
const SLOW_MS = 20;
/** Bytes of a batch: some thousand usual rows, and a few of the largest. */
const HEAVIEST = 8 << 20;
/** Bytes that wait at most while the database is away: 15 s of full load, of usual rows. */
const DEEPEST = 64 << 20;

/**
 * Makes a group commit. With one row a request the disk's flush sets the pace; here a flush carries whatever gathered
 * during the last one. A second connection is for batches that are large anyway, and for when the first is slow or stuck:
 * two small batches cost the database twice what one of both costs.
 */
export const makeGroupCommit = <I extends Keyed, R>(
  write: WriteBatch<I, R>,
  { lanes = 2, most = 256, weigh = () => 0, heaviest = HEAVIEST, deepest = DEEPEST }: GroupCommitOptions<I> = {},
): GroupCommit<I, R> => {
  let queue: Waiting<I, R>[] = [];
  let queued = 0;
  let busy = 0;
  const idle: (() => void)[] = [];

  /** One batch holds each key once: PostgreSQL refuses to touch a row twice in one statement. */
  const take = (): Waiting<I, R>[] => {
    const keys = new Set<string>();
    const batch: Waiting<I, R>[] = [];
    const rest: Waiting<I, R>[] = [];
    let bytes = 0;
    for (const waiting of queue) {
      const fits = batch.length === 0 || (batch.length < most && bytes + waiting.weight <= heaviest);
      if (fits && !keys.has(waiting.item.key)) {
        keys.add(waiting.item.key);
        batch.push(waiting);
        bytes += waiting.weight;
      } else rest.push(waiting);
    }
    queue = rest;
    queued -= bytes;
    return batch;
  };

  const commit = async (batch: readonly Waiting<I, R>[]): Promise<void> => {
    try {
      confirm(batch, await write(batch.map(({ item }) => item)));
    } catch (error) {
      // One bad row must not refuse its neighbours; where the database is out of reach, halves would only wait longer.
      if (batch.length === 1 || !isRefusal(error)) return refuse(batch, error as Error);
      const half = batch.length >> 1;
      await commit(batch.slice(0, half));
      await commit(batch.slice(half));
    }
  };

  const waited = (): number => (queue[0] ? performance.now() - queue[0].since : 0);
  const isDue = (): boolean =>
    busy < lanes && (busy === 0 ? queue.length > 0 : queue.length >= WORTH_A_LANE || waited() >= SLOW_MS);

  let isAlarmSet = false;
  const pump = (): void => {
    while (isDue()) {
      busy += 1;
      void commit(take()).finally(() => {
        busy -= 1;
        pump();
        if (busy === 0 && queue.length === 0) for (const done of idle.splice(0)) done();
      });
    }
    if (queue.length === 0 || busy >= lanes || isAlarmSet) return;
    isAlarmSet = true;
    setTimeout(() => {
      isAlarmSet = false;
      pump();
    }, SLOW_MS);
  };

  let isPumping = false;
  /** One turn of the event loop later: requests that arrived together travel together. */
  const pumpSoon = (): void => {
    if (isPumping || busy >= lanes) return;
    isPumping = true;
    setImmediate(() => {
      isPumping = false;
      pump();
    });
  };

  return {
    write: (item) => {
      const weight = weigh(item);
      if (queued > 0 && queued + weight > deepest) {
        return Promise.resolve({
          kind: 'failed',
          error: new Trouble('More waits to be written than memory is kept for.'),
        });
      }
      return new Promise((resolve) => {
        queued += weight;
        queue.push({ item, weight, since: performance.now(), resolve });
        pumpSoon();
      });
    },
    get waiting() {
      return queue.length;
    },
    get oldest() {
      return waited();
    },
    settle: () => (busy === 0 && queue.length === 0 ? Promise.resolve() : new Promise((done) => idle.push(done))),
  };
};
