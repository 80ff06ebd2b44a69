import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { environment } from '#config';

/** The whole product, started as `npm start` starts it, on ports, a folder and a database server of its own. */
export type Product = {
  readonly citizen: string;
  readonly office: string;
  readonly mail: string;
  /** Where its database, keys and files lie. */
  readonly folder: string;
  /** What it printed so far. */
  readonly output: () => string;
  /** Ends it as Ctrl-C does; the exit code. */
  stop(): Promise<number | null>;
};

const findPorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<ReturnType<typeof createServer>>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(server));
      });
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
};

const untilReady = (child: ChildProcess, output: () => string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', () => output().includes('Ctrl-C') && resolve());
    child.on('exit', (code) => reject(new Error(`The product ended with ${code} before it was ready:\n${output()}`)));
  });

/** Starts the product and stops it after the file's tests. */
export const startProduct = async (): Promise<Product> => {
  const [citizen, office, identity, mail, smtp] = await findPorts(5);
  const folder = mkdtempSync(join(tmpdir(), 'kd-product-'));
  chmodSync(folder, 0o755); // as root, the server runs as another user
  const ports = { PORT: citizen, OFFICE_PORT: office, IDENTITY_PORT: identity, MAIL_PORT: mail, SMTP_PORT: smtp };
  const given = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  const env = { ...environment(), ...Object.fromEntries(given), DATABASE_URL: '', DATA_DIR: folder };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  const output = () => text;
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const stop = (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  after(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await untilReady(child, output);
  const at = (port: number | undefined) => `http://localhost:${port}`;
  return { citizen: at(citizen), office: at(office), mail: at(mail), folder, output, stop };
};
