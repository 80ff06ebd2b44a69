import { spawn } from 'node:child_process';
import { type Account, spawnAs } from './account.ts';

export type Outcome = { readonly code: number; readonly output: string };

/** Runs a program to its end; code 127 when it cannot be run at all. `output` is what it printed, errors included. */
export const run = (account: Account, file: string, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = spawn(file, args, {
      ...spawnAs(account),
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });

/** True when the account can enter a folder, all the way from the root. */
export const canEnter = async (account: Account, folder: string): Promise<boolean> =>
  (await run(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder])).code === 0;
