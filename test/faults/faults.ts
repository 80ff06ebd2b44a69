import { type Phase, type Place, phasesOf, STEPS, SWEEP } from './plan.ts';
import { pause, type Random } from './random.ts';
import { letFilesAge } from './settle.ts';
import type { World } from './world.ts';

/** Something that goes wrong while people hand in. */
export type Fault = {
  readonly name: string;
  /** Laid out before anybody hands in. */
  readonly early?: boolean;
  /** Strikes when everybody has handed in and files have had their time. */
  readonly late?: boolean;
  /** Strikes when a process gets to a step, not at once. */
  readonly awaited?: boolean;
  readonly strike: (world: World, random: Random) => Promise<void>;
};

const backendOf = (application: string): Fault => ({
  name: `kill -9 of a backend of ${application}`,
  strike: async (world) => {
    const pid = await world.ask(async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = $1 limit 1`,
        [application],
      );
      return rows[0]?.pid;
    });
    if (pid) process.kill(pid, 'SIGKILL'); // the postmaster then ends all others and recovers
  },
});

/** Faults that come at a moment of the seed's choosing. */
const SUDDEN: readonly Fault[] = [
  { name: 'kill -9 of an applicants’ process', strike: async (world, random) => random.pick(world.citizens).kill() },
  {
    name: 'kill -9 of all applicants’ processes',
    strike: async (world) => {
      for (const one of world.citizens) one.kill();
    },
  },
  { name: 'kill -9 of the worker', strike: async (world) => world.worker.kill() },
  { name: 'kill -9 of those who pay', strike: async (world) => world.payer.kill() },
  {
    name: 'kill -9 of the postmaster',
    strike: async (world) => {
      world.server.kill();
      await world.server.start();
    },
  },
  backendOf('knopfdruck-intake'),
  backendOf('knopfdruck-worker'),
  backendOf('knopfdruck-queue'),
  {
    name: 'database down and back',
    strike: async (world, random) => {
      await world.server.stop();
      await pause(random.between(200, 1500));
      await world.server.start();
    },
  },
  {
    name: 'all connections terminated',
    strike: async (world) => {
      await world.ask((client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'knopfdruck%'`,
        ),
      );
    },
  },
  {
    name: 'clocks an hour apart',
    strike: async (world) => {
      const [first, second] = world.citizens;
      await Promise.all([first?.restart({ clock: -3600 }), second?.restart({ clock: 3600 })]);
    },
  },
  {
    name: 'the worker’s clock a day ahead, then back',
    strike: async (world, random) => {
      await world.worker.restart({ clock: 86_400 });
      await pause(random.between(800, 2000));
      await world.worker.restart({});
    },
  },
  {
    name: 'everything killed at once',
    strike: async (world) => {
      world.server.kill();
      for (const one of [...world.citizens, world.worker, world.payer]) one.kill();
      await world.server.start();
    },
  },
];

const partOf = (world: World, part: string, random: Random) => {
  if (part === 'citizen') return random.pick(world.citizens);
  return part === 'worker' ? world.worker : world.payer;
};

const plan = (part: string, step: string, phase: Phase): Fault => ({
  name: `kill -9 of the ${part} at «${step}», ${phase}`,
  early: part === 'citizen',
  awaited: true,
  strike: async (world, random) => {
    const isBatch = part !== 'worker' || /^(taken|case |mail released|supplement |file )/.test(step);
    await partOf(world, part, random).restart({ crash: { step, phase, hit: isBatch ? 1 : random.between(1, 5) } });
    if (part === 'citizen') await world.ready();
  },
});

const planAll = (part: string, steps: Readonly<Record<string, Place>>): readonly Fault[] =>
  Object.entries(steps).flatMap(([step, place]) => phasesOf(place).map((phase) => plan(part, step, phase)));

const planSweep = (step: string, phase: Phase): Fault => ({
  name: `kill -9 of the sweeping worker at «${step}», ${phase}`,
  late: true,
  awaited: true,
  strike: async (world) => {
    await world.worker.whileDown(() => world.ask(letFilesAge), { crash: { step, phase, hit: 1 } });
  },
});

/** A process dies at each labelled step: before it, within its transaction, after its commit. */
const PLANNED: readonly Fault[] = [
  ...Object.entries(STEPS).flatMap(([part, steps]) => planAll(part, steps)),
  ...Object.entries(SWEEP).flatMap(([step, place]) => phasesOf(place).map((phase) => planSweep(step, phase))),
];

/** Every fault; a seed picks one by its remainder. */
export const FAULTS: readonly Fault[] = [...PLANNED, ...SUDDEN];

export const faultOf = (seed: number): Fault => {
  const fault = FAULTS[seed % FAULTS.length];
  if (!fault) throw new Error(`Seed ${seed} names no fault; take a whole number from 0.`);
  return fault;
};

/** True for a seed whose fault is a death at a labelled step: such a run must report it. */
export const isPlanned = (seed: number): boolean => seed % FAULTS.length < PLANNED.length;
