import { type ChildProcess, fork } from 'node:child_process';
import { type Environment, narrow, type Role } from '#config';
import type { ParentMessage } from './child.ts';
import type { Log } from './log.ts';
import type { Running } from './running.ts';

type ChildRole = Exclude<Role, 'main' | 'operator'>;

export type SuperviseOptions = {
  readonly role: ChildRole;
  /** The program that runs a role, given as its first argument. */
  readonly script: string;
  readonly env: Environment;
  /** Where the database is, once it runs. The process is started before, and loads its code meanwhile. */
  readonly database: Promise<string>;
  readonly log: Log;
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Who ran this long has recovered; the next pause is short again. */
const HEALTHY_MS = 60_000;
/** Longer than a child gives itself. */
const PATIENCE_MS = 28_000;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) return resolve();
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    child.kill('SIGTERM');
  });

/**
 * Runs a role in a process of its own, with only those secrets that it may have. Resolves once it is ready. A process
 * that ends unexpectedly is started again, after a pause that doubles up to 30 s.
 * @throws Error when it ends before it was ready for the first time
 */
export const supervise = async ({ role, script, env, database, log }: SuperviseOptions): Promise<Running> => {
  let child: ChildProcess;
  let stopping = false;
  let pause = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const since = Date.now();
      child = fork(script, [role], { env: { ...narrow(env, role) }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const begun = child;
      database.then(
        (databaseUrl) => begun.connected && begun.send({ kind: 'begin', databaseUrl } satisfies ParentMessage),
        (error) => {
          reject(error);
          begun.kill('SIGKILL');
        },
      );
      child.once('message', () => resolve());
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        reject(new Error(`The ${role} process ended before it was ready; what it said stands above.`));
        if (!stopping) restart(since, signal ?? `code ${code}`);
      });
    });
  const restart = (since: number, reason: string): void => {
    if (!wasReady) return;
    if (Date.now() - since > HEALTHY_MS) pause = FIRST_PAUSE_MS;
    log(`${role} ended unexpectedly (${reason}); starting it again in ${pause / 1000} s.`);
    timer = setTimeout(() => {
      start().then(
        () => log(`${role} runs again.`),
        () => {}, // its end has planned the next try
      );
    }, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  let wasReady = false;
  await start();
  wasReady = true;
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await end(child);
    },
  };
};
