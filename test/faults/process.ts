import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Environment } from '#config';
import { CRASH_MARK, PLAN_VARIABLE, type Plan } from './plan.ts';
import { pause } from './random.ts';

/** A process of the product that is started again whenever it ends. */
export type Kept = {
  /** kill -9; it is started again at once, without any plan. */
  kill(): void;
  /** kill -9 and a new start with something to go wrong; a process that ends by itself before it did keeps the plan. */
  restart(plan: Plan): Promise<void>;
  /** kill -9; the work is done while it is down, then it is started again, with something to go wrong where a plan says so. */
  whileDown<T>(work: () => Promise<T>, plan?: Plan): Promise<T>;
  /** How often it died by plan. */
  readonly crashes: () => readonly string[];
  /** What it said, for the report of a failed run. */
  readonly output: () => string;
  end(): Promise<void>;
};

export type KeptOptions = {
  readonly program: string;
  readonly args?: readonly string[];
  readonly env: Environment;
  /** A plan that every start gets: sabotage. */
  readonly always?: Plan;
};

const LONGEST_OUTPUT = 20_000;

/** Starts the process and keeps it running. */
export const keep = ({ program, args = [], env, always = {} }: KeptOptions): Kept => {
  let output = '';
  let ending = false;
  let isDown = false;
  let isAlive = false;
  let next: Plan = {};
  const crashes: string[] = [];
  let child: ChildProcess;
  let started = Promise.withResolvers<void>();
  let ended = Promise.withResolvers<void>();
  const say = (chunk: Buffer): void => {
    const text = chunk.toString();
    output = (output + text).slice(-LONGEST_OUTPUT);
    for (const line of text.split('\n'))
      if (line.startsWith(CRASH_MARK)) crashes.push(line.slice(CRASH_MARK.length + 1));
  };
  const start = (): void => {
    if (ending || isDown || isAlive) return;
    isAlive = true;
    ended = Promise.withResolvers();
    const plan = next;
    next = {};
    const crashesBefore = crashes.length;
    child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'preload.ts'), program, ...args], {
      env: { ...env, [PLAN_VARIABLE]: JSON.stringify({ ...always, ...plan }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', say);
    child.stderr?.on('data', say);
    child.once('exit', (code) => {
      isAlive = false;
      ended.resolve();
      const isByItself = code !== null;
      if (isByItself && plan.crash && crashes.length === crashesBefore) next = { ...plan, ...next };
      // A process that ended by itself is not started in a tight loop.
      void pause(isByItself ? 200 : 0).then(start);
    });
    started.resolve();
    started = Promise.withResolvers();
  };
  start();
  const die = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended.promise;
  };
  return {
    kill: () => void child.kill('SIGKILL'),
    restart: async (plan) => {
      next = plan;
      const again = started.promise;
      child.kill('SIGKILL');
      await again;
    },
    whileDown: async (work, plan = {}) => {
      isDown = true;
      await die();
      try {
        return await work();
      } finally {
        isDown = false;
        next = plan;
        start();
      }
    },
    crashes: () => crashes,
    output: () => output,
    end: async () => {
      ending = true;
      await die();
    },
  };
};
