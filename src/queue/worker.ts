import { type Job, type JobResult, PgBoss } from 'pg-boss';
import { APP_ROLE } from '#lib/migrate.ts';
import { Trouble } from '#lib/trouble.ts';
import { HEARTBEAT_SECONDS, queueOptions, SCHEMA } from './boss.ts';
import { groupByTopic, type Handler, type Policy, sending } from './topic.ts';

/** Jobs of one topic that run side by side in a process. */
const BATCH = 8;

/** Seconds between two looks for jobs sent by other processes; those sent by a handler here start at once. */
const POLL_SECONDS = 0.5;

/** A wait for one of the connections is no failure yet: with 10 s, a busy machine was seen to fail at starting. */
const PATIENCE_MS = 30_000;

const WORK = {
  batchSize: BATCH,
  burstWhenBatchFull: true,
  perJobResults: true,
  pollingIntervalSeconds: POLL_SECONDS,
} as const;

export type QueueOptions = {
  readonly url: string;
  readonly handlers: readonly Handler[];
  /** Told of each failed try and of trouble with the database; must not throw. */
  readonly onError: (error: Error, topic?: string) => void;
};

export type RunningQueue = {
  /** Takes no more jobs and waits up to 20 s for those in hand; what is not done by then is tried again elsewhere. */
  stop(): Promise<void>;
};

/** What the job library says of its own work, nearly always that the database is away. Its failures are errors or plain objects with a message, and name the worker, by a number that nobody can look up. */
const toTrouble = (failure: unknown): Trouble => {
  const { message } = Object(failure) as { message?: unknown };
  const text = String(message ?? failure).replace(/ \(Queue: [^)]*\)$/, '');
  return new Trouble(text, { cause: failure });
};

/**
 * Runs jobs until stopped: fetches, retries with back-off, keeps what fails for good as a dead letter. Any number of
 * processes may do so at once. A job of a process that was killed runs again elsewhere after about 15 seconds.
 */
export const startQueue = async ({ url, handlers, onError }: QueueOptions): Promise<RunningQueue> => {
  const boss = new PgBoss({
    schema: SCHEMA,
    connectionString: url,
    options: `-c role=${APP_ROLE}`,
    max: 4,
    migrate: false,
    schedule: false,
    registerInstance: false,
    reindex: false, // needs the owner of the tables; autovacuum copes at this size
    connectionTimeoutMillis: PATIENCE_MS,
    superviseIntervalSeconds: HEARTBEAT_SECONDS / 2,
    monitorIntervalSeconds: HEARTBEAT_SECONDS / 2,
    application_name: 'knopfdruck-queue',
  });
  boss.on('error', (error: unknown) => onError(toTrouble(error)));
  await boss.start();
  const workers = new Map<string, string>();
  const wake = (name: string): void => {
    const worker = workers.get(name);
    if (worker) boss.notifyWorker(worker);
  };
  const starts: (() => Promise<void>)[] = [];
  const work = async (name: string, policy: Policy, run: (job: Job<object>) => Promise<void>): Promise<void> => {
    await boss.createQueue(name, queueOptions(policy));
    await boss.updateQueue(name, queueOptions(policy));
    const runOne = async (job: Job<object>): Promise<JobResult> => {
      const sent = new Set<string>();
      try {
        await sending.run(sent, () => run(job));
        sent.forEach(wake);
        return { id: job.id, status: 'completed' };
      } catch (error) {
        onError(error as Error, name);
        return { id: job.id, status: 'failed', output: { message: (error as Error).message } };
      }
    };
    const runAll = (jobs: Job<object>[]): Promise<JobResult[]> => Promise.all(jobs.map(runOne));
    starts.push(async () => {
      workers.set(name, await boss.work<object, void, typeof WORK>(name, WORK, runAll));
    });
  };
  for (const [name, group] of groupByTopic(handlers)) {
    const [first] = group;
    if (!first) continue;
    if (group.length === 1) {
      await work(name, first.policy, (job) => first.run(job.data));
      continue;
    }
    const own = (handler: Handler): string => `${name}/${handler.consumer}`;
    for (const handler of group) await work(own(handler), handler.policy, (job) => handler.run(job.data));
    await work(name, first.policy, async (job) => {
      // Keyed by the job: when this is tried again after a crash, what still waits is not sent twice.
      for (const handler of group) await boss.upsert(own(handler), job.data, { singletonKey: job.id });
      for (const handler of group) wake(own(handler));
    });
  }
  // Only when every queue is there: what already waits must not contend with the start for connections.
  for (const start of starts) await start();
  return { stop: () => boss.stop({ graceful: true, timeout: 20_000, close: true }) };
};
