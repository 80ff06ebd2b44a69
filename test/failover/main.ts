import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '#config';
import { claimFolder, PREFIX, sweepLeftovers } from '#test/faults/leftover.ts';
import { IP, makeNetwork, removeNetwork, sweepNetworks } from './network.ts';
import { planNetwork } from './place.ts';
import { findPrograms } from './programs.ts';

// npm run test:failover [-- --seed N --runs N --part faults|sabotage --api etcd|etcd3]: three nodes under Patroni, each in a network
// namespace of its own. This makes the namespaces, runs run.ts in that of bridge, proxy and product, and removes all.

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** As where the conformance suite finds nothing to run: neither passed nor failed. */
const SKIPPED = 2;
const LONGEST_MS = 60 * 60_000;

/** Why there can be no such cluster here, by name. */
const findObstacles = (): readonly string[] => {
  if (process.platform !== 'linux') return ['Linux'];
  const found = findPrograms(environment()['PATH'] ?? '');
  return [
    ...(process.getuid?.() === 0 ? [] : ['root, to make network namespaces']),
    ...('missing' in found ? found.missing : []),
  ];
};

const runInHub = (hub: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(IP, ['netns', 'exec', hub, process.execPath, join(import.meta.dirname, 'run.ts'), ...args], {
      stdio: 'inherit',
    });
    const stop = (): void => void child.kill('SIGKILL'); // what it started is ended with the namespaces
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    process.on('disconnect', stop);
    const timer = setTimeout(() => {
      say(`✖ hangs: not over after ${LONGEST_MS / 60_000} minutes`);
      stop();
    }, LONGEST_MS);
    child.on('error', () => resolve(1));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });

const run = async (): Promise<number> => {
  sweepNetworks(); // first: what runs there still writes into the folders
  sweepLeftovers();
  const plan = planNetwork(process.pid);
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  claimFolder(folder);
  chmodSync(folder, 0o755); // the servers run as another user
  try {
    try {
      makeNetwork(plan);
    } catch (error) {
      say(`- partition and failover: skipped, needs network namespaces: ${(error as Error).message}`);
      return SKIPPED;
    }
    return await runInHub(plan.hub, [...process.argv.slice(2), '--owner', String(process.pid), '--folder', folder]);
  } finally {
    removeNetwork(plan);
    rmSync(folder, { recursive: true, force: true });
  }
};

const missing = findObstacles();
if (missing.length > 0) say(`- partition and failover: skipped, needs ${missing.join('; ')}`);
process.exitCode = missing.length > 0 ? SKIPPED : await run();
process.disconnect?.(); // the channel to the command would keep this process alive
