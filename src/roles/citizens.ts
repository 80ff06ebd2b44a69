import { availableParallelism } from 'node:os';
import type { Running } from './running.ts';
import { type SuperviseOptions, supervise } from './supervise.ts';

/** Whether the kernel lets processes share a port and spreads connections evenly among them (SO_REUSEPORT). */
export const CAN_SHARE = process.platform === 'linux';

/** More have not been measured, and PostgreSQL and the worker need cores too. */
const MOST = 8;

const COUNT = CAN_SHARE ? Math.min(MOST, availableParallelism()) : 1;

/** The applicants' web, in as many processes as pay on this machine, each supervised by itself. */
export const startCitizens = async (options: Omit<SuperviseOptions, 'role'>): Promise<Running> => {
  const all = await Promise.all(Array.from({ length: COUNT }, () => supervise({ role: 'citizen', ...options })));
  return { stop: async () => void (await Promise.all(all.map((one) => one.stop()))) };
};
