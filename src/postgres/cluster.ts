import { readFileSync } from 'node:fs';
import { readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '#lib/problem.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { run } from './command.ts';

/** The role that owns the database; the application acts under a lesser one. */
export const OWNER = 'knopfdruck';

/** An empty database takes 40 MB; the rest is room for its log. */
const LEAST_FREE = 300 * 1024 * 1024;

/** The major version to which a data folder belongs; undefined while there is none. */
export const versionOf = (data: string): number | undefined => {
  try {
    return Number.parseInt(readFileSync(join(data, 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return undefined;
  }
};

/** A problem when the disk has less than 300 MB free, with what to do. */
export const checkDisk = async (folder: string): Promise<Problem | undefined> => {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= LEAST_FREE) return undefined;
  return {
    code: 'postgres.disk',
    severity: 'error',
    message: `The disk of ${folder} is full.`,
    expected: 'at least 300 MB free',
    received: `${Math.floor(free / 1024 / 1024)} MB`,
    remedy: 'Free some space, or set DATA_DIR to a folder on another disk.',
  };
};

const initProblem = (data: string, output: string): Problem => ({
  code: /No space left/.test(output) ? 'postgres.disk' : 'postgres.init',
  severity: 'error',
  message: `The database in ${data} could not be created: ${output.trim().split('\n').slice(-3).join(' ')}`,
  remedy: /No space left/.test(output)
    ? 'Free some space, or set DATA_DIR to a folder on another disk.'
    : 'Install PostgreSQL 15 or newer, or give the address of a server in DATABASE_URL.',
});

/**
 * Creates the data folder, under another name first so that one cut short is never taken for whole. Checksums on; the
 * locale is C because its order never changes: an ICU or libc order differs between releases and silently breaks
 * indexes when other binaries open the same folder. German order is asked for where it is needed (`collate "de-x-icu"`).
 */
export const initCluster = async (binaries: Binaries, account: Account, data: string): Promise<Problem | undefined> => {
  const draft = `${data}.draft`;
  await rm(draft, { recursive: true, force: true });
  const { code, output } = await run(account, join(binaries.folder, 'initdb'), [
    `--pgdata=${draft}`,
    `--username=${OWNER}`,
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
    '--auth-local=peer',
    '--auth-host=reject',
    '--no-instructions',
  ]);
  if (code !== 0) return initProblem(data, output);
  return rename(draft, data).then(
    () => undefined,
    (error: Error) => initProblem(data, error.message), // something else lies there
  );
};

/** Lets nobody connect but this user and the server's own, told apart by the kernel (`peer`): there is no password. */
export const writeAccess = async (account: Account, data: string): Promise<void> => {
  const names = [...new Set([userInfo().username, account.name])];
  const set = async (file: string, text: string): Promise<void> => {
    const path = join(data, file);
    if ((await readFile(path, 'utf8')) !== text) await writeFile(path, text);
  };
  await set('pg_hba.conf', 'local all all peer map=knopfdruck\n');
  await set('pg_ident.conf', names.map((name) => `knopfdruck "${name}" ${OWNER}\n`).join(''));
};
