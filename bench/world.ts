import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { makeKeys } from '#authority';
import { type Environment, environment } from '#config';
import { type CompiledService, compilePackage, type PackageFiles, readPackage } from '#definition';
import { install } from '#intake';
import { APP_ROLE } from '#lib/migrate.ts';
import { printProblem } from '#lib/problem.ts';
import { ANY_AUTHORITY, openDb } from '#lib/sql.ts';
import { type Embedded, startEmbedded } from '#postgres';
import { makeFiles, TINY } from '#src/definition/tiny-package.ts';
import { withDemoKeys } from '#src/demo-keys.ts';
import { seedDemo } from '#src/dev/demo/index.ts';
import { prepareDatabase } from '#src/migrations.ts';
import { startCitizens } from '#src/roles/citizens.ts';
import { stopAll } from '#src/roles/running.ts';
import { findPort } from '#test/port.ts';
import type { Crowd, CrowdJob, Job, Measured } from './load.ts';

/** PostgreSQL as the product runs it, the services, and the applicants' web as `npm start` runs it. */
export type World = {
  readonly url: string;
  /** Where it keeps what it writes; gone when it stops. */
  readonly folder: string;
  /** Port of the applicants' web. */
  readonly port: number;
  readonly sql: pg.Client;
  readonly service: CompiledService;
  readonly short: CompiledService;
  /** What the web derives the key of tickets from. */
  readonly secretKey: Uint8Array;
  /** Starts the applicants' web anew, with other settings. */
  reopen(settings: Environment): Promise<void>;
  stop(): Promise<void>;
};

export const AUTHORITY = 'musterland';

const compile = (files: PackageFiles): CompiledService => {
  const compiled = compilePackage(files);
  if (compiled.kind === 'problems') throw new Error(compiled.problems.map(printProblem).join('\n'));
  return compiled.service;
};

const SERVICES = join(import.meta.dirname, '../services');

/** Makes the world in a throw-away folder on the disk. fsync, checksums and synchronous commit are on, as in operation. */
export const makeWorld = async (): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), 'knopfdruck-bench-'));
  chmodSync(folder, 0o755);
  const given = environment();
  const server = await startEmbedded({ folder: join(folder, 'postgres'), path: given['PATH'] ?? '' });
  if (server.kind === 'problems') throw new Error(server.problems.map(printProblem).join('\n'));
  try {
    return await furnish(server, folder, given);
  } catch (error) {
    await server.stop();
    throw error;
  }
};

const furnish = async (server: Embedded, folder: string, given: Environment): Promise<World> => {
  const { url } = server;
  await prepareDatabase(url);
  const clock = () => Temporal.Now.instant();
  const port = await findPort();
  const env = await withDemoKeys({ ...given, DATA_DIR: folder, PORT: String(port), DATABASE_URL: '' });
  const keys = makeKeys(Buffer.from(env['MASTER_KEY'] ?? '', 'base64url'));
  const db = openDb({ url, role: APP_ROLE, max: 1 });
  await seedDemo({ db, keys, clock, folder: SERVICES });
  const short = compile(makeFiles(TINY));
  const installation = { authority: AUTHORITY, state: 'live', parameters: {}, slots: {} } as const;
  await db.tx(ANY_AUTHORITY, (tx) => install(tx, short, installation, clock()));
  await db.close();
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  await sql.query('create table public.baseline (id uuid primary key, content text not null)');
  const script = join(import.meta.dirname, '../src/main.ts');
  const open = (settings: Environment) =>
    startCitizens({ script, env: { ...env, ...settings }, database: Promise.resolve(url), log: () => {} });
  let citizens = await open({});
  return {
    url,
    folder,
    port,
    sql,
    service: compile(await readPackage(join(SERVICES, 'soforthilfe'))),
    short,
    secretKey: Buffer.from(env['SECRET_KEY'] ?? '', 'base64url'),
    reopen: async (settings) => {
      await citizens.stop();
      citizens = await open(settings);
    },
    stop: async () => {
      await sql.end();
      await stopAll([server, citizens]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const messageOf = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`A process of the benchmark ended with ${code}.`)));
  });

/** Tens of thousands of virtual people live for seconds: with little young memory, copying them costs a sixth of a core. */
const LOAD_FLAGS = ['--max-semi-space-size=64', '--no-parallel-scavenge'];

/** Runs load in a process of its own. */
const runJob = <T>(job: Job | CrowdJob): Promise<T> => {
  const child = fork(join(import.meta.dirname, 'load.ts'), { execArgv: [...process.execArgv, ...LOAD_FLAGS] });
  child.send(job);
  return messageOf<T>(child);
};
export const runLoad = (job: Job): Promise<Measured> => runJob(job);
export const runCrowd = (job: CrowdJob): Promise<Crowd> => runJob(job);

/** Starts the baseline on the same database, or without one. */
export const startBaseline = async (url: string): Promise<{ readonly port: number; stop(): void }> => {
  const child = fork(join(import.meta.dirname, 'baseline.ts'), [url]);
  return { port: await messageOf<number>(child), stop: () => child.disconnect() };
};

/** Starts one process a core that does the least for a receipt, all on one port. */
export const startFloor = async (url: string): Promise<{ readonly port: number; stop(): void }> => {
  const port = await findPort();
  const script = join(import.meta.dirname, 'floor.ts');
  const children = Array.from({ length: availableParallelism() }, () => fork(script, [url, String(port)]));
  await Promise.all(children.map(messageOf));
  return { port, stop: () => children.forEach((child) => void child.disconnect()) };
};

/** Answers of the first worked example of a package. */
export const exampleOf = (service: CompiledService): Readonly<Record<string, unknown>> =>
  service.examples[0]?.answers ?? {};
