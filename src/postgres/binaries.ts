import { globSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { run } from './command.ts';
import { findNpmFolder } from './npm-binaries.ts';

export type Origin = 'system' | 'npm';

/** A folder with `postgres` and `initdb` that the account can run. */
export type Binaries = {
  readonly origin: Origin;
  readonly folder: string;
  readonly version: string;
  readonly major: number;
};

/** The oldest release whose features we use. */
export const OLDEST = 15;

const USUAL_PLACES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

/** The folders of the real files: PATH may hold links, also broken ones, and initdb looks for its neighbours. */
const realFolders = (place: string): string[] => {
  try {
    return globSync(join(place, 'postgres')).map((file) => join(realpathSync(file), '..'));
  } catch {
    return [];
  }
};

const systemFolders = (path: string): string[] => [
  ...new Set([...path.split(':').filter(Boolean), ...USUAL_PLACES].flatMap(realFolders)),
];

const inspect = async (account: Account, origin: Origin, folder: string): Promise<Binaries | undefined> => {
  const { code, output } = await run(account, join(folder, 'postgres'), ['--version']);
  const version = /PostgreSQL\) (\d+[.\d]*)/.exec(output)?.[1];
  if (code !== 0 || !version) return undefined;
  if ((await run(account, join(folder, 'initdb'), ['--version'])).code !== 0) return undefined;
  return { origin, folder, version, major: Number.parseInt(version, 10) };
};

export type Search = {
  readonly account: Account;
  /** The PATH to look through. */
  readonly path: string;
  /** Where binaries may be copied that the account cannot reach in node_modules. */
  readonly cache: string;
  /** Only from there. */
  readonly origin?: Origin | undefined;
  /** Only this major version: an existing data folder belongs to one. */
  readonly major?: number | undefined;
};

/** What can be run: the system's own, newest first, then those from npm. */
export const findBinaries = async ({ account, path, cache, origin, major }: Search): Promise<Binaries | undefined> => {
  const fits = (found: Binaries): boolean => (major === undefined ? found.major >= OLDEST : found.major === major);
  if (origin !== 'npm') {
    const found = await Promise.all(systemFolders(path).map((folder) => inspect(account, 'system', folder)));
    const [best] = found
      .filter((one) => one !== undefined && fits(one))
      .sort((a, b) => (b?.major ?? 0) - (a?.major ?? 0));
    if (best) return best;
  }
  if (origin === 'system') return undefined;
  const folder = await findNpmFolder(account, cache);
  const found = folder === undefined ? undefined : await inspect(account, 'npm', folder);
  return found && fits(found) ? found : undefined;
};
