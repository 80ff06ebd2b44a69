import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The folders of the programs the proof stands on. */
export type Programs = {
  /** Full paths. */
  readonly patroni: string;
  readonly etcd: string;
  readonly haproxy: string;
  readonly setpriv: string;
  /** Folder with the programs of a PostgreSQL server. */
  readonly postgres: string;
};

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const SERVER = ['postgres', 'initdb', 'pg_ctl', 'pg_basebackup', 'pg_rewind', 'pg_controldata', 'pg_isready'];

/** Where distributions put server programs, which are not on the PATH there; the newest version first. */
const serverFolders = (path: readonly string[]): readonly string[] => [
  ...path,
  ...globSync(['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin']).sort((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  ),
];

const findServer = (path: readonly string[]): string | undefined =>
  serverFolders(path).find((folder) => SERVER.every((name) => isProgram(join(folder, name))));

/** The programs, or the names of those that are missing. @param path of the environment */
export const findPrograms = (path: string): { programs: Programs } | { missing: readonly string[] } => {
  const folders = path.split(delimiter).filter(Boolean);
  const find = (name: string): string | undefined =>
    folders.map((folder) => join(folder, name)).find((file) => isProgram(file));
  const found = {
    patroni: find('patroni'),
    etcd: find('etcd'),
    haproxy: find('haproxy'),
    setpriv: find('setpriv'),
    postgres: findServer(folders),
  };
  const missing = Object.entries({ ip: find('ip'), ...found })
    .filter(([, file]) => file === undefined)
    .map(([name]) => (name === 'postgres' ? `PostgreSQL server programs (${SERVER.join(', ')})` : name));
  return missing.length > 0 ? { missing } : { programs: found as Programs };
};
