import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { makeIdentityApp } from './app.ts';
import { loadKeys } from './keys.ts';
import { Person } from './people.ts';
import { type Client, makePolicy, makeProvider } from './provider.ts';

export type { Person } from './people.ts';
export type { Client } from './provider.ts';

export type IdentityOptions = {
  /** 0 picks a free port; then `issuer` must be left out. */
  readonly port: number;
  readonly host: string;
  /** Address under which browsers and programs reach the provider. Default: http://host:port */
  readonly issuer?: string;
  readonly clients: readonly Client[];
  readonly people: readonly Person[];
  /** Folder in which the signing key is kept; without it each start makes a new one. */
  readonly folder?: string;
  readonly mode: 'demo' | 'production';
};

export type Identity = { readonly issuer: string; stop(): Promise<void> };

const OWN_PAGES = /^\/(interaction|assets)\//;

/**
 * Starts the demonstration identity provider: real OpenID Connect (authorization code, PKCE), people chosen from a list
 * without password. @throws Error in production mode, and when the port is taken
 */
export const startIdentity = async (options: IdentityOptions): Promise<Identity> => {
  if (options.mode === 'production')
    throw new Error(
      'The embedded identity provider knows no passwords and is refused in production. Set OIDC_ISSUER to your own provider.',
    );
  const people = options.people.map((person) => Person.parse(person));
  const keys = await loadKeys(options.folder);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  const issuer = options.issuer ?? `http://${options.host}:${port}`;
  const provider = await makeProvider(issuer, options.clients, people, keys);
  const pages = getRequestListener(makeIdentityApp(provider, people, makePolicy(options.clients)).fetch);
  const protocol = provider.callback();
  server.on('request', (request, response) =>
    OWN_PAGES.test(request.url ?? '') ? pages(request, response) : protocol(request, response),
  );
  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
