import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Measured } from './admission-control.ts';

/** ms between looks at the event loop. */
const RESOLUTION = 10;

/** Begins to measure this process. @param oldestWaiting ms the first submission not yet on its way has waited */
export const makeGauge = (oldestWaiting: () => number): { measure(): Measured; close(): void } => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  return {
    measure: () => {
      // Nothing recorded in a second: the loop stood still all the time but for this moment.
      const mean = histogram.count > 0 ? histogram.mean / 1e6 - RESOLUTION : 1000;
      histogram.reset();
      return { oldestWaiting: oldestWaiting(), loopDelay: Math.max(0, mean) };
    },
    close: () => histogram.disable(),
  };
};
