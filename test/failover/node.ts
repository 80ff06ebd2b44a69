import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '#src/postgres/account.ts';
import { IP, killAllIn } from './network.ts';
import type { Place } from './place.ts';
import type { Programs } from './programs.ts';
import { etcdArguments, type NodeSettings, patroniSettings } from './settings.ts';

/** One machine of the cluster: etcd, and Patroni with its PostgreSQL. */
export type Node = Place & {
  /** Starts what does not run. */
  start(): void;
  killPatroni(): void;
  /** kill -9 of the server's first process; the others end by themselves when they notice. */
  killPostmaster(): void;
  /** Everything at once. */
  killAll(): void;
  /** The end of what its programs said, for the report of a failed run. */
  readonly said: () => string;
};

export type NodeOptions = Omit<NodeSettings, 'bin'> & { readonly programs: Programs; readonly account: Account };

const LAST_LINES = 25;

/** Starts a program in the node's namespace under the account; it takes the place of `ip`, so the pid is its own. */
const launch = ({ place, folder, programs, account }: NodeOptions, program: string, args: readonly string[]) => {
  const log = openSync(join(folder, `${program.replace(/^.*\//, '')}.log`), 'a');
  const ids = ['--reuid', String(account.uid ?? 0), '--regid', String(account.gid ?? 0), '--clear-groups'];
  const child = spawn(IP, ['netns', 'exec', place.namespace, programs.setpriv, ...ids, program, ...args], {
    cwd: folder,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => {}); // what does not start is missed soon enough
  return child;
};

const isRunning = (child: ChildProcess | undefined): boolean =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

/** Prepares a node; nothing runs before `start`. */
export const makeNode = (options: NodeOptions): Node => {
  const { place, folder, programs, account } = options;
  mkdirSync(folder, { mode: 0o700 });
  const settings = join(folder, 'patroni.json');
  writeFileSync(settings, JSON.stringify(patroniSettings({ ...options, bin: programs.postgres }), null, 2));
  for (const path of [folder, settings]) chownSync(path, account.uid ?? 0, account.gid ?? 0);
  let etcd: ChildProcess | undefined;
  let patroni: ChildProcess | undefined;
  const tail = (name: string): string => {
    try {
      return `— ${place.name} ${name}:\n${readFileSync(join(folder, `${name}.log`), 'utf8')
        .split('\n')
        .slice(-LAST_LINES)
        .join('\n')}`;
    } catch {
      return `— ${place.name} ${name}: said nothing`;
    }
  };
  return {
    ...place,
    start: () => {
      if (!isRunning(etcd)) etcd = launch(options, programs.etcd, etcdArguments(options));
      if (!isRunning(patroni)) patroni = launch(options, programs.patroni, [settings]);
    },
    killPatroni: () => void patroni?.kill('SIGKILL'),
    killPostmaster: () => {
      const [pid = ''] = readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    killAll: () => killAllIn(place.namespace),
    said: () => tail('patroni'),
  };
};
