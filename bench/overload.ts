import { readdirSync, readFileSync } from 'node:fs';
import { nineRequests } from './journey.ts';
import { type Figures, round } from './report.ts';
import type { Effort } from './submit.ts';
import { runCrowd, runLoad, type World } from './world.ts';

/** Resident memory of the web processes in MB; 0 where there is no /proc. */
const memory = (): number => {
  try {
    const kilobytes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
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

/**
 * Ten times as many people as the machine can serve, for a minute. Who was let in must finish at nearly the full rate,
 * nothing acknowledged may be lost, nobody may be let in before who drew an earlier number, memory must not grow.
 */
export const benchOverload = async (world: World, { seconds }: Effort): Promise<Figures> => {
  const service = world.short.service.id;
  const minute = LONGER * seconds;
  const steps = nineRequests(service).slice(2);
  const stored = async (): Promise<number> => {
    const text = 'select count(*)::int as n from intake.submission where service = $1';
    return (await world.sql.query(text, [service])).rows[0].n;
  };
  const job = { port: world.port, connections: 100, seconds: 2 * seconds, work: { kind: 'journey', steps } } as const;
  await runLoad({ ...job, seconds: 3 });
  const peak = await runLoad(job);
  const before = await stored();
  const memoryBefore = memory();
  const work = { kind: 'crowd', steps, arrivals: TIMES * peak.perSecond } as const;
  const memories: number[] = [];
  const look = setInterval(() => memories.push(memory()), (minute * 1000) / MEMORIES);
  const crowd = await runCrowd({ ...job, seconds: minute, work });
  clearInterval(look);
  const lost = crowd.done - ((await stored()) - before);
  return {
    crowd: {
      peakPerSecond: round(peak.perSecond),
      arrivalsPerSecond: round(crowd.arrived / minute),
      notSentPerSecond: round(crowd.turnedAway / minute),
      goodputPerSecond: round(crowd.perSecond),
      ratio: round(crowd.perSecond / peak.perSecond),
      admittedP50Ms: round(crowd.p50Ms),
      admittedP99Ms: round(crowd.p99Ms),
      acknowledged: crowd.done,
      lost,
      overtaken: crowd.overtaken,
      connections: crowd.connections,
      generatorCores: Math.round(crowd.cpu * 100) / 100,
      memoryBeforeMb: round(memoryBefore),
      ...Object.fromEntries(
        memories
          .slice(0, MEMORIES - 1)
          .map((size, i) => [`memory${round(((i + 1) * minute) / MEMORIES)}sMb`, round(size)]),
      ),
    },
  };
};
