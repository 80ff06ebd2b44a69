import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from '#config';
import { findAccount } from '#src/postgres/account.ts';
import type { Promised } from '#test/faults/promised.ts';
import { type Ends, endAll, type Site, startSite } from '#test/faults/site.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { faultOf } from './faults.ts';
import { planNetwork } from './place.ts';
import { findPrograms } from './programs.ts';
import { runRound } from './round.ts';
import { runParted } from './sabotage.ts';
import { apiFor } from './settings.ts';

// Runs in the hub of a network that main.ts has made, and removes after it.

const { values } = parseArgs({
  options: {
    owner: { type: 'string' },
    folder: { type: 'string' },
    seed: { type: 'string' },
    runs: { type: 'string' },
    part: { type: 'string' },
    api: { type: 'string' },
  },
});
const { owner, folder, seed: first, runs, part } = values;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
/** Characters of what a process of the product said, where a round failed. */
const LAST_WORDS = 2000;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const tell = (refusals: Readonly<Record<string, number>>): string =>
  Object.entries(refusals)
    .map(([why, count]) => `${count} × ${why}`)
    .join(', ') || 'nobody';

const found = findPrograms(environment()['PATH'] ?? '');
const account = findAccount();
if (!('programs' in found) || !account || !folder) throw new Error('Start this by npm run test:failover.');
const { programs } = found;

const version = execFileSync(programs.patroni, ['--version'], { encoding: 'utf8' }).trim();
const api = values.api === 'etcd' || values.api === 'etcd3' ? values.api : apiFor(version);
say(`  ${version} by ${api}, PostgreSQL of ${programs.postgres}`);

/** Starts a cluster and the product on it, works, and ends both, whatever happens. */
const withCluster = async <T>(
  name: string,
  isSynchronous: boolean,
  work: (cluster: Cluster, site: Site) => Promise<T>,
): Promise<T> => {
  const ends: Ends = [];
  const own = join(folder, name);
  mkdirSync(own, { mode: 0o755 });
  try {
    const begin = performance.now();
    const plan = planNetwork(Number(owner));
    const cluster = await startCluster({ plan, folder: own, programs, account, api, isSynchronous }, ends);
    const site = await startSite(cluster.url, own, ends, { intakeOnly: !isSynchronous });
    say(`  cluster and product run after ${seconds(performance.now() - begin)}`);
    return await work(cluster, site);
  } finally {
    await endAll(ends);
  }
};

/** True when every promise of every round was kept; after a violation the rest would say nothing. */
const runFaults = (seeds: readonly number[]): Promise<boolean> =>
  withCluster('synchronous', true, async (cluster, site) => {
    const before: Promised[] = [];
    for (const seed of seeds) {
      const fault = faultOf(seed);
      const begin = performance.now();
      const round = await runRound({ cluster, site, fault, seed, before });
      before.push(...round.promised);
      const { violations, downtime, from, to } = round;
      say(
        `${violations.length > 0 ? '✖' : '✔'} seed ${seed}: ${fault.name}; ${from} → ${to}, ` +
          `${round.promised.length} receipts, refused meanwhile ${tell(round.refusals)}; ` +
          `longest silence ${seconds(downtime.longest)}, back ${seconds(downtime.backAfter)} after the fault; ` +
          `whole ${seconds(round.wholeAfter)} after mending, worker level after ${seconds(round.caughtUpAfter)}; ` +
          `round ${seconds(performance.now() - begin)}`,
      );
      for (const violation of violations) say(`    ${violation}`);
      if (violations.length === 0) continue;
      for (const one of [...site.citizens, site.worker]) say(one.output().slice(-LAST_WORDS));
      return false;
    }
    return true;
  });

/** True when the loss was found out. */
const runSabotage = (seed: number): Promise<boolean> =>
  withCluster('asynchronous', false, async (cluster, site) => {
    const { promised, lost, found: text } = await runParted(cluster, site, seed);
    say(
      `${lost > 0 ? '✔' : '✖'} seed ${seed}: replication without waiting is found out; ${promised} receipts, ${lost} lost`,
    );
    if (lost > 0) say(`    for example ${text.find((one) => one.startsWith('lost'))}`);
    return lost > 0;
  });

const from = Number(first ?? 0);
const seeds = Array.from({ length: Number(runs ?? 10) }, (_, i) => from + i);
let isGood = true;
if (part !== 'sabotage') isGood = await runFaults(seeds);
if (part !== 'faults') isGood = (await runSabotage(from)) && isGood;
process.exitCode = isGood ? 0 : 1;
