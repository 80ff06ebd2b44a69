import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { makeUuid } from '#lib/id.ts';
import { APP_ROLE } from '#lib/migrate.ts';
import { ANY_AUTHORITY, DatabaseAway, openDb, sql } from '#lib/sql.ts';
import { makeWriter, type Row } from '#src/intake/writer.ts';
import { prepareDatabase } from '#src/migrations.ts';
import { claimFolder, PREFIX, sweepLeftovers } from './leftover.ts';
import { pause } from './random.ts';
import { type Server, startServer } from './server.ts';

// A server of its own that must wait for a standby, which is not there: the state after the loss of the last one.

let server: Server;
let owner: pg.Client;
sweepLeftovers();
const folder = mkdtempSync(join(tmpdir(), PREFIX));
claimFolder(folder);
chmodSync(folder, 0o755);
before(async () => {
  server = await startServer({ folder: join(folder, 'postgres') });
  await prepareDatabase(server.url);
  owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
});
after(async () => {
  await owner?.end();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const wantStandby = async (name: string): Promise<void> => {
  await owner.query(`alter system set synchronous_standby_names = '${name}'`);
  await owner.query('select pg_reload_conf()');
};

const waits = (name: string): string =>
  `from pg_stat_activity where application_name = '${name}' and wait_event = 'SyncRep'`;
const cancelWaits = async (name = 'knopfdruck-intake'): Promise<number> =>
  (await owner.query(`select pg_cancel_backend(pid) ${waits(name)}`)).rowCount ?? 0;
const waitForWait = async (name = 'knopfdruck-intake'): Promise<void> => {
  while (!(await owner.query(`select ${waits(name)}`)).rowCount) await pause(10);
};

const makeRow = (): Row => ({
  key: makeUuid(Date.now()),
  authority: 'musterland',
  service: 'anmeldung',
  digest: '0'.repeat(64),
  number: 'X',
  received_at: '2020-03-27T11:00:00.000Z',
  hash: 'h',
  secret_hash: 'y',
  content: 'z',
  remainder: null,
});

test('a commit whose wait for the standby was cancelled is no promise; the next try waits again', async () => {
  const writer = makeWriter({ url: server.url });
  const row = makeRow();
  await wantStandby('missing');
  let isPromised = false;
  const written = writer.write([row]).then((stored) => {
    isPromised = true;
    return stored;
  });
  for (let waits = 0; waits < 3; waits += 1) {
    await waitForWait();
    assert.ok((await cancelWaits()) > 0);
    await pause(50);
    // The server has committed and says so, with a warning; the row is there, on this server alone.
    const { rowCount } = await owner.query('select from intake.submission where id = $1', [row.key]);
    assert.deepEqual([rowCount, isPromised], [1, false]);
  }
  await waitForWait();
  await wantStandby(''); // as when the standby comes back: who waits is let go
  assert.equal((await written).get(row.key)?.hash, 'h');
  const { rowCount } = await owner.query('select from intake.submission where id = $1', [row.key]);
  assert.equal(rowCount, 1);
  await writer.close();
});

test('while the standby is missing nothing is promised, and it is said within the time', async () => {
  const writer = makeWriter({ url: server.url, deadline: 300, patience: 1000 });
  await wantStandby('missing');
  await assert.rejects(writer.write([makeRow()]), /timeout/);
  await wantStandby('');
  await writer.close();
});

test('no other transaction either is taken for done whose wait for the standby was cancelled', async () => {
  const db = openDb({ url: server.url, role: APP_ROLE, max: 1, name: 'knopfdruck-pages' });
  const put = (digest: string): Promise<number> =>
    db.tx(ANY_AUTHORITY, (tx) =>
      tx.run(sql`insert into intake.package (digest, service, version, archive) values (${digest}, 's', '1', '')`),
    );
  await wantStandby('missing');
  const work = assert.rejects(
    put('a'.repeat(64)),
    (error) => error instanceof DatabaseAway && /one server only/.test(error.message),
  );
  await waitForWait('knopfdruck-pages');
  assert.equal(await cancelWaits('knopfdruck-pages'), 1);
  await work;
  await wantStandby('');
  // Another connection takes over, and what was committed here alone is there for who looks again.
  assert.equal(await put('b'.repeat(64)), 1);
  const { rowCount } = await owner.query('select from intake.package');
  assert.equal(rowCount, 2);
  await db.close();
});
