import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { type Embedded, type EmbeddedOptions, probeGiven, startEmbedded } from './index.ts';

const base = mkdtempSync(join(tmpdir(), 'kd postgres '));
chmodSync(base, 0o755);
const running = new Set<Embedded>();
after(async () => {
  for (const server of running) await server.stop();
  rmSync(base, { recursive: true, force: true });
});

// A broken link in PATH, as an uninstalled PostgreSQL leaves it, must not matter.
symlinkSync('/nowhere/postgres', join(base, 'postgres'));
const path = `${base}:/usr/local/bin:/usr/bin:/bin`;
const start = async (folder: string, options: Partial<EmbeddedOptions> = {}): Promise<Embedded> => {
  const server = await startEmbedded({ folder: join(base, folder), path, ...options });
  if (server.kind === 'problems') throw new Error(server.problems.map((problem) => problem.message).join(' '));
  running.add(server);
  return server;
};

const ask = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query({ text, rowMode: 'array' });
  await client.end();
  return rows[0] ?? [];
};

for (const origin of ['system', 'npm'] as const)
  test(`a server from ${origin} binaries is durable, private, and keeps its data`, async (t) => {
    const first = await startEmbedded({ folder: join(base, origin, 'postgres'), path, origin });
    if (first.kind === 'problems') {
      assert.equal(first.problems[0]?.code, 'postgres.binaries');
      t.skip(`no ${origin} PostgreSQL for this machine`);
      return;
    }
    running.add(first);
    assert.equal(first.how, 'started');
    const settings = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'server_encoding'];
    const shown = settings.map((name) => `current_setting('${name}')`).join(', ');
    assert.deepEqual(await ask(first.url, `select ${shown}`), ['on', 'on', 'on', 'on', 'UTF8']);
    assert.deepEqual(await ask(first.url, "select current_setting('listen_addresses')"), ['']);
    await ask(first.url, "create table kept as select 'Müller' as name");
    await first.stop();
    const second = await start(join(origin, 'postgres'), { origin });
    assert.deepEqual(await ask(second.url, 'select name from kept'), ['Müller']);
    await second.stop();
    running.delete(first);
    running.delete(second);
  });

test('a server whose supervisor died is adopted; one whose supervisor lives is joined and left running', async () => {
  const first = await start('adopted');
  const [pid] = await ask(first.url, "select pg_read_file('postmaster.pid')");
  writeFileSync(join(base, 'adopted/owner'), '1');
  const joined = await start('adopted');
  assert.equal(joined.how, 'joined');
  await joined.stop();
  assert.deepEqual(await ask(first.url, 'select 1'), [1]);
  writeFileSync(join(base, 'adopted/owner'), '4194303'); // above the greatest process number of most systems
  const adopted = await start('adopted');
  assert.equal(adopted.how, 'adopted');
  assert.deepEqual(await ask(adopted.url, "select pg_read_file('postmaster.pid')"), [pid]);
  await adopted.stop();
  await assert.rejects(ask(adopted.url, 'select 1'), /ENOENT|ECONNREFUSED/);
});

test('a folder of another version, of something else, and one too long for a socket', async () => {
  mkdirSync(join(base, 'old/data'), { recursive: true });
  writeFileSync(join(base, 'old/data/PG_VERSION'), '9\n');
  const old = await startEmbedded({ folder: join(base, 'old'), path });
  assert.ok(old.kind === 'problems' && old.problems[0]?.message.includes('belongs to PostgreSQL 9'));
  mkdirSync(join(base, 'other/data/mine'), { recursive: true });
  const other = await startEmbedded({ folder: join(base, 'other'), path });
  assert.ok(other.kind === 'problems' && other.problems[0]?.code === 'postgres.init');
  const long = await start(join('x'.repeat(60), 'y'.repeat(60)));
  assert.deepEqual(await ask(long.url, 'select 1'), [1]);
  await long.stop();
});

test('started by root in a folder that only root may enter, the data goes where the server can reach it', async (t) => {
  if (process.getuid?.() !== 0) {
    t.skip('needs root');
    return;
  }
  mkdirSync(join(base, 'closed'), { mode: 0o700 });
  const server = await start('closed/postgres');
  const home = readlinkSync(join(base, 'closed/postgres'));
  assert.match(home, /^\/var\/lib\/knopfdruck\/postgres-/);
  await server.stop();
  const again = await start('closed/postgres');
  assert.equal(readlinkSync(join(base, 'closed/postgres')), home);
  await again.stop();
  rmSync(home, { recursive: true });
});

test('a data folder that is a file is named as the problem', async () => {
  writeFileSync(join(base, 'file'), '');
  const server = await startEmbedded({ folder: join(base, 'file/postgres'), path });
  assert.ok(server.kind === 'problems');
  assert.deepEqual(
    server.problems.map(({ code }) => code),
    ['postgres.folder'],
  );
});

test('what is wrong with a given address is said', async () => {
  const server = await start('given', { durable: false });
  const given = (change: Partial<URL>): string => Object.assign(new URL(server.url), change).href;
  const cases: readonly (readonly [url: string, code: string])[] = [
    [given({ pathname: '/missing' }), 'database.name'],
    [given({ username: 'somebody' }), 'database.role'],
    [given({ search: '?host=/nowhere' }), 'database.refused'],
    ['postgresql://u@127.0.0.1:1/x', 'database.refused'],
    ['postgresql://u@host.invalid/x', 'database.host'],
    [server.url, 'database.fsync'],
  ];
  for (const [url, code] of cases) {
    const { problems } = await probeGiven(url);
    assert.deepEqual(
      problems.map((problem) => problem.code),
      [code],
      url,
    );
  }
  assert.doesNotMatch(readFileSync(join(base, 'given/postgres.log'), 'utf8'), /PANIC/);
  await server.stop();
});
