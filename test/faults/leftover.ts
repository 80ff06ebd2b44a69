import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Not the prefix that `npm test` sweeps: there a server that was just killed would look like one left behind.
export const PREFIX = 'kd-faults-';

const OWNER = 'harness';

/** Notes whose folder it is. */
export const claimFolder = (folder: string): void => writeFileSync(join(folder, OWNER), String(process.pid));

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Ends the servers of harnesses that were themselves killed, and removes their folders. */
export const sweepLeftovers = (): void => {
  for (const folder of globSync(join(tmpdir(), `${PREFIX}*`))) {
    const owner = read(join(folder, OWNER));
    if (owner === '' || existsSync(`/proc/${owner}`) || !existsSync('/proc/self')) continue;
    const [pid = ''] = read(join(folder, 'postgres/data/postmaster.pid')).split('\n');
    // The number may be another process's by now.
    if (pid && read(`/proc/${pid}/cmdline`).includes(folder)) process.kill(Number(pid), 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
};
