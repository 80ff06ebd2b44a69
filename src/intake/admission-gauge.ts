import { hkdfSync } from 'node:crypto';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { type AdmissionOptions, makeAdmission } from './admission.ts';
import type { Measured } from './admission-control.ts';
import type { Admission } from './admission-types.ts';

/** ms between looks at the event loop. */
const RESOLUTION = 10;

/** Begins to measure this process. */
const makeGauge = (oldestWaiting: () => number): { measure(): Measured; close(): void } => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  let last = performance.eventLoopUtilization();
  return {
    measure: () => {
      // Nothing recorded in a second: the loop stood still all the time but for this moment.
      const mean = histogram.count > 0 ? histogram.mean / 1e6 - RESOLUTION : 1000;
      histogram.reset();
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return { oldestWaiting: oldestWaiting(), loopDelay: Math.max(0, mean), utilization };
    },
    close: () => {
      histogram.disable();
    },
  };
};

export type StartAdmission = Omit<AdmissionOptions, 'key' | 'measure' | 'every'> & {
  /** The key that secrets are made with; tickets are signed under one derived from it. */
  readonly secretKey: Uint8Array;
  /** ms the first submission not yet on its way to the database has waited. */
  readonly oldestWaiting: () => number;
};

/** Opens admission on what this process measures of itself. */
export const startAdmission = ({ secretKey, oldestWaiting, ...rest }: StartAdmission): Admission => {
  const gauge = makeGauge(oldestWaiting);
  const key = new Uint8Array(hkdfSync('sha256', secretKey, '', 'knopfdruck ticket v1', 32));
  const admission = makeAdmission({ ...rest, key, measure: gauge.measure });
  const close = async (): Promise<void> => {
    gauge.close();
    await admission.close();
  };
  return { ...admission, close };
};
