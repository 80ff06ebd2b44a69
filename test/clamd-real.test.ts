import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { environment } from '#config';
import { makeClamdScanner, type Scanned } from '#lib/clamd.ts';
import { EICAR } from './clamd.ts';
import { findPort } from './port.ts';

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
};
const places = [...(environment()['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
const program = places.map((place) => join(place, 'clamd')).find(isProgram);

/** The daemon itself, with one signature of our own: what it ships is fetched from elsewhere, and large. */
const startClamd = async (file: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'knopfdruck-clamd-'));
  const port = await findPort();
  writeFileSync(join(folder, 'own.ndb'), `Eicar-Test:0:*:${Buffer.from(EICAR).toString('hex')}\n`);
  const settings = ['Foreground yes', `DatabaseDirectory ${folder}`, 'TCPAddr 127.0.0.1', `TCPSocket ${port}`];
  writeFileSync(join(folder, 'clamd.conf'), [...settings, 'StreamMaxLength 1M', ''].join('\n'));
  const daemon = spawn(file, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  after(async () => {
    daemon.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  });
  return `tcp://127.0.0.1:${port}`;
};

async function* stream(...parts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

const waitFor = async (scan: () => Promise<Scanned>): Promise<Scanned> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await scan();
    } catch (error) {
      if (tries > 100) throw error;
      await pause(100); // it reads its signatures first
    }
  }
};

test('the real clamd says clean, names what it finds, and is not believed when it gives up', {
  skip: program ? false : 'clamd is not installed here',
}, async () => {
  const scan = makeClamdScanner(await startClamd(program ?? ''));
  assert.deepEqual(await waitFor(() => scan(stream('nothing in it'))), { kind: 'clean' });
  const infected = await scan(stream(EICAR));
  assert.equal(infected.kind, 'infected');
  assert.match(infected.kind === 'infected' ? infected.name : '', /^Eicar-Test/);
  assert.deepEqual(await scan(stream('begin', Buffer.alloc(900_000, 7), 'end')), { kind: 'clean' });
  await assert.rejects(scan(stream(Buffer.alloc(900_000), Buffer.alloc(900_000))), /size limit|EPIPE|RESET/);
});
