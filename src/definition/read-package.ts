import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageFiles } from './compiled.ts';
import { packageError } from './package-error.ts';
import { isPackagePath, LIMITS } from './package-path.ts';
import type { ReportLanguage } from './report.ts';
import type { Code } from './wording.ts';

/** What is wrong with an entry of a folder that is to be a file of the package. */
const findFault = (entry: Dirent, path: string): Code | undefined => {
  if (entry.isDirectory()) return 'file.name';
  if (!entry.isFile()) return 'file.link';
  return isPackagePath(path) ? undefined : 'file.name';
};

/** Paths of a folder's files, one folder deep; hidden files (.git, .DS_Store) are no part of a package. */
const listFiles = async (folder: string, below: string, language: ReportLanguage): Promise<string[]> => {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory() && below === '') paths.push(...(await listFiles(folder, path, language)));
    else {
      const fault = findFault(entry, path);
      if (fault) throw packageError(fault, path, {}, language);
      paths.push(path);
    }
    if (paths.length > LIMITS.files)
      throw packageError('package.count', folder, { max: String(LIMITS.files) }, language);
  }
  return paths.sort();
};

/** Reads one file without following a link that took its place, and never more than the limit. */
const readBounded = async (folder: string, path: string, language: ReportLanguage): Promise<Uint8Array> => {
  const handle = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > LIMITS.fileBytes)
      throw packageError('file.size', path, { max: String(LIMITS.fileBytes / 1024) }, language);
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
};

/**
 * Reads the folder of a package into memory.
 * @throws PackageError when there is no such folder, or it holds links, names that may not be, too many or too large files.
 */
export const readPackage = async (
  folder: string,
  options: { readonly language?: ReportLanguage } = {},
): Promise<PackageFiles> => {
  const { language = 'de' } = options;
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw packageError('package.folder', folder, {}, language);
  const files = new Map<string, Uint8Array>();
  let total = 0;
  for (const path of await listFiles(folder, '', language)) {
    const bytes = await readBounded(folder, path, language);
    total += bytes.length;
    if (total > LIMITS.packageBytes)
      throw packageError('package.size', folder, { max: String(LIMITS.packageBytes >> 20) }, language);
    files.set(path, bytes);
  }
  return files;
};
