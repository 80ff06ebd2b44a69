import { parseArgs } from 'node:util';
import { faultOf, isPlanned } from './faults.ts';
import { run } from './one-run.ts';
import type { Promised } from './promised.ts';
import { startWorld, type World } from './world.ts';

// npm run test:faults [-- --seed N --runs N]: seeds N, N+1, … each one fault; repeat one with --seed N --runs 1.

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const { values } = parseArgs({ options: { seed: { type: 'string' }, runs: { type: 'string' } } });
const first = Number(values.seed ?? 0);
const runs = Number(values.runs ?? 120);
/** So many runs share a world; a longer row would only make its books larger. */
const RUNS_A_WORLD = 20;

const totals = { runs: 0, promised: 0, retries: 0, deaths: 0, missed: 0, violated: 0 };

const countFiles = (promised: readonly Promised[]): number =>
  promised.reduce((sum, { papers = [] }) => sum + papers.length, 0);

const runOne = async (world: World, seed: number, before: Promised[]): Promise<boolean> => {
  const fault = faultOf(seed);
  const { promised, followed, retries, deaths, violations, seconds } = await run(world, {
    seed,
    faults: [fault],
    before,
  });
  before.push(...promised);
  const missed = isPlanned(seed) && deaths === 0;
  totals.runs += 1;
  totals.promised += promised.length;
  totals.retries += retries;
  totals.deaths += deaths;
  totals.missed += missed ? 1 : 0;
  totals.violated += violations.length > 0 ? 1 : 0;
  const mark = violations.length > 0 ? '✖' : missed ? '?' : '✔';
  say(
    `${mark} seed ${seed}: ${fault.name}; ${promised.length} receipts, ${followed.length} for what followed, ${countFiles([...promised, ...followed])} files, ${retries} retries, ${seconds.toFixed(1)} s${missed ? '; the step was not reached' : ''}`,
  );
  for (const violation of violations) say(`    ${violation}`);
  return violations.length === 0;
};

let current: World | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void (current?.end() ?? Promise.resolve()).then(() => process.exit(1)));

const runWorld = async (seeds: readonly number[]): Promise<void> => {
  const world = await startWorld();
  current = world;
  const before: Promised[] = [];
  try {
    for (const seed of seeds) {
      if (await runOne(world, seed, before)) continue;
      for (const one of [...world.citizens, world.worker, world.payer]) say(one.output());
      return; // its books are wrong for good: the seeds left go to a fresh world
    }
  } finally {
    await world.end();
  }
};

const last = first + runs;
for (let next = first; next < last; next = first + totals.runs)
  await runWorld(Array.from({ length: Math.min(RUNS_A_WORLD, last - next) }, (_, i) => next + i));
say(
  `\n${totals.runs} runs, ${totals.promised} receipts, ${totals.retries} retries, ${totals.deaths} deaths at labelled steps; ` +
    `${totals.missed} steps not reached, ${totals.violated} runs with violations.`,
);
say('- power cut and full disk: not part of this, they need root and an image of their own; npm run test:power-cut');
process.exitCode = totals.violated > 0 || totals.missed > 0 ? 1 : 0;
