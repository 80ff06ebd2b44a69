import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Running } from './running.ts';

/** What answers requests, a Hono application for one. */
export type App = { fetch(request: Request, env: object): Response | Promise<Response> };

export type ServeOptions = {
  readonly app: App;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Whether other processes listen there as well; the kernel then spreads the connections among them. */
  readonly isShared?: boolean;
  /** Whether this process can do its work now; asked by /health/ready. */
  readonly isReady: () => Promise<boolean>;
};

export type Served = Running & { readonly port: number };

/** Connections that may wait for us to accept them: a crisis begins with everybody at once. */
const BACKLOG = 4096;

/** How long requests in hand may take when we stop. */
const PATIENCE_MS = 10_000;

const answer = (status: 200 | 503, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });

/**
 * Serves an application over HTTP, with `/health/live` (the process runs) and `/health/ready` (it can work; false as
 * soon as it stops, so that a load balancer looks elsewhere). @throws Error when the port is taken
 */
export const serve = async ({ app, host, port, isShared = false, isReady }: ServeOptions): Promise<Served> => {
  let stopping = false;
  const health = async (path: string): Promise<Response> => {
    if (path.endsWith('/live')) return answer(200, 'live');
    const ready = !stopping && (await isReady().catch(() => false));
    return ready ? answer(200, 'ready') : answer(503, stopping ? 'stopping' : 'not ready');
  };
  const fetch: App['fetch'] = (request, env) => {
    const [, path] = /^https?:\/\/[^/]*(\/health\/(?:live|ready))$/.exec(request.url) ?? [];
    return path ? health(path) : app.fetch(request, env);
  };
  const serverOptions = {
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16_384,
  };
  const server = createAdaptorServer({ fetch, serverOptions });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, reusePort: isShared, backlog: BACKLOG }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        if (!('closeIdleConnections' in server)) return server.close(() => resolve());
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
