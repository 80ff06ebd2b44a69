import { createHash } from 'node:crypto';
import { chown, lstat, realpath, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '#lib/folder.ts';
import type { Problem } from '#lib/problem.ts';
import type { Account } from './account.ts';
import { canEnter } from './command.ts';

/** Where root keeps what another user must be able to reach. */
const SHARED = '/var/lib/knopfdruck';

const notWritable = (folder: string, error: Error): Problem => ({
  code: 'postgres.folder',
  severity: 'error',
  message: `The data folder ${folder} cannot be written: ${error.message}.`,
  remedy: 'Make it writable for this user (after a start as root it belongs to another one), or set DATA_DIR.',
});

/** Where the database lives, and where binaries for it may be copied. */
export type Place = { readonly kind: 'place'; readonly folder: string; readonly cache: string };

const prepare = async (folder: string, account: Account): Promise<Place> => {
  const linked = await lstat(folder).catch(() => undefined);
  await makeFolder(dirname(folder));
  if (account.uid === undefined) {
    await makeFolder(folder, 0o700);
    return { kind: 'place', folder: await realpath(folder), cache: dirname(folder) };
  }
  let home = folder;
  if (!linked && !(await canEnter(account, dirname(folder)))) {
    // Nobody but root may enter, say, /root. A link shows where the data went.
    const hash = createHash('sha256')
      .update(await realpath(dirname(folder)))
      .digest('hex');
    home = join(SHARED, `${basename(folder)}-${hash.slice(0, 8)}`);
    await makeFolder(home);
    await symlink(home, folder);
  }
  await makeFolder(home);
  home = await realpath(home);
  await chown(home, account.uid, account.gid ?? account.uid);
  return { kind: 'place', folder: home, cache: SHARED };
};

/** Makes the folder ready for the account: its own, or, where it could not reach it, one under /var/lib with a link. */
export const preparePlace = async (
  folder: string,
  account: Account,
): Promise<Place | { kind: 'problem'; problem: Problem }> => {
  try {
    return await prepare(folder, account);
  } catch (error) {
    return { kind: 'problem', problem: notWritable(folder, error as Error) };
  }
};
