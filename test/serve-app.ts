import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { serve } from '@hono/node-server';

/** Serves an application on loopback until the file's tests are over; its address. Call it at the top of the file. */
export const serveApp = async ({
  fetch,
}: {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}): Promise<string> => {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
