import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { environment } from '#config';
import { seedDemo } from '#src/dev/demo/index.ts';
import { makeFixture } from './fixture.ts';
import { findProductPorts } from './port.ts';

const folder = mkdtempSync(join(tmpdir(), 'kd-start-'));
chmodSync(folder, 0o755); // as root, the server runs as another user; shut out, it would settle under /var/lib
after(() => rmSync(folder, { recursive: true }));

/** Its own: at those of `npm start` the product may well be running beside. */
const ports = await findProductPorts();

const start = (env: Readonly<Record<string, string>>): Promise<{ code: number | undefined; output: string }> =>
  new Promise((resolve) => {
    const script = join(import.meta.dirname, '../src/main.ts');
    const all = { ...environment(), DATABASE_URL: '', DATA_DIR: join(folder, 'data'), ...ports, ...env };
    execFile(process.execPath, [script], { env: all, timeout: 20_000 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, output: out + err });
    });
  });

const holder = createServer();
await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
after(() => holder.close());
const taken = String((holder.address() as { port: number }).port);
writeFileSync(join(folder, 'file'), '');

const BROKEN: readonly (readonly [env: Record<string, string>, named: string, said: RegExp])[] = [
  [{ PORT: 'abc' }, 'PORT', /a port, 1 to 65535/],
  [{ OFFICE_PORT: taken }, 'OFFICE_PORT', /is taken by another program[\s\S]*set another port/],
  [{ DATABASE_URL: 'hallo' }, 'DATABASE_URL', /expected: postgresql:\/\//],
  [{ DATABASE_URL: 'postgresql://x:y@127.0.0.1:1/z' }, 'DATABASE_URL', /Nothing listens at this address/],
  [{ DATA_DIR: join(folder, 'file') }, 'DATA_DIR', /cannot be used[\s\S]*set DATA_DIR to another folder/],
  [{ MASTER_KEY: 'abc' }, 'MASTER_KEY', /32 bytes in base64url/],
];

test('a start that cannot succeed says which variable is at fault and what to do, without a stack', async () => {
  for (const [env, named, said] of BROKEN) {
    const { code, output } = await start(env);
    assert.equal(code, 1, output);
    assert.match(output, said);
    assert.deepEqual(
      [...output.matchAll(/^([A-Z_]+): error/gm)].map(([, name]) => name),
      [named],
      output,
    );
    assert.match(output, /do: {7}\S/);
    assert.doesNotMatch(output, /\n\s+at /);
  }
});

test('a broken package among those shipped is named with file, line and remedy, and nothing is installed', async () => {
  const world = await makeFixture();
  const services = join(folder, 'services');
  const seed = (): Promise<void> => seedDemo({ ...world, folder: services });
  await assert.rejects(seed(), /package\.folder[\s\S]*do: {7}/);
  cpSync(join(import.meta.dirname, '../services'), services, { recursive: true });
  rmSync(join(services, 'soforthilfe/rules.dmn'));
  const before = (await world.registry.list()).length;
  await assert.rejects(seed(), /soforthilfe has problems:\nservice\.yaml:\d+:\d+: error file\.missing[\s\S]*do: {7}/);
  assert.equal((await world.registry.list()).length, before);
});
