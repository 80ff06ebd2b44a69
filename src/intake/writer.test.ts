import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { makeUuid } from '#lib/id.ts';
import { connectOwner, makeTestDatabase } from '#test/database.ts';
import { makeWriter, type Row, type WriterOptions } from './writer.ts';

const { url } = await makeTestDatabase();
const owner = await connectOwner(url);
/** In a transaction the list of connections stands still: who holds a lock must not be who looks. */
const holder = await connectOwner(url);

const makeRow = (key = makeUuid(Date.now())): Row => ({
  key,
  authority: 'musterland',
  service: 'anmeldung',
  digest: '0'.repeat(64),
  number: 'X',
  received_at: '2020-03-27T11:00:00.000Z',
  hash: key,
  secret_hash: 'y',
  content: 'z',
  remainder: null,
});

const open = (options: Partial<WriterOptions> = {}) => {
  const writer = makeWriter({ url, ...options });
  after(() => writer.close());
  return writer;
};

const countOf = async ({ key }: Row): Promise<unknown> =>
  (await owner.query('select count(*)::int as count from intake.submission where id = $1', [key])).rows[0]?.count;

const OURS = `application_name = 'knopfdruck-intake' and datname = current_database()`;
const cut = () => owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${OURS}`);
const waitUntilBlocked = async (): Promise<void> => {
  for (;;) {
    const { rowCount } = await owner.query(`select from pg_stat_activity where ${OURS} and wait_event_type = 'Lock'`);
    if (rowCount) return;
    await pause(5);
  }
};

/** Nothing is stored until the table is free again. */
const hold = async () => {
  await holder.query('begin; lock table intake.submission in access exclusive mode');
  return () => holder.query('commit');
};

test('a batch whose connection is cut is sent again by itself, and is there once', async () => {
  const writer = open();
  const row = makeRow();
  const free = await hold();
  const written = writer.write([row]);
  await waitUntilBlocked();
  await cut();
  await waitUntilBlocked();
  await free();
  const stored = (await written).get(row.key);
  assert.deepEqual([stored?.hash, stored?.isRepeated], [row.hash, false]);
  assert.equal(await countOf(row), 1);
  assert.equal((await writer.write([row])).get(row.key)?.isRepeated, true);
});

test('a server that has become read only is left, and found again once it takes writes', async () => {
  const writer = open();
  const database = owner.database ?? '';
  await owner.query(`alter database ${database} set default_transaction_read_only = on`);
  const row = makeRow();
  const written = writer.write([row]);
  await pause(300);
  // By then a connection has been refused to write; only a new one can succeed.
  await owner.query(`alter database ${database} set default_transaction_read_only = off`);
  assert.ok((await written).get(row.key));
  assert.equal(await countOf(row), 1);
});

test('a try without an answer is given up with its connection, the next one finds the row or writes it', async () => {
  const writer = open({ deadline: 200, patience: 10_000 });
  const row = makeRow();
  const free = await hold();
  const written = writer.write([row]);
  await waitUntilBlocked();
  await pause(500); // longer than the deadline: at least two tries wait by now, one of them for nobody
  const { rows } = await owner.query(`select count(*)::int as count from pg_stat_activity where ${OURS}`);
  await free();
  assert.ok((await written).get(row.key));
  assert.equal(await countOf(row), 1);
  assert.ok(rows[0]?.count >= 2, `${rows[0]?.count} connections: the first was not given up`);
});

test('a long outage is said at once, not after the same wait for each', async () => {
  const writer = makeWriter({ url: 'postgresql://nobody@127.0.0.1:1/none', patience: 3000 });
  const begin = performance.now();
  await assert.rejects(writer.write([makeRow()]), { code: 'ECONNREFUSED' });
  const first = performance.now() - begin;
  await assert.rejects(writer.write([makeRow()]), { code: 'ECONNREFUSED' });
  const second = performance.now() - begin - first;
  await writer.close();
  assert.ok(first > 1000, `refused after ${first} ms, without insisting`);
  assert.ok(second < first / 2, `refused after ${second} ms, though the database was known to be away`);
});

test('what is the fault of a row is said at once', async () => {
  const writer = open();
  await assert.rejects(writer.write([{ ...makeRow(), key: 'no-uuid' }]), { code: '22P02' });
  await assert.rejects(writer.write([{ ...makeRow(), received_at: 'never' }]), { code: '22007' });
});
