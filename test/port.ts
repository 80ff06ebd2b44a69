import { createServer, type Server } from 'node:net';

const listen = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** Ports of this machine that nobody listens on at the moment, no two the same. */
const findPorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
};

/** A port of this machine that nobody listens on at the moment. */
export const findPort = async (): Promise<number> => (await findPorts(1))[0] ?? 0;

const NAMES = ['PORT', 'OFFICE_PORT', 'IDENTITY_PORT', 'MAIL_PORT', 'SMTP_PORT'] as const;

/** Ports for the whole product beside whatever else runs, another product included, by variable. */
export const findProductPorts = async (): Promise<Readonly<Record<(typeof NAMES)[number], string>>> => {
  const ports = await findPorts(NAMES.length);
  const entries = NAMES.map((name, i) => [name, String(ports[i])] as const);
  return Object.fromEntries(entries) as Record<(typeof NAMES)[number], string>;
};
