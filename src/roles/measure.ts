import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Hono } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { METRICS_TYPE, type Metrics, makeMetrics } from '#lib/metrics.ts';
import { describe, type Log } from './log.ts';
import type { Running } from './running.ts';
import type { Answered } from './serve.ts';
import { VERSION } from './version.ts';

/** Seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Routed = Pick<Hono, 'routes'>;

/**
 * Names the pattern that answers an address: `/:authority/:service`. Patterns are few and say nothing of anybody;
 * addresses are many.
 */
export const makeRouteNamer = (apps: readonly Routed[]): ((method: string, path: string) => string) => {
  const router = new TrieRouter<string>();
  for (const { method, path } of apps.flatMap(({ routes }) => routes))
    if (method !== 'ALL') router.add(method, path, path);
  return (method, path) => {
    const [found] = router.match(method === 'HEAD' ? 'GET' : method, path);
    return found.at(-1)?.[0] ?? 'none';
  };
};

/** Busy addresses are few; those that carry a number come once each and must not fill the memory. */
const MOST_ADDRESSES = 500;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts answers by pattern and class of status, and how long they took. For `serve`. */
export const measureAnswers = (metrics: Metrics, apps: readonly Routed[]): ((answered: Answered) => void) => {
  const nameRoute = makeRouteNamer(apps);
  const counters = new Map<string, () => void>();
  const requests = metrics.counter(
    'knopfdruck_http_requests_total',
    'Requests answered, by route and class of status.',
  );
  const seconds = metrics.histogram('knopfdruck_http_request_seconds', 'Time to the answer.', BOUNDS);
  const find = (method: string, path: string, status: number): (() => void) => {
    const key = `${status} ${method} ${path}`;
    const known = counters.get(key);
    if (known) return known;
    const count = requests.with({ method, route: nameRoute(method, path), status: `${Math.floor(status / 100)}xx` });
    if (counters.size >= MOST_ADDRESSES) counters.clear();
    counters.set(key, count);
    return count;
  };
  return ({ method, path, status, ms }) => {
    find(METHODS.has(method) ? method : 'other', path, status)();
    seconds.observe(ms / 1000);
  };
};

/** Opens a process's register with what every process can say of itself. */
export const measureProcess = (role: string): Metrics => {
  const metrics = makeMetrics();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  metrics.gauge('knopfdruck_info', 'What runs here.', () => [{ labels: { role, version: VERSION }, value: 1 }]);
  metrics.gauge('knopfdruck_event_loop_delay_seconds', 'By how much the event loop runs late.', () =>
    [0.5, 0.99].map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: Math.max(0, delay.percentile(quantile * 100) / 1e9 - 0.02),
    })),
  );
  metrics.gauge('knopfdruck_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  metrics.gauge('knopfdruck_uptime_seconds', 'Since the process began.', () => Math.round(process.uptime()));
  return metrics;
};

/** Ports of a role's figures: ten for each, so that its processes on a machine may take one each. */
export const metricsPlace = (
  metrics: { readonly host: string; readonly port: number } | undefined,
  role: 'citizen' | 'office' | 'worker',
): { readonly host: string; readonly port: number } | undefined =>
  metrics && { host: metrics.host, port: metrics.port + { citizen: 0, office: 10, worker: 20 }[role] };

/** How many ports a role has beyond its first. */
export const SPARE = 9;

/**
 * Gives the figures out at `/metrics`, on an address of their own that the public does not reach. A port that cannot be
 * had is told and nothing else: figures are no reason not to take applications.
 * @param spare how many ports above may be taken instead: processes of one role on a machine take one each
 */
export const serveMetrics = async (
  metrics: Metrics,
  place: { readonly host: string; readonly port: number } | undefined,
  log: Log,
  spare = 0,
): Promise<Running & { readonly port?: number }> => {
  if (!place) return { stop: async () => {} };
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (request, response) => {
    const isFound = request.url === '/metrics';
    response.writeHead(isFound ? 200 : 404, { 'content-type': METRICS_TYPE });
    response.end(isFound ? metrics.render() : 'The figures are at /metrics.\n');
  });
  const tryPort = (port: number): Promise<Error | undefined> =>
    new Promise((resolve) => {
      server.removeAllListeners('error').once('error', resolve);
      server.removeAllListeners('listening').listen(port, place.host, () => resolve(undefined));
    });
  let fault = await tryPort(place.port);
  for (let next = 1; fault && next <= spare; next++) fault = await tryPort(place.port + next);
  if (fault) {
    log(`figures are not given out: ${describe(fault)}`);
    return { stop: async () => {} };
  }
  server.unref();
  return {
    port: (server.address() as { port: number }).port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
