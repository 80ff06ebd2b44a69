import { join } from 'node:path';
import { makeKeys } from '#authority';
import { type Environment, type RoleConfig, readConfig } from '#config';
import { APP_ROLE } from '#lib/migrate.ts';
import { type Problem, printProblem } from '#lib/problem.ts';
import { openDb } from '#lib/sql.ts';
import { withDemoKeys } from '#src/demo-keys.ts';
import { DEMO_PEOPLE } from '#src/dev/demo/people.ts';
import { prepareDatabase } from '#src/migrations.ts';
import { startCitizens } from './citizens.ts';
import { type Database, findDatabase } from './find-database.ts';
import { makeLog } from './log.ts';
import { checkPorts } from './ports.ts';
import { type Running, stopAll } from './running.ts';
import { supervise } from './supervise.ts';

type MainConfig = RoleConfig<'main'>;

/** What keeps us from starting; expected, so said without a stack. */
class StartProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super('The start failed.');
    this.problems = problems;
  }
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const readMainConfig = async (env: Environment): Promise<{ full: Environment; config: MainConfig }> => {
  const full = await withDemoKeys(env).catch((error: Error) => {
    const remedy = 'Make it writable for this user, free the disk, or set DATA_DIR to another folder.';
    const message = `The data folder cannot be used: ${error.message}`;
    throw new StartProblems([{ code: 'data.folder', severity: 'error', path: 'DATA_DIR', message, remedy }]);
  });
  const read = readConfig(full, 'main');
  if (read.kind === 'problems') throw new StartProblems(read.problems);
  const taken = await checkPorts(read.config);
  if (taken.length > 0) throw new StartProblems(taken);
  return { full, config: read.config };
};

const openDatabase = async (config: MainConfig, path: string): Promise<Database> => {
  const found = await findDatabase(config, path);
  if (found.kind === 'problems') throw new StartProblems(found.problems);
  for (const warning of found.warnings) say(`\n${printProblem(warning)}`);
  return found;
};

const seed = async (url: string, masterKey: Uint8Array): Promise<void> => {
  const { seedDemo } = await import('#src/dev/demo/index.ts');
  const db = openDb({ url, role: APP_ROLE, max: 1, name: 'knopfdruck-seed' });
  const folder = join(import.meta.dirname, '../../services');
  await seedDemo({ db, keys: makeKeys(masterKey), clock: () => Temporal.Now.instant(), folder });
  await db.close();
};

const printAddresses = ({ baseUrl, officeUrl, ports, mode }: MainConfig, about: string, seconds: string): void => {
  const rows = [
    ['Applicants', baseUrl],
    ['Office', officeUrl],
    ...(mode === 'demo' ? [['Mails sent', `http://localhost:${ports.mail}`]] : []),
  ];
  say(`\nKnopfdruck is ready after ${seconds} s.\n`);
  for (const [name = '', value] of rows) say(`  ${name.padEnd(12)} ${value}`);
  if (mode === 'demo' && DEMO_PEOPLE.length > 0) {
    say('\n  Sign in to the office as (no password, demonstration only):');
    for (const { name, about: work = '' } of DEMO_PEOPLE) say(`    ${name.padEnd(22)} ${work}`);
  }
  say(`\n  ${about}. Ctrl-C stops everything.\n`);
};

const ROLES = ['citizen', 'office', 'worker', 'dev'] as const;

/**
 * Starts everything: database, migrations, demonstration, one process for each role; prints the addresses; stops all
 * of it on Ctrl-C, the database last. The exit code.
 */
export const startAll = async (env: Environment, script: string): Promise<number> => {
  const begin = performance.now();
  const running: Running[] = [];
  let isTold = false;
  const told = Promise.withResolvers<void>();
  const tell = (): void => {
    isTold = true;
    told.resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, tell);
  if (process.connected) process.on('disconnect', tell); // who started us was killed
  const start = async (): Promise<void> => {
    const { full, config } = await readMainConfig(env);
    const roles = ROLES.filter((role) => role !== 'dev' || config.mode === 'demo');
    const opening = openDatabase(config, env['PATH'] ?? '').then(async (database) => {
      if (database.running) running.push(database.running);
      await prepareDatabase(database.url);
      return database;
    });
    const child = { script, env: full, database: opening.then(({ url }) => url), log: makeLog('start') };
    const started = Promise.allSettled(
      roles.map((role) => (role === 'citizen' ? startCitizens(child) : supervise({ role, ...child }))),
    );
    const seeding = opening.then(async ({ url }) => {
      if (config.mode === 'demo') await seed(url, config.secrets.MASTER_KEY);
    });
    const [database] = await Promise.allSettled([opening, seeding]);
    const all = await started;
    const children = all.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
    running.push({ stop: async () => void (await Promise.all(children.map((one) => one.stop()))) });
    for (const one of [database, ...all]) if (one.status === 'rejected') throw one.reason;
    await seeding;
    printAddresses(config, (await opening).about, ((performance.now() - begin) / 1000).toFixed(1));
  };
  const starting = start();
  try {
    await Promise.race([starting, told.promise]);
    await told.promise;
    await starting; // told while still starting: what is half started cannot be stopped cleanly
    say('\nStopping …');
    return 0;
  } catch (error) {
    if (isTold) return 0;
    if (error instanceof StartProblems) for (const problem of error.problems) say(`\n${printProblem(problem)}`);
    else say(`\n${(error as Error).message}`);
    return 1;
  } finally {
    await stopAll(running);
  }
};
