import { type Environment, environment, narrow, type Role, type RoleConfig, readConfig } from '#config';
import { printProblem } from '#lib/problem.ts';
import { describe, type Log, makeLog } from './log.ts';
import type { Running } from './running.ts';

/** Starts one role. */
export type Start<R extends Role> = (config: RoleConfig<R>, log: Log) => Promise<Running>;

/** What a child tells the process that started it. */
export type ChildMessage = { readonly kind: 'ready' };

/** What it is told: the database runs, begin. */
export type ParentMessage = { readonly kind: 'begin'; readonly databaseUrl: string };

/** The environment, with the database that `npm start` runs for us. */
const awaitEnvironment = async (): Promise<Environment> => {
  if (!process.connected) return environment();
  const { databaseUrl } = await new Promise<ParentMessage>((resolve) => {
    process.once('message', (message) => resolve(message as ParentMessage));
  });
  return { ...environment(), DATABASE_URL: databaseUrl };
};

const EXIT_PATIENCE_MS = 25_000;

/**
 * Runs a role as this process until it is told to stop. A process of its own stops on Ctrl-C; one started by
 * `npm start` leaves Ctrl-C to its parent and stops when told, or when the parent has died.
 */
export const runRole = async <R extends Exclude<Role, 'main'>>(role: R, start: Start<R>): Promise<void> => {
  const log = makeLog(role);
  process.on('disconnect', () => process.exit(0));
  const read = readConfig(narrow(await awaitEnvironment(), role), role);
  if (read.kind === 'problems') {
    for (const problem of read.problems) log(printProblem(problem));
    process.exit(1);
  }
  process.on('uncaughtException', (error) => {
    log(`unexpected, so this process ends: ${describe(error)}`);
    process.exit(1);
  });
  const running = await start(read.config, log);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), EXIT_PATIENCE_MS).unref();
    await running.stop();
    process.exit(0);
  };
  const stopNow = (): void => void stop();
  process.on('SIGTERM', stopNow);
  process.on('SIGINT', () => {
    if (!process.connected) stopNow();
  });
  process.removeAllListeners('disconnect').on('disconnect', stopNow);
  process.send?.({ kind: 'ready' } satisfies ChildMessage);
};
