import { readdirSync, readFileSync } from 'node:fs';
import { nineRequests } from './journey.ts';
import { type Figures, round } from './report.ts';
import type { Effort } from './submit.ts';
import { runCrowd, runLoad, type World } from './world.ts';

/** Resident memory of the web processes in MB, without those that make the load; 0 where there is no /proc. */
const memory = (): number => {
  try {
    const kilobytes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith('\0citizen\0'))
      .map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8'))
      .filter((text) => text.includes(`\nPPid:\t${process.pid}\n`))
      .map((text) => Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0));
    return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
  } catch {
    return 0; // no /proc, or a process ended while we looked
  }
};

/** The crowd comes for so many times the seconds of other measurements: a minute by default. */
const LONGER = 12;
const TIMES = 10;
/** Into so many parts the time is cut to see whether memory grows. */
const MEMORIES = 4;

const storedOf = async (world: World): Promise<number> => {
  const text = 'select count(*)::int as n from intake.submission where service = $1';
  return (await world.sql.query(text, [world.short.service.id])).rows[0].n;
};

type Peak = { readonly perSecond: number; readonly cpu: number };

/** Where people come to and how, and so many times as many as the peak. */
type Gate = { readonly port: number; readonly way: 'proxy' | 'direct'; readonly times: number };

const meet = async (world: World, { port, way, times }: Gate, peak: Peak, seconds: number) => {
  const steps = nineRequests(world.short.service.id).slice(2);
  const before = await storedOf(world);
  const memoryBefore = memory();
  const memories: number[] = [];
  const look = setInterval(() => memories.push(memory()), (seconds * 1000) / MEMORIES);
  const work = { kind: 'crowd', way, steps, arrivals: times * peak.perSecond } as const;
  const crowd = await runCrowd({ port, connections: 0, seconds, work });
  clearInterval(look);
  const lost = crowd.done - ((await storedOf(world)) - before);
  return {
    peakPerSecond: round(peak.perSecond),
    arrivalsPerSecond: round(crowd.arrived / seconds),
    turnedAwayPerSecond: round(crowd.turnedAway / seconds),
    goodputPerSecond: round(crowd.perSecond),
    admittedP50Ms: round(crowd.p50Ms),
    admittedP99Ms: round(crowd.p99Ms),
    acknowledged: crowd.done,
    lost,
    overtaken: crowd.overtaken,
    connections: crowd.connections,
    generatorCores: Math.round(crowd.cpu * 100) / 100,
    peakGeneratorCores: Math.round(peak.cpu * 100) / 100,
    memoryBeforeMb: round(memoryBefore),
    ...Object.fromEntries(
      memories
        .slice(0, MEMORIES - 1)
        .map((size, i) => [`memory${round(((i + 1) * seconds) / MEMORIES)}sMb`, round(size)]),
    ),
  };
};

/** After it a line that has emptied is closed, and people need not wait any more. */
const CALM_MS = 10_000;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The crowd at one gate, with the peak before and after it. */
export const rush = async (world: World, gate: Gate, seconds: number): Promise<Record<string, number>> => {
  const steps = nineRequests(world.short.service.id).slice(2);
  const { port } = gate;
  const job = { port, connections: 100, seconds: 2 * seconds, work: { kind: 'journey', steps } } as const;
  // A peak of cold code would flatter the ratio; and a hundred at once would make cold code open a line.
  await runLoad({ ...job, connections: 10, seconds: 8 });
  await runLoad({ ...job, seconds: 4 });
  const before = await runLoad(job);
  const met = await meet(world, gate, before, LONGER * seconds);
  await world.sql.query('update intake.line set admitted = drawn');
  await sleep(CALM_MS);
  // The host of a small machine gives more one minute and less the next: the peak is that around the rush.
  const after = await runLoad(job);
  const ratio = round(met.goodputPerSecond / ((before.perSecond + after.perSecond) / 2));
  return { ...met, peakAfterPerSecond: round(after.perSecond), ratio };
};

/**
 * Ten times as many people as the machine can serve, for a minute: through a proxy as in operation, then each on their own.
 * Who was let in must finish at nearly the full rate, nothing acknowledged may be lost, nobody may be let in before who drew
 * an earlier number, memory must not grow.
 */
export const benchOverload = async (world: World, { seconds }: Effort): Promise<Figures> => {
  const figures: Record<string, Record<string, number>> = {};
  for (const way of ['proxy', 'direct'] as const) {
    await world.reopen({ TRUST_PROXY: way === 'proxy' ? '1' : '0' });
    figures[way] = await rush(world, { port: world.port, way, times: TIMES }, seconds);
  }
  await world.reopen({});
  return figures;
};
