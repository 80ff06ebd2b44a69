import type { Installation } from './installation.ts';

/** Whether one may begin; where not, why, and what there is to know. */
export type Availability =
  /** `until`: nobody can begin from then on. `left`: places, where they are counted. */
  | { readonly kind: 'open'; readonly until?: Temporal.Instant; readonly left?: number }
  | { readonly kind: 'notyet'; readonly from: Temporal.Instant }
  | { readonly kind: 'paused' | 'closed' }
  /** The time is over. Until `finish` those may send who had begun before. */
  | { readonly kind: 'ended'; readonly until: Temporal.Instant; readonly finish: Temporal.Instant }
  | { readonly kind: 'full'; readonly quota: number };

const instant = (text: string | undefined): Temporal.Instant | undefined =>
  text === undefined ? undefined : Temporal.Instant.from(text);
const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;

const availabilityInTime = ({ limits, taken }: Installation, now: Temporal.Instant): Availability => {
  if (!limits) return { kind: 'open' };
  const { quota, grace } = limits;
  const [from, until] = [instant(limits.from), instant(limits.until)];
  if (from && isBefore(now, from)) return { kind: 'notyet', from };
  if (until && !isBefore(now, until)) return { kind: 'ended', until, finish: until.add({ minutes: grace }) };
  if (quota !== undefined && (taken ?? 0) >= quota) return { kind: 'full', quota };
  return {
    kind: 'open',
    ...(until ? { until } : {}),
    ...(quota === undefined ? {} : { left: quota - (taken ?? 0) }),
  };
};

/** Whether one may begin now: first what a person decided, then opening time, then places. */
export const availabilityOf = (installation: Installation, now: Temporal.Instant): Availability => {
  const { state } = installation;
  if (state === 'paused') return { kind: 'paused' };
  return state === 'live' ? availabilityInTime(installation, now) : { kind: 'closed' };
};

/**
 * What keeps somebody from sending who began at `begun`; undefined when nothing does. Whoever is inside finishes: places
 * that ran out meanwhile do not matter, and after the end there is the grace. A pause keeps everything for later.
 */
export const whyNotSend = (
  installation: Installation,
  begun: Temporal.Instant,
  now: Temporal.Instant,
): Exclude<Availability, { kind: 'open' | 'full' }> | undefined => {
  const availability = availabilityOf(installation, now);
  switch (availability.kind) {
    case 'open':
    case 'full':
      return undefined;
    case 'ended':
      return isBefore(begun, availability.until) && isBefore(now, availability.finish) ? undefined : availability;
    case 'notyet':
    case 'paused':
    case 'closed':
      return availability;
    default:
      return availability satisfies never;
  }
};
