import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '#config';
import { printProblem } from '#lib/problem.ts';
import { startEmbedded } from '#postgres';
import { pause } from './random.ts';
import { within } from './within.ts';

/** A database server that can be treated badly. */
export type Server = {
  /** Stays the same over restarts. */
  readonly url: string;
  /** kill -9 of the postmaster. */
  kill(): void;
  /** Stops all its processes where they stand; only `kill` ends that. */
  freeze(): void;
  stop(): Promise<void>;
  /** Starts it, after whatever happened to it; returns when it answers. */
  start(): Promise<void>;
};

export type ServerOptions = {
  readonly folder: string;
  /** False: fsync off, to see the suite find out. */
  readonly durable?: boolean;
};

const PATIENCE_MS = 30_000;
/** Longer than the product itself is patient. */
const STOP_WITHIN_MS = 90_000;

const postmasterOf = (folder: string): number =>
  Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);

/** Starts a server as the product does, fsync on. */
export const startServer = async ({ folder, durable = true }: ServerOptions): Promise<Server> => {
  const begin = () => startEmbedded({ folder, path: environment()['PATH'] ?? '', durable });
  const start = async () => {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const server = await begin();
      if (server.kind === 'running') return server;
      // The children of a killed postmaster need a moment to notice; until then nobody may start on its data.
      if (performance.now() > until) throw new Error(server.problems.map(printProblem).join('\n'));
      await pause(100);
    }
  };
  let running = await start();
  let frozen: readonly number[] = [];
  return {
    url: running.url,
    kill: () => {
      for (const pid of [postmasterOf(folder), ...frozen]) process.kill(pid, 'SIGKILL');
      frozen = [];
    },
    freeze: () => {
      const postmaster = postmasterOf(folder);
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' });
      frozen = children.trim().split(/\s+/).map(Number);
      for (const pid of [postmaster, ...frozen]) process.kill(pid, 'SIGSTOP');
    },
    stop: async () => {
      const { kind } = await within(STOP_WITHIN_MS, running.stop());
      if (kind === 'late') process.kill(postmasterOf(folder), 'SIGKILL');
    },
    start: async () => {
      running = await start();
    },
  };
};
