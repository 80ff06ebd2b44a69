import type { IncomingMessage } from 'node:http';
import type { Metrics } from '#lib/metrics.ts';
import { clientAddress, makeRateLimit, networkOf } from '#lib/rate-limit.ts';
import type { Limit } from '#web/citizen/index.ts';

/**
 * Budgets of a network (/24, /48) at one process. A Land's administration with 50,000 workplaces may sit behind one
 * address: 3,000 may begin at once there, and 30 more every second. A secret has 80 random bits, so attempts are limited
 * for the work they make, not for fear that somebody guesses one.
 */
const BUDGETS = {
  journey: { burst: 3000, perSecond: 30 },
  attempt: { burst: 200, perSecond: 2 },
} as const;

/** Makes the limit by networks. `trustProxy`: how many reverse proxies of ours stand in front. */
export const makeLimit = (trustProxy: number, metrics: Metrics): Limit => {
  const limits = { journey: makeRateLimit(BUDGETS.journey), attempt: makeRateLimit(BUDGETS.attempt) };
  const refused = metrics.counter(
    'knopfdruck_limited_total',
    'Requests refused because their network had used its budget.',
  );
  return (kind, request, env) => {
    const { incoming } = (env ?? {}) as { incoming?: IncomingMessage };
    const forwarded = request.headers.get('x-forwarded-for');
    const network = networkOf(clientAddress(incoming?.socket.remoteAddress, forwarded, trustProxy));
    const seconds = network === undefined ? 0 : limits[kind].take(network);
    if (seconds > 0) refused.add(1, { kind });
    return seconds;
  };
};
