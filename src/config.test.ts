import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { narrow, readConfig } from '#config';
import { withDemoKeys } from './demo-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'kd-config-'));
after(() => rmSync(folder, { recursive: true }));

const demo = await withDemoKeys({ DATA_DIR: folder, PORT: '9000' });

const codes = (env: Record<string, string | undefined>, role: 'main' | 'citizen' | 'dev' = 'main'): string[] => {
  const read = readConfig(env, role);
  return read.kind === 'config' ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
};

test('a demonstration needs no variable; its keys are made once and readable by us alone', async () => {
  const read = readConfig(demo, 'main');
  assert.ok(read.kind === 'config' && Object.isFrozen(read.config));
  assert.deepEqual([read.config.ports.citizen, read.config.ports.office], [9000, 8081]);
  assert.equal(read.config.baseUrl, 'http://localhost:9000');
  assert.equal(read.config.cell, 'c1');
  assert.equal(read.config.attachmentsReserve, 2 * 2 ** 30);
  assert.equal(read.config.secrets.MASTER_KEY.length, 32);
  assert.deepEqual(await withDemoKeys({ DATA_DIR: folder, PORT: '9000' }), demo);
  for (const file of readdirSync(join(folder, 'keys')))
    assert.equal(statSync(join(folder, 'keys', file)).mode & 0o777, 0o600, file);
});

test('each wrong variable is named, all at once, and no secret is repeated', () => {
  const bad = {
    ...demo,
    PORT: '80800',
    KNOPFDRUCK_MODE: 'prod',
    DATABASE_URL: 'mysql://root:hunter2@x',
    SEAL_KEYS: 'k1:c2hvcnQ',
    RECEIPT_KEY: 'hunter2',
    RECEIPT_PUBLIC_KEYS: 'hunter2,',
    TRUST_PROXY: 'yes',
    CELL: 'Zelle 1',
    ATTACHMENTS_RESERVE_MB: '2 GB',
    MASTER_KEY: '',
  };
  const read = readConfig(bad, 'main');
  assert.ok(read.kind === 'problems');
  assert.deepEqual(read.problems.map(({ path }) => path).sort(), [
    'ATTACHMENTS_RESERVE_MB',
    'CELL',
    'DATABASE_URL',
    'KNOPFDRUCK_MODE',
    'MASTER_KEY',
    'PORT',
    'RECEIPT_KEY',
    'RECEIPT_PUBLIC_KEYS',
    'SEAL_KEYS',
    'TRUST_PROXY',
  ]);
  assert.ok(read.problems.every(({ remedy, expected }) => remedy && expected));
  assert.doesNotMatch(JSON.stringify(read.problems), /hunter2|c2hvcnQ/);
});

test('two roles never share a port', () => {
  assert.deepEqual(codes({ ...demo, OFFICE_PORT: '9000' }), ['config.value OFFICE_PORT']);
});

test('production has no default secret and refuses the built-in sign-in', async () => {
  const production = await withDemoKeys({ KNOPFDRUCK_MODE: 'production', DATA_DIR: '' });
  const missing = codes(production);
  const wanted = ['BASE_URL', 'MASTER_KEY', 'OIDC_ISSUER', 'RECEIPT_KEY', 'SEAL_KEYS', 'SECRET_KEY', 'SMTP_URL'];
  for (const name of wanted) assert.ok(missing.includes(`config.missing ${name}`), name);
  assert.deepEqual(
    codes({ ...demo, KNOPFDRUCK_MODE: 'production', BASE_URL: 'https://a.de', OFFICE_URL: 'https://b.de' }, 'dev'),
    ['config.value OIDC_ISSUER', 'config.value KNOPFDRUCK_MODE'],
  );
});

test('the pages for applicants are never given the key that opens submissions', () => {
  const env = narrow({ ...demo, PATH: '/bin', DATABASE_URL: 'postgres://x/y' }, 'citizen');
  assert.deepEqual(
    ['PATH', 'SEAL_KEYS', 'MASTER_KEY', 'SESSION_KEYS', 'OIDC_CLIENT_SECRET', 'SMTP_URL'].map((name) => name in env),
    [true, true, false, false, false, false],
  );
  assert.deepEqual(codes(env, 'citizen'), []);
  assert.ok(codes(env, 'main').includes('config.missing MASTER_KEY'));
});

test('figures are given out in a demonstration, and in production where somebody wants them', () => {
  const outside = { KNOPFDRUCK_MODE: 'production', BASE_URL: 'https://a.de', OFFICE_URL: 'https://b.de' };
  const metrics = (more: Record<string, string>) => {
    const read = readConfig({ ...demo, OIDC_ISSUER: 'https://c.de', ...more }, 'main');
    return read.kind === 'config' ? read.config.metrics : read.problems;
  };
  assert.deepEqual(metrics({}), { host: '127.0.0.1', port: 8090 });
  assert.equal(metrics(outside), undefined);
  assert.deepEqual(metrics({ ...outside, METRICS_PORT: '9100' }), { host: '127.0.0.1', port: 9100 });
});
