import { checkPromises } from '#test/faults/invariants.ts';
import type { Promised } from '#test/faults/promised.ts';
import { makeRandom, pause } from '#test/faults/random.ts';
import { settle } from '#test/faults/settle.ts';
import type { Site } from '#test/faults/site.ts';
import { startTraffic, type Traffic } from '#test/faults/traffic.ts';
import { within } from '#test/faults/within.ts';
import { findDisagreement } from './agreement.ts';
import type { Cluster } from './cluster.ts';
import { type Downtime, measureDowntime } from './downtime.ts';
import type { Fault } from './faults.ts';
import { doesAcknowledge } from './probe.ts';

/** What one fault did, and what became of the promises. Times in ms. */
export type Round = {
  readonly promised: readonly Promised[];
  /** Tries that brought no receipt, by HTTP status; `none` got no answer in time. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Names of the primary before and after. */
  readonly from: string;
  readonly to: string;
  readonly downtime: Downtime;
  /** From the mending until all three work together again. */
  readonly wholeAfter: number;
  /** From then until the worker, which nobody restarted, had made a case of every submission. */
  readonly caughtUpAfter: number;
  readonly violations: readonly string[];
};

export type RoundOptions = {
  readonly cluster: Cluster;
  readonly site: Site;
  readonly fault: Fault;
  readonly seed: number;
  /** What was promised on this cluster before; it is checked again. */
  readonly before: readonly Promised[];
};

/** So many hold a receipt before the fault, and so many more after it. */
const SOME = 20;
const FLOWS_WITHIN_MS = 60_000;
/** A fault that moves nothing lasts longer than the servers and Patroni need to notice it. */
const HOLD_MS = 14_000;
const CAUGHT_UP_WITHIN_MS = 60_000;
const ROUND_WITHIN_MS = 4 * 60_000;

/** Few people with pauses: what is measured is silence, and every submission must go its whole way afterwards. */
const PEOPLE = { count: 1_000_000, people: 5, rest: 1000 };

const untilFlowing = async (traffic: Traffic, count: number): Promise<void> => {
  const until = performance.now() + FLOWS_WITHIN_MS;
  while (traffic.promised.length < count) {
    if (performance.now() > until)
      throw new Error(`Only ${traffic.promised.length} of ${count} receipts came within ${FLOWS_WITHIN_MS / 1000} s.`);
    await pause(50);
  }
};

const countUnopened = (site: Site): Promise<number> =>
  site.ask(async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from intake.submission where taken_at is null',
    );
    return rows[0]?.count ?? 0;
  });

/**
 * What `kd installation set … --ladder` does. Through an outage the ladder climbs, and mails that only confirm wait for
 * some minutes of calm: a round cannot wait so long, so an operator lets them go once all is well again.
 */
const boundLadder = (site: Site, ladder: { least: number; most: number } | undefined): Promise<unknown> =>
  site.ask((client) =>
    client.query(`update intake.installation set limits = limits - 'ladder' || $1::jsonb`, [
      JSON.stringify(ladder ? { ladder } : {}),
    ]),
  );

const untilCaughtUp = async (site: Site): Promise<void> => {
  const until = performance.now() + CAUGHT_UP_WITHIN_MS;
  while ((await countUnopened(site)) > 0) {
    if (performance.now() > until)
      throw new Error(
        `The worker left submissions unopened for ${CAUGHT_UP_WITHIN_MS / 1000} s.\n${site.worker.output()}`,
      );
    await pause(100);
  }
};

/** What is known of a round so far, for the report of one that fails. */
type Progress = { at: string; traffic?: Traffic; result: Omit<Round, 'promised' | 'refusals' | 'violations'> };

/** Strikes, and watches until another node, or the same, takes requests again; then mends. Gives the primary there is then. */
const strike = async ({ cluster, fault, seed }: RoundOptions, progress: Progress, traffic: Traffic) => {
  const random = makeRandom(seed);
  const primary = await cluster.waitForPrimary();
  progress.result = { ...progress.result, from: primary.name };
  await pause(random.between(0, 1000));
  progress.at = `striking: ${fault.name}`;
  const begin = performance.now();
  const mend = await fault.strike({ cluster, primary, random });
  const violations: string[] = [];
  progress.at = 'waiting for a primary';
  if (!fault.moves) await pause(HOLD_MS);
  const next = await cluster.waitForPrimary(fault.moves ? [primary] : []);
  progress.at = 'waiting for receipts after the fault';
  await untilFlowing(traffic, traffic.promised.length + SOME);
  const downtime = measureDowntime(
    traffic.promised.map(({ at }) => at),
    begin,
    performance.now(),
  );
  // Only now: Patroni names the new primary a moment before it stops to follow the old one.
  if (fault.survives && (await doesAcknowledge(cluster.urlOf(primary))))
    violations.push(`split: ${primary.name} acknowledged after ${next.name} had taken over`);
  progress.at = 'mending';
  const mended = performance.now();
  mend();
  await cluster.waitForWhole();
  progress.result = { ...progress.result, to: next.name, downtime, wholeAfter: performance.now() - mended };
  return violations;
};

const runThrough = async (options: RoundOptions, progress: Progress): Promise<string[]> => {
  const { cluster, site, seed, before } = options;
  await site.ready();
  await boundLadder(site, undefined);
  const traffic = startTraffic({ addresses: site.addresses, random: makeRandom(seed), ...PEOPLE });
  progress.traffic = traffic;
  progress.at = 'waiting for receipts before the fault';
  await untilFlowing(traffic, SOME);
  const violations = await strike(options, progress, traffic);
  traffic.stop();
  await traffic.done;
  progress.at = 'waiting for the worker';
  const begin = performance.now();
  await untilCaughtUp(site);
  progress.result = { ...progress.result, caughtUpAfter: performance.now() - begin };
  progress.at = 'letting all settle';
  await boundLadder(site, { least: 0, most: 2 });
  violations.push(...(await settle(site, traffic, before)));
  violations.push(...(await findDisagreement(cluster, await cluster.waitForPrimary())));
  return violations;
};

const CHECK_WITHIN_MS = 30_000;
/** What became of the promises of a round that did not come to its end. */
const checkAnyway = async (site: Site, promised: readonly Promised[]): Promise<readonly string[]> => {
  const check = site.ask((client) => checkPromises({ client, promised, keys: site.receiptKeys }));
  const said = await within(CHECK_WITHIN_MS, check).catch((error: Error) => error);
  if (said instanceof Error) return [`the promises could not be checked: ${said.message}`];
  if (said.kind === 'late') return ['the promises could not be checked: the database does not answer'];
  return [`of ${promised.length} promises ${said.value.length} are broken`, ...said.value.slice(0, 3)];
};

/** The state of the promises and of the cluster, for the report. */
const describe = async ({ cluster, site }: RoundOptions, promised: readonly Promised[] = []): Promise<string[]> => [
  ...(await checkAnyway(site, promised)),
  ...(await cluster.members()).map((member) => `member: ${JSON.stringify(member)}`),
  ...cluster.nodes.map((node) => node.said()),
];

/** One fault while people hand in; everything must recover by itself and every receipt hold. Ends in bounded time. */
export const runRound = async (options: RoundOptions): Promise<Round> => {
  const progress: Progress = {
    at: 'the beginning',
    result: { from: '?', to: '?', downtime: { longest: 0, backAfter: 0 }, wholeAfter: 0, caughtUpAfter: 0 },
  };
  const judge = async (): Promise<readonly string[]> => {
    try {
      const result = await within(ROUND_WITHIN_MS, runThrough(options, progress));
      if (result.kind === 'ended') return result.value;
      return [
        `hangs: not over after ${ROUND_WITHIN_MS / 1000} s, ${progress.at}`,
        ...(await describe(options, progress.traffic?.promised)),
      ];
    } catch (error) {
      return [
        `failed, ${progress.at}: ${(error as Error).message}`,
        ...(await describe(options, progress.traffic?.promised)),
      ];
    }
  };
  const violations = await judge();
  progress.traffic?.stop();
  return {
    ...progress.result,
    promised: progress.traffic?.promised ?? [],
    refusals: progress.traffic?.refusals() ?? {},
    violations,
  };
};
