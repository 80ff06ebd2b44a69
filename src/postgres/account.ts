import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** The operating-system user under whom the server runs. Without ids: ourselves. */
export type Account = { readonly name: string; readonly uid?: number; readonly gid?: number };

const lookUp = (name: string): Account | undefined => {
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { stdio: 'pipe', encoding: 'utf8' }));
  try {
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
};

/**
 * PostgreSQL refuses to run as root. Started by root, the server therefore runs as the system's own `postgres` user, or
 * as `nobody`; its folder then belongs to that user alone, and only root may connect. Anybody else runs it as himself.
 */
export const findAccount = (): Account | undefined =>
  process.getuid?.() === 0 ? (lookUp('postgres') ?? lookUp('nobody')) : { name: userInfo().username };

/** Ids for `spawn`; the working directory is one that every user can enter. */
export const spawnAs = ({ uid, gid }: Account): { cwd: string; uid?: number; gid?: number } => ({
  cwd: '/',
  ...(uid === undefined ? {} : { uid }),
  ...(gid === undefined ? {} : { gid }),
});
