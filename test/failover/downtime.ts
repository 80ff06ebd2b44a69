/** How the traffic fared around a fault; all in ms. */
export type Downtime = {
  /** The longest time in which nobody was given a receipt. */
  readonly longest: number;
  /** From the fault to the first receipt that came after the longest silence. */
  readonly backAfter: number;
};

/**
 * Measures silence from the times at which receipts arrived, from the fault on; the last receipt before it counts, since
 * an outage begins there.
 * @param times of receipts, in ms, in any order
 * @param from the fault, @param to the end of the watch, on the same clock
 */
export const measureDowntime = (times: readonly number[], from: number, to: number): Downtime => {
  const inside = times.filter((time) => time > from && time <= to).sort((a, b) => a - b);
  const before = times.reduce((last, time) => (time <= from && time > last ? time : last), Number.NEGATIVE_INFINITY);
  let last = Number.isFinite(before) ? before : from;
  let found: Downtime = { longest: 0, backAfter: 0 };
  for (const time of [...inside, to]) {
    if (time - last > found.longest) found = { longest: time - last, backAfter: time - from };
    last = time;
  }
  return found;
};
