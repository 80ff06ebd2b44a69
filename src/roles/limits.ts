import type { IncomingMessage } from 'node:http';
import type { Metrics } from '#lib/metrics.ts';
import { clientAddress, makeRateLimit, networkOf, type RateLimit } from '#lib/rate-limit.ts';
import type { Limit, Limited } from '#web/citizen/index.ts';

/**
 * Budgets of a network (/24, /48) at one process. A Land's administration with 50,000 workplaces may sit behind one
 * address: 3,000 may begin at once there, and 30 more every second. A secret has 80 random bits, so attempts are limited
 * for the work they make, not for fear that somebody guesses one.
 * A file costs one and one more for each megabyte that comes with it: those 3,000 hand in a file of up to 2 MB each at once,
 * and then 10 MB more every second. That slows a script down; what it may fill in all is bounded by the disk's reserve.
 */
const BUDGETS = {
  journey: { burst: 3000, perSecond: 30 },
  attempt: { burst: 200, perSecond: 2 },
  upload: { burst: 6000, perSecond: 10 },
  save: { burst: 3000, perSecond: 10 },
} as const;

/** Makes the limit by networks. `trustProxy`: how many reverse proxies of ours stand in front. */
export const makeLimit = (trustProxy: number, metrics: Metrics): Limit => {
  const limits = {
    journey: makeRateLimit(BUDGETS.journey),
    attempt: makeRateLimit(BUDGETS.attempt),
    upload: makeRateLimit(BUDGETS.upload),
    save: makeRateLimit(BUDGETS.save),
  } satisfies Record<Limited, RateLimit>;
  const refused = metrics.counter(
    'knopfdruck_limited_total',
    'Requests refused because their network had used its budget.',
  );
  return (kind, request, env, amount) => {
    const { incoming } = (env ?? {}) as { incoming?: IncomingMessage };
    const forwarded = request.headers.get('x-forwarded-for');
    const network = networkOf(clientAddress(incoming?.socket.remoteAddress, forwarded, trustProxy));
    const seconds = network === undefined ? 0 : limits[kind].take(network, amount);
    if (seconds > 0) refused.add(1, { kind });
    return seconds;
  };
};
