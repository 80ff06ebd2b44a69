import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfig } from '#config';
import { withDemoKeys } from '#src/demo-keys.ts';
import { checkPorts } from './ports.ts';
import { repeat } from './repeat.ts';
import { serve } from './serve.ts';
import { supervise } from './supervise.ts';

const folder = mkdtempSync(join(tmpdir(), 'kd-roles-'));
after(() => rmSync(folder, { recursive: true }));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('health is answered beside the application, and a stop lets requests in hand finish', async () => {
  let isReady = false;
  const app = {
    fetch: async () => {
      await pause(200);
      return new Response('page');
    },
  };
  const served = await serve({ app, host: '127.0.0.1', port: 0, isReady: async () => isReady });
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${served.port}${path}`);
  assert.equal((await get('/health/live')).status, 200);
  assert.equal((await get('/health/ready')).status, 503);
  isReady = true;
  assert.equal((await get('/health/ready')).status, 200);
  assert.equal(await (await get('/a/health/live')).text(), 'page');
  const inHand = get('/slow');
  await pause(50);
  await served.stop();
  assert.equal(await (await inHand).text(), 'page');
  await assert.rejects(get('/health/live'));
});

test('a proxy is left to end idle connections: it is told so for longer than it keeps them', async () => {
  const idleOf = async (isProxied: boolean): Promise<string | null> => {
    const app = { fetch: () => new Response('page') };
    const served = await serve({ app, host: '127.0.0.1', port: 0, isReady: async () => true, isProxied });
    const { headers } = await fetch(`http://127.0.0.1:${served.port}/`);
    await served.stop();
    return headers.get('keep-alive');
  };
  assert.deepEqual([await idleOf(false), await idleOf(true)], ['timeout=10', 'timeout=75']);
});

test('each taken port is named with its variable', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const port = (holder.address() as { port: number }).port;
  const read = readConfig(await withDemoKeys({ DATA_DIR: folder, OFFICE_PORT: String(port), PORT: '1' }), 'main');
  assert.ok(read.kind === 'config');
  const found = await checkPorts(read.config);
  assert.ok(found.some(({ path, message }) => path === 'OFFICE_PORT' && message.includes(`${port}`)));
  holder.close();
});

const program = join(folder, 'child.mjs');
const lines = (): string[] => readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n');
writeFileSync(
  program,
  `import { appendFileSync } from 'node:fs';
  const seen = (text) => appendFileSync(${JSON.stringify(join(folder, 'seen'))}, text + '\\n');
  if (process.env.BROKEN) process.exit(3);
  seen([process.argv[2], process.env.MASTER_KEY ?? 'no key', process.pid].join(' '));
  process.on('SIGTERM', () => { seen('stopped'); process.exit(0); });
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ databaseUrl }) => { seen(databaseUrl); process.send({ kind: 'ready' }); });`,
);

test('a killed process is started again, with the secrets of its role only, and stops when told', async () => {
  const said: string[] = [];
  const env = { MASTER_KEY: 'k', PATH: '/bin' };
  const database = Promise.resolve('postgres://x/y');
  const running = await supervise({ role: 'citizen', script: program, env, database, log: (text) => said.push(text) });
  const [role, , , pid] = lines()[0]?.split(' ') ?? [];
  assert.equal(role, 'citizen');
  assert.match(lines()[0] ?? '', /no key/);
  process.kill(Number(pid), 'SIGKILL');
  while (!said.some((text) => text.includes('runs again'))) await pause(20);
  assert.match(said[0] ?? '', /citizen ended unexpectedly \(SIGKILL\)/);
  await running.stop();
  assert.deepEqual([lines().length, lines()[1], lines()[4]], [5, 'postgres://x/y', 'stopped']);
});

test('a process that never becomes ready is a failure to start', async () => {
  const env = { BROKEN: '1' };
  const failed = supervise({ role: 'worker', script: program, env, database: new Promise(() => {}), log: () => {} });
  await assert.rejects(failed, /worker process ended before it was ready/);
});

test('work is repeated at once while there is some, and the turn in hand ends before the stop', async () => {
  const left = [2, 1, 0];
  const errors: string[] = [];
  let inTurn = false;
  const work = async (): Promise<number> => {
    inTurn = true;
    await pause(30);
    inTurn = false;
    const next = left.shift();
    if (next === undefined) throw new Error('none left');
    return next;
  };
  const running = repeat(work, { onError: ({ message }) => errors.push(message), pause: 1 });
  while (errors.length === 0) await pause(5);
  assert.deepEqual([left, errors], [[], ['none left']]);
  await running.stop();
  const again = repeat(work, { onError: () => {} });
  await again.stop();
  assert.equal(inTurn, false);
});

test('when the database does not come, its failure is told and no process stays', async () => {
  const failed = supervise({
    role: 'worker',
    script: program,
    env: {},
    database: pause(100).then(() => Promise.reject(new Error('no database'))),
    log: () => {},
  });
  await assert.rejects(failed, /no database/);
});
