import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Account, spawnAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { OWNER } from './cluster.ts';

/** The address of a database behind a socket folder. The host name is there for URL parsers only. */
export const socketUrl = (socket: string, database: string): string =>
  `postgresql://${OWNER}@localhost/${database}?host=${encodeURIComponent(socket)}`;

/** What a running server wrote into its data folder. */
export type Postmaster = { readonly pid: number; readonly socket: string };

export const readPostmaster = (data: string): Postmaster | undefined => {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, socket: lines[4] ?? '' } : undefined;
  } catch {
    return undefined;
  }
};

/** A process that has ended but was not collected by its parent; some containers have nobody who collects. */
const isZombie = (pid: number): boolean => {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, ''));
  } catch {
    return false; // no /proc: macOS, which collects
  }
};

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Answer = 'yes' | 'soon' | 'no';

/** Whether a server answers; `soon` while it starts, recovers or shuts down (SQLSTATE 57P03). */
const ask = async (url: string): Promise<Answer> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'yes';
  } catch (error) {
    return (error as { code?: string }).code === '57P03' ? 'soon' : 'no';
  } finally {
    await client.end().catch(() => {});
  }
};

/** A server that a killed process left running, once it answers; undefined when there is none. */
export const findRunning = async (data: string): Promise<Postmaster | undefined> => {
  let refused = 0;
  for (;;) {
    const found = readPostmaster(data);
    if (!found || !isAlive(found.pid)) return undefined;
    const answer = await ask(socketUrl(found.socket, 'postgres'));
    if (answer === 'yes') return found;
    // After a crash and a reboot the number may belong to another process: PostgreSQL itself tells that apart.
    if (answer === 'no' && ++refused > 60) return undefined;
    await pause(50);
  }
};

/** sockaddr_un takes 108 bytes on Linux and 104 on macOS, the closing zero included. */
const LONGEST_SOCKET = 103;

const makeSocketFolder = async (home: string, account: Account): Promise<string> => {
  const near = join(home, 'run');
  const fits = Buffer.byteLength(join(near, '.s.PGSQL.5432.lock')) <= LONGEST_SOCKET;
  const base = Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : '/tmp';
  // After a crash the same one again: whoever uses the server knows it by this address.
  const before = readPostmaster(join(home, 'data'))?.socket ?? '';
  const far = existsSync(before) ? before : undefined;
  const folder = fits ? near : (far ?? (await mkdtemp(join(base, 'knopfdruck-'))));
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (account.uid !== undefined) await chown(folder, account.uid, account.gid ?? account.uid);
  return folder;
};

const LARGEST_LOG = 10 * 1024 * 1024;

const openLog = (file: string): number => {
  const large = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG;
  return openSync(file, large ? 'w' : 'a', 0o600);
};

const settings = (socket: string, durable: boolean): string[] => [
  `unix_socket_directories=${socket}`,
  'unix_socket_permissions=0700',
  'listen_addresses=',
  'port=5432',
  'max_connections=200',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_line_prefix=%m [%p] ',
  // Stated, not left to defaults: receipts rest on them. Off only for the throw-away server of the tests.
  `fsync=${durable ? 'on' : 'off'}`,
  `full_page_writes=${durable ? 'on' : 'off'}`,
  `synchronous_commit=${durable ? 'on' : 'off'}`,
];

export type Started =
  | { readonly kind: 'started'; readonly socket: string }
  | { readonly kind: 'failed'; readonly log: string };

/**
 * Starts the server in a process group of its own, so that Ctrl-C reaches it only after the application has let go of
 * it, and waits until it answers, however long recovery takes.
 */
export const startPostmaster = async (
  binaries: Binaries,
  account: Account,
  home: string,
  durable: boolean,
): Promise<Started> => {
  const socket = await makeSocketFolder(home, account);
  const file = join(home, 'postgres.log');
  const log = openLog(file);
  const before = statSync(file).size;
  const args = settings(socket, durable).flatMap((setting) => ['-c', setting]);
  const child = spawn(join(binaries.folder, 'postgres'), ['-D', join(home, 'data'), ...args], {
    ...spawnAs(account),
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(log);
  let ended = false;
  child.on('error', () => {
    ended = true;
  });
  child.on('exit', () => {
    ended = true;
  });
  child.unref();
  while (!ended) {
    if ((await ask(socketUrl(socket, 'postgres'))) === 'yes') return { kind: 'started', socket };
    await pause(25);
  }
  return { kind: 'failed', log: readFileSync(file).subarray(before).toString().trim() };
};

/** Told to stop in the midst of recovering from a crash, PostgreSQL 15 was seen to wait for ever. */
const STOP_WITHIN_MS = 60_000;

/** Ends a server as PostgreSQL's "fast" mode does (open transactions roll back) and waits for it; nothing is lost. */
export const stopPostmaster = async (home: string): Promise<void> => {
  const data = join(home, 'data');
  const found = readPostmaster(data);
  if (!found) return;
  if (isAlive(found.pid)) process.kill(found.pid, 'SIGINT');
  const late = performance.now() + STOP_WITHIN_MS;
  let isLate = false;
  while (isAlive(found.pid) && readPostmaster(data)?.pid === found.pid) {
    if (!isLate && performance.now() > late) {
      isLate = true;
      process.kill(found.pid, 'SIGQUIT'); // leaves as in a crash: nothing committed is lost, the next start recovers
    }
    await pause(10);
  }
  if (!found.socket.startsWith(home)) await rm(found.socket, { recursive: true, force: true });
};
