import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { environment } from '#config';
import { install, readReceiptKeys, verifyReceipt } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, type Sql, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { findPort } from '#test/port.ts';
import { makeSmallService } from '#test/small-service.ts';

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
await db.tx(ANY_AUTHORITY, (tx) =>
  install(
    tx,
    makeSmallService(),
    { authority: 'musterland', state: 'live', parameters: {}, slots: {} },
    Temporal.Now.instant(),
  ),
);
const folder = mkdtempSync(join(tmpdir(), 'kd-citizen-'));

const [port, figures] = [await findPort(), await findPort()];
const key = (): string => randomBytes(32).toString('base64url');
const [signing, earlier] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];

const child: ChildProcess = spawn(process.execPath, ['src/main.ts', 'citizen'], {
  env: {
    ...environment(),
    DATABASE_URL: url,
    DATA_DIR: folder,
    PORT: String(port),
    METRICS_PORT: String(figures),
    TRUST_PROXY: '1',
    SEAL_KEYS: `k1:${key()}`,
    SECRET_KEY: key(),
    RECEIPT_KEY: signing.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
    RECEIPT_PUBLIC_KEYS: earlier.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const ended = once(child, 'exit');
after(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const base = `http://127.0.0.1:${port}`;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isReady = (): Promise<boolean> =>
  fetch(`${base}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );
for (let i = 0; i < 200 && !(await isReady()); i++) await pause(50);

const submit = (id: string): Promise<Response> =>
  fetch(`${base}/api/v1/musterland/anmeldung/submissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify({ answers: { name: 'Erika', personen: 2 } }),
  });
const readFigures = async (): Promise<string> => (await fetch(`http://127.0.0.1:${figures}/metrics`)).text();

test('what happens is counted, without a word about whom', async () => {
  const id = makeUuid(Date.now());
  assert.deepEqual([(await submit(id)).status, (await submit(id)).status], [201, 201]);
  const told = await readFigures();
  for (const line of [
    'knopfdruck_submissions_accepted_total 1',
    'knopfdruck_submissions_repeated_total 1',
    'knopfdruck_commit_batch_rows_count 2',
    'knopfdruck_http_requests_total{method="POST",route="/api/v1/:authority/:service/submissions",status="2xx"} 2',
    'knopfdruck_intake_waiting 0',
  ])
    assert.ok(told.includes(`${line}\n`), `${line} in\n${told}`);
  assert.match(told, /^knopfdruck_attachments_free_bytes [1-9]\d*$/m);
  assert.doesNotMatch(told, /Erika|[0-9a-f]{8}-[0-9a-f]{4}/);
  assert.equal((await fetch(`${base}/metrics`)).status, 404, 'the public does not see them');
});

test('the keys published hold what signs and what signed before', async () => {
  const keys = readReceiptKeys(await (await fetch(`${base}/.well-known/receipt-keys.json`)).text()) ?? [];
  assert.equal(keys.length, 2);
  assert.equal(keys[1]?.x, earlier.publicKey.export({ format: 'jwk' }).x);
});

const tryCode = (from: string | undefined, path = '/status'): Promise<Response> =>
  fetch(base + path, {
    method: path === '/status' ? 'POST' : 'GET',
    headers: {
      ...(from ? { 'x-forwarded-for': from } : {}),
      ...(path === '/status'
        ? { 'content-type': 'application/x-www-form-urlencoded' }
        : { authorization: 'Bearer ABCD-EFGH-JKMN-PQRS' }),
    },
    ...(path === '/status' ? { body: 'authority=musterland&number=x&secret=y' } : {}),
  });

test('who tries numbers and codes without end has to wait; nobody else does', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 215; i++) statuses.push((await tryCode(`6.6.6.6, 203.0.113.${i % 250}`)).status);
  assert.ok(statuses.slice(0, 200).every((status) => status === 422));
  const refused = await tryCode('203.0.113.9');
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.match(await refused.text(), /Bitte warten Sie einen Moment/);
  const program = await tryCode('203.0.113.9', '/api/v1/musterland/anmeldung/submissions/7F3K9-QX2M4-V8N4Z');
  assert.deepEqual([program.status, program.headers.get('content-type')], [429, 'application/problem+json']);
  assert.equal((await tryCode('198.51.100.9')).status, 422, 'another network');
  assert.equal((await tryCode(undefined)).status, 422, 'our own house');
  const begun = await fetch(`${base}/musterland/anmeldung`, {
    method: 'POST',
    headers: { 'x-forwarded-for': '203.0.113.9' },
  });
  assert.equal(begun.status, 200, 'beginning has a budget of its own');
  assert.match(await readFigures(), /knopfdruck_limited_total\{kind="attempt"\} \d+\n/);
});

test('while people stand in line, a program is told to come later', async () => {
  const change = (statement: Sql) => db.tx(ANY_AUTHORITY, (tx) => tx.run(statement));
  const until = async (line: RegExp): Promise<void> => {
    for (let i = 0; i < 100 && !line.test(await readFigures()); i++) await pause(50);
  };
  // All of them ask, so the line moves by no more than its places.
  await change(sql`
    insert into intake.line_pollers (authority, service, node, pollers, until)
    values ('musterland', 'anmeldung', ${randomUUID()}, 1e6, now() + interval '1 hour')`);
  await change(sql`
    insert into intake.line as line (authority, service, drawn) values ('musterland', 'anmeldung', 1e6)
    on conflict (authority, service) do update set drawn = line.drawn + 1e6`);
  await until(/knopfdruck_line_waiting\{[^}]*\} [1-9]/);
  const refused = await submit(makeUuid(Date.now()));
  assert.equal(refused.status, 503);
  assert.equal(((await refused.json()) as { type: string }).type, '/api/problems/waiting-line');
  await change(sql`update intake.line set admitted = drawn`);
  await until(/knopfdruck_line_waiting\{[^}]*\} 0/);
});

test('told to stop with a submission in its hands, it confirms it first', async () => {
  const blocker = new pg.Client({ connectionString: url });
  await blocker.connect();
  await blocker.query('begin; lock table intake.submission in access exclusive mode');
  const id = makeUuid(Date.now());
  const answering = submit(id);
  const isWaiting = async (): Promise<boolean> =>
    (
      await blocker.query(
        "select from pg_stat_activity where application_name = 'knopfdruck-intake' and wait_event_type = 'Lock'",
      )
    ).rowCount === 1;
  for (let i = 0; i < 100 && !(await isWaiting()); i++) await pause(20);
  child.kill('SIGTERM');
  for (let i = 0; i < 100 && (await isReady()); i++) await pause(20);
  assert.equal(await isReady(), false);
  await blocker.query('commit');
  await blocker.end();
  const answer = await answering;
  assert.equal(answer.status, 201);
  const { receipt } = (await answer.json()) as { receipt: string };
  const { x } = signing.publicKey.export({ format: 'jwk' });
  assert.ok(
    verifyReceipt(
      receipt,
      readReceiptKeys(
        JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid: kidOf(receipt), alg: 'EdDSA', use: 'sig' }] }),
      ) ?? [],
    ),
  );
  assert.deepEqual(await ended, [0, null]);
  const { count } = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ count: number }>(sql`select count(*) from intake.submission where id = ${id}`),
  );
  assert.equal(count, 1);
  const load = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ accepted: number }>(sql`select sum(accepted) as accepted from intake.load where authority = 'musterland'`),
  );
  assert.equal(load.accepted, 2, 'and reports what it did last');
});

const kidOf = (receipt: string): string =>
  JSON.parse(Buffer.from(receipt.split('.')[0] ?? '', 'base64url').toString()).kid;
