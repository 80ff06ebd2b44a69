import type { Control } from './admission-control.ts';
import type { Limits } from './installation.ts';

/**
 * What is left out so that the rest holds, each level with all below it. 1: papers may follow. 2: what the package says may
 * wait is asked later. 3: mails that only confirm go out later. 4: answers are kept on the device and sent later.
 */
export type Level = 0 | 1 | 2 | 3 | 4;

/** Where a process stands on the ladder; times in s. */
export type Ladder = {
  readonly level: Level;
  /** Seconds in a row in which more is called for, or less. */
  readonly above: number;
  readonly below: number;
};

export const GROUND: Ladder = { level: 0, above: 0, below: 0 };

/**
 * Pressure from which a level is called for; 1 belongs to the line in front of the form instead. Pages are turned away from
 * 4 on and submissions from 32: each level comes before what it is to avert.
 */
const FROM = { 2: 2.5, 3: 4, 4: 16 } as const;

/** Seconds until the next level up: a moment's jam must change nobody's form. */
const UP = 3;
/** Seconds of calm until the next level down: who reloads shall not see the form change from minute to minute. */
const DOWN = 60;

const isCalledFor = (level: Level, { pressure, saturated }: Pick<Control, 'pressure' | 'saturated'>): boolean => {
  if (level === 0) return true;
  return level === 1 ? saturated || pressure >= FROM[2] : pressure >= FROM[level];
};

/** Calm is half of what calls for a level. */
const isCalm = (level: Level, { pressure, saturated }: Pick<Control, 'pressure' | 'saturated'>): boolean =>
  level > 1 ? pressure < FROM[level as 2 | 3 | 4] / 2 : !saturated;

const next = (level: Level, by: 1 | -1): Level => Math.min(4, Math.max(0, level + by)) as Level;

/** Climbs or descends one level at most. Called once a second, after admission has looked; pure. */
export const climb = ({ level, above, below }: Ladder, seen: Pick<Control, 'pressure' | 'saturated'>): Ladder => {
  const wantsMore = level < 4 && isCalledFor(next(level, 1), seen);
  const wantsLess = level > 0 && isCalm(level, seen);
  if (wantsMore) return above + 1 < UP ? { level, above: above + 1, below: 0 } : { ...GROUND, level: next(level, 1) };
  if (wantsLess)
    return below + 1 < DOWN ? { level, above: 0, below: below + 1 } : { ...GROUND, level: next(level, -1) };
  return { level, above: 0, below: 0 };
};

/** The level that holds for an installation: as measured, within what its operator allows. */
export const levelOf = (limits: Limits | null | undefined, measured: Level): Level => {
  const { least = 0, most = 4 } = limits?.ladder ?? {};
  return Math.max(least, Math.min(most, measured)) as Level;
};

/** Whether the operator, not the load, keeps submissions on the devices: then none is tried. */
export const isHeldBack = (limits: Limits | null | undefined): boolean => limits?.ladder?.least === 4;
