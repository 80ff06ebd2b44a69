import type { Fault } from './faults.ts';
import type { Promised } from './promised.ts';
import { makeRandom, pause } from './random.ts';
import { holdLevel, settle, untilConfirmed } from './settle.ts';
import { startTraffic, type Traffic } from './traffic.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

export type Outcome = {
  readonly promised: readonly Promised[];
  /** For what was handed in later. */
  readonly followed: readonly Promised[];
  readonly retries: number;
  /** Deaths by plan, as the processes reported them. */
  readonly deaths: number;
  readonly violations: readonly string[];
  readonly seconds: number;
};

const countDeaths = ({ citizens, worker, payer }: World): number =>
  [...citizens, worker, payer].reduce((sum, one) => sum + one.crashes().length, 0);

const STEP_WITHIN_MS = 40_000;
/** Work goes on until the planned deaths have come; a step that nobody reaches is reported by its absence. */
const untilDeaths = async (world: World, count: number): Promise<void> => {
  const until = performance.now() + STEP_WITHIN_MS;
  while (countDeaths(world) < count && performance.now() < until) await pause(50);
};

export type RunOptions = {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** How many hand in. */
  readonly count?: number;
  /** What was promised in this world before; it is checked again. */
  readonly before?: readonly Promised[];
  /** After how many ms a run counts as hanging. The longest seen, on a machine with four times its work, took one minute. */
  readonly runWithin?: number;
};

const ASK_WITHIN_MS = 10_000;
/** What the database is at, for the report of a run that hangs. */
const describeDatabase = async (world: World): Promise<string[]> => {
  const asked = world.ask(async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      select concat_ws(' · ', application_name, state, wait_event_type || ' ' || wait_event, now() - query_start,
        left(regexp_replace(query, '\\s+', ' ', 'g'), 100)) as line
      from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
      order by application_name, query_start`);
    return rows.map(({ line }) => `connection: ${line}`);
  });
  const said = await within(ASK_WITHIN_MS, asked).catch((error: Error) => error);
  if (said instanceof Error) return [`the database refuses: ${said.message}`];
  return said.kind === 'late' ? ['the database does not answer'] : said.value;
};

/** How far a run has come: what it is at, and who hands in. */
type Progress = { at: string; traffic?: Traffic };

/** The level from which confirmations by mail wait. */
const CROWDED = 3;

const runThrough = async (world: World, options: RunOptions, progress: Progress): Promise<string[]> => {
  const { seed, faults, count = 24, before = [] } = options;
  const random = makeRandom(seed);
  const begun = countDeaths(world);
  const countAwaited = (some: readonly Fault[]): number => begun + some.filter(({ awaited }) => awaited).length;
  progress.at = 'waiting for the applicants’ processes';
  await world.ready();
  const strike = async (fault: Fault): Promise<void> => {
    progress.at = `striking: ${fault.name}`;
    await fault.strike(world, random);
  };
  for (const fault of faults) if (fault.early) await strike(fault);
  // All the while confirmations are put off; they go out when it is calm again.
  await world.ask((client) => holdLevel(client, CROWDED));
  const { addresses, latecomers, sealKeys } = world;
  const traffic = startTraffic({ addresses, random, count, latecomers, pages: { sealKeys } });
  progress.traffic = traffic;
  for (const fault of faults) {
    if (fault.early || fault.late) continue;
    await pause(random.between(0, 400));
    await strike(fault);
  }
  progress.at = 'waiting until everybody has a receipt';
  await traffic.done;
  progress.at = 'waiting until every confirmation was made';
  await untilConfirmed(world);
  await world.ask((client) => holdLevel(client, undefined));
  progress.at = 'waiting for the planned deaths';
  await untilDeaths(world, countAwaited(faults.filter(({ late }) => !late)));
  for (const fault of faults) if (fault.late) await strike(fault);
  progress.at = 'waiting for the sweeping worker’s death';
  await untilDeaths(world, countAwaited(faults));
  progress.at = 'letting all settle';
  return settle(world, traffic, before);
};

const RUN_WITHIN_MS = 4 * 60_000;

/**
 * One run: people hand in, the faults strike, all settles, and the books are checked. A run that hangs or fails ends
 * in a violation that says where, and what the database was at; its world is good for nothing more.
 */
export const run = async (world: World, options: RunOptions): Promise<Outcome> => {
  const { runWithin = RUN_WITHIN_MS } = options;
  const begin = performance.now();
  const deathsBefore = countDeaths(world);
  const progress: Progress = { at: 'the beginning' };
  const judge = async (): Promise<readonly string[]> => {
    try {
      const result = await within(runWithin, runThrough(world, options, progress));
      if (result.kind === 'ended') return result.value;
      const why = JSON.stringify(progress.traffic?.refusals() ?? {});
      const had = `${progress.traffic?.promised.length ?? 0} have a receipt, tries in vain by answer: ${why}`;
      return [
        `hangs: not over after ${runWithin / 1000} s, ${progress.at}; ${had}`,
        ...(await describeDatabase(world)),
      ];
    } catch (error) {
      return [`failed, ${progress.at}: ${(error as Error).message}`];
    }
  };
  const violations = await judge();
  progress.traffic?.stop();
  return {
    promised: progress.traffic?.promised ?? [],
    followed: progress.traffic?.followed ?? [],
    retries: progress.traffic?.retries() ?? 0,
    deaths: countDeaths(world) - deathsBefore,
    violations,
    seconds: (performance.now() - begin) / 1000,
  };
};
