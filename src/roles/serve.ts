import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Door } from '#lib/door.ts';
import { type RefusedConnection, refuseBadClients } from './bad-client.ts';
import type { Running } from './running.ts';

/** What answers requests, a Hono application for one. */
export type App = { fetch(request: Request, env: object): Response | Promise<Response> };

/** A request that was answered. */
export type Answered = { readonly method: string; readonly path: string; readonly status: number; readonly ms: number };

export type ServeOptions = {
  readonly app: App;
  /** Look at each request first, in this order; what none takes is for `app`. */
  readonly doors?: readonly Door[];
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Whether other processes listen there as well; the kernel then spreads the connections among them. */
  readonly isShared?: boolean;
  /** Whether this process can do its work now; asked by /health/ready. */
  readonly isReady: () => Promise<boolean>;
  /** Told of each answer; must not throw. */
  readonly onAnswer?: (answered: Answered) => void;
  /** Whether very many come: what is idle is then ended soon, for it holds memory. Asked twice a second. */
  readonly isCrowded?: () => boolean;
  /** Whether a proxy of ours stands in front: connections are few then, and it is the one to end those that are idle. */
  readonly isProxied?: boolean;
  /** Told of each connection that was turned away before it was a request. */
  readonly onRefuse?: (reason: RefusedConnection) => void;
  /** Overrides for tests. */
  readonly limits?: Partial<typeof LIMITS>;
};

export type Served = Running & { readonly port: number };

/** Connections that may wait for us to accept them: a crisis begins with everybody at once. */
const BACKLOG = 4096;

/** How long requests in hand may take when we stop. */
const PATIENCE_MS = 10_000;

/**
 * ms that an idle connection of a proxy is kept: longer than proxies do (nginx 60 s). Who ends it first may meet a request that is on
 * its way, and the proxy cannot send that again.
 */
const PROXIED_MS = 75_000;
/** ms that an idle connection is kept when very many come. */
const CROWDED_MS = 1_000;
/** ms between looks whether they do. */
const LOOK_MS = 500;

/** ms, bytes and counts. An upload of 10 MB takes 80 s at 1 Mbit/s; headers are there at once or never. */
const LIMITS = {
  requestTimeout: 300_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 10_000,
  /** Between looks for connections that are too slow. */
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
  maxHeaders: 100,
  maxConnections: 10_000,
};

const answer = (status: 200 | 503, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });

const pathOf = (url: string): string => /^https?:\/\/[^/]*([^?#]*)/.exec(url)?.[1] || '/';

/**
 * Serves an application over HTTP, with `/health/live` (the process runs) and `/health/ready` (it can work; false as
 * soon as it stops, so that a load balancer looks elsewhere). @throws Error when the port is taken
 */
export const serve = async (options: ServeOptions): Promise<Served> => {
  const { app, doors = [], host, port, isShared = false, isReady, isCrowded, isProxied, onAnswer } = options;
  const own = isProxied ? { keepAliveTimeout: PROXIED_MS } : {};
  const { maxHeaders, maxConnections, ...serverOptions } = { ...LIMITS, ...own, ...options.limits };
  let stopping = false;
  const health = async (path: string): Promise<Response> => {
    if (path.endsWith('/live')) return answer(200, 'live');
    const ready = !stopping && (await isReady().catch(() => false));
    return ready ? answer(200, 'ready') : answer(503, stopping ? 'stopping' : 'not ready');
  };
  const respond: App['fetch'] = (request, env) => {
    const path = pathOf(request.url);
    if (path === '/health/live' || path === '/health/ready') return health(path);
    return app.fetch(request, env);
  };
  const watched: App['fetch'] = async (request, env) => {
    const begin = performance.now();
    const response = await respond(request, env);
    const { method, url } = request;
    onAnswer?.({ method, path: pathOf(url), status: response.status, ms: performance.now() - begin });
    return response;
  };
  const fetch = onAnswer ? watched : respond;
  type Listener = (request: IncomingMessage, response: ServerResponse) => void;
  const arrived: (() => void)[] = [];
  /**
   * Handles what arrived in one turn of the event loop, one stage after another for all of it: done one request at a time between reading
   * connections, the code of each stage is fetched anew for each, which under load takes longer than to run it (0137).
   */
  const handleArrived = (): void => {
    for (const handle of arrived.splice(0)) handle();
  };
  const atTheDoors =
    (listener: Listener): Listener =>
    (request, response) => {
      const begin = performance.now();
      const { method = '' } = request;
      const answered = (path: string): void =>
        onAnswer?.({ method, path, status: response.statusCode, ms: performance.now() - begin });
      const handle = (): void => {
        if (!doors.some((door) => door(request, response, answered))) listener(request, response);
      };
      if (arrived.push(handle) === 1) setImmediate(handleArrived);
    };
  const server = createAdaptorServer({
    fetch,
    serverOptions,
    hostname: 'localhost', // for who asks by HTTP/1.0 without a host, as load balancers ask how we are
    createServer: (given: object, listener: Listener) => createServer(given, atTheDoors(listener)),
  } as Parameters<typeof createAdaptorServer>[0]) as Server;
  server.maxHeadersCount = maxHeaders;
  server.maxConnections = maxConnections;
  refuseBadClients(server, options.onRefuse);
  const { keepAliveTimeout } = serverOptions;
  const look = isCrowded
    ? setInterval(() => {
        server.keepAliveTimeout = isCrowded() ? CROWDED_MS : keepAliveTimeout;
      }, LOOK_MS).unref()
    : undefined;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, reusePort: isShared, backlog: BACKLOG }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        clearInterval(look);
        // A browser keeps its connection open after the answer; `close` alone would wait for it.
        const sweep = setInterval(() => server.closeIdleConnections(), 20);
        const late = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(late);
          resolve();
        });
      }),
  };
};
