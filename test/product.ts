import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { environment } from '#config';
import { findProductPorts } from './port.ts';

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

const untilReady = (child: ChildProcess, output: () => string): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', () => output().includes('Ctrl-C') && resolve());
    child.on('exit', (code) => reject(new Error(`The product ended with ${code} before it was ready:\n${output()}`)));
  });

/** Starts the product and stops it after the file's tests. */
export const startProduct = async (): Promise<Product> => {
  const ports = await findProductPorts();
  const folder = mkdtempSync(join(tmpdir(), 'kd-product-'));
  chmodSync(folder, 0o755); // as root, the server runs as another user
  const env = { ...environment(), ...ports, DATABASE_URL: '', DATA_DIR: folder };
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
  const at = (port: string) => `http://localhost:${port}`;
  return { citizen: at(ports.PORT), office: at(ports.OFFICE_PORT), mail: at(ports.MAIL_PORT), folder, output, stop };
};
