import { environment, type Role, type RoleConfig, readConfig } from '#config';
import { printProblem } from '#lib/problem.ts';
import { describe, type Log, makeLog } from './log.ts';
import type { Running } from './running.ts';

/** Starts one role. */
export type Start<R extends Role> = (config: RoleConfig<R>, log: Log) => Promise<Running>;

/** What a child tells the process that started it. */
export type ChildMessage = { readonly kind: 'ready' };

const EXIT_PATIENCE_MS = 25_000;

/**
 * Runs a role as this process until it is told to stop. A process of its own stops on Ctrl-C; one started by
 * `npm start` leaves Ctrl-C to its parent and stops when told, or when the parent has died.
 */
export const runRole = async <R extends Exclude<Role, 'main'>>(role: R, start: Start<R>): Promise<void> => {
  const log = makeLog(role);
  const read = readConfig(environment(), role);
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
  process.on('disconnect', stopNow);
  process.send?.({ kind: 'ready' } satisfies ChildMessage);
};
