import { AsyncLocalStorage } from 'node:async_hooks';
import type { ZodType } from 'zod';
import type { Tx } from '#lib/sql.ts';
import { senderOf } from './boss.ts';

/** How a kind of job is treated when it fails. */
export type Policy = {
  /** How often a failed job is tried again before it becomes a dead letter. */
  readonly retries: number;
  /** Seconds before the first new try; doubled each time, with jitter, up to an hour. */
  readonly delay: number;
  /** Seconds one try may take; then it counts as failed. */
  readonly timeout: number;
};

const DEFAULT_POLICY: Policy = { retries: 8, delay: 1, timeout: 120 };

export type SendOptions = {
  /** Not before this instant. */
  readonly after?: Temporal.Instant;
  /** At most one waiting job for this key: a second one replaces the data and the time of the first. */
  readonly key?: string;
  /** Of jobs that are due, those with more go first; 0 unless said. */
  readonly priority?: number;
};

/** A job kind with what runs it. */
export type Handler = {
  readonly name: string;
  /** For whom it works; unique within its topic. */
  readonly consumer: string;
  readonly policy: Policy;
  run(data: unknown): Promise<void>;
};

/** A named kind of job. */
export type Topic<T extends object> = {
  readonly name: string;
  /** Queues a job in the caller's transaction: it exists exactly if that commits. */
  send(tx: Tx, data: T, options?: SendOptions): Promise<void>;
  /**
   * Binds what runs a job for a consumer, named after its module. A topic may have several: each gets every job and is
   * tried again for itself. The work runs at least once, so it must be idempotent, and it opens its own transaction.
   * When it throws, the job is tried again later.
   */
  handle(consumer: string, work: (data: T) => Promise<void>): Handler;
};

/** The topics sent to while a handler runs: once it has committed, their workers need not wait for their next poll. */
export const sending = new AsyncLocalStorage<Set<string>>();

/**
 * Declares a kind of job. Data holds ids only, nothing personal: jobs outlive what they speak of.
 * @example
 * const Opened = makeTopic('case.opened', z.strictObject({ caseId: z.uuid() }));
 * await db.tx(authority, (tx) => Opened.send(tx, { caseId }));
 */
export const makeTopic = <T extends object>(
  name: string,
  schema: ZodType<T>,
  policy: Partial<Policy> = {},
): Topic<T> => {
  const full = { ...DEFAULT_POLICY, ...policy };
  return {
    name,
    send: async (tx, data, { after, key, priority } = {}) => {
      const boss = await senderOf(tx, name, full);
      const options = {
        ...boss.inTransaction,
        ...(priority === undefined ? {} : { priority }),
        ...(after ? { startAfter: after.toString({ smallestUnit: 'millisecond' }) } : {}),
      };
      // An upsert locks the waiting job until the caller commits, so no worker runs it before it could see the
      // caller's rows; a mere "skip if one waits" would lose the caller's wish when that job is just being fetched.
      if (key === undefined) await boss.send(name, schema.parse(data), options);
      else await boss.upsert(name, schema.parse(data), { startAfter: 0, ...options, singletonKey: key });
      sending.getStore()?.add(name);
    },
    handle: (consumer, work) => ({ name, consumer, policy: full, run: (data) => work(schema.parse(data)) }),
  };
};

/** The handlers of each topic. @throws Error when two of one topic work for the same consumer */
export const groupByTopic = (handlers: readonly Handler[]): ReadonlyMap<string, readonly Handler[]> => {
  const groups = Map.groupBy(handlers, ({ name }) => name);
  for (const [name, group] of groups)
    if (new Set(group.map(({ consumer }) => consumer)).size < group.length)
      throw new Error(
        `Topic ${name} has two handlers of one consumer. Give each a name of its own in handle(consumer, work).`,
      );
  return groups;
};
