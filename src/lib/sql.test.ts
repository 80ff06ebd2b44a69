import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { makeTestDatabase } from '#test/database.ts';
import { APP_ROLE } from './migrate.ts';
import { ANY_AUTHORITY, openDb, prepared, sql } from './sql.ts';

const { db, url } = await makeTestDatabase();

test('values are parameters, statements nest, a look-alike object is a value', () => {
  const where = sql`id = ${7} and name = ${"x'; drop"}`;
  assert.deepEqual(sql`select ${1} from t where ${where}`, {
    text: 'select $1 from t where id = $2 and name = $3',
    values: [1, 7, "x'; drop"],
  });
  const fake = { text: 'drop table t', values: [] };
  assert.deepEqual(sql`select ${fake}`, { text: 'select $1', values: [fake] });
});

test('a transaction acts under the least-privileged role, scoped to its authority, and rolls back on a throw', async () => {
  const seen = await db.tx('musterstadt', (tx) =>
    tx.get<{ role: string; scope: string }>(
      sql`select current_user as role, current_setting('knopfdruck.authority') as scope`,
    ),
  );
  assert.deepEqual(seen, { role: 'knopfdruck_app', scope: 'musterstadt' });
  await assert.rejects(
    db.tx('*', (tx) => tx.run(sql`create table public.mine (id int)`)),
    /permission denied/,
  );
  await assert.rejects(
    db.tx(ANY_AUTHORITY, (tx) => tx.get(sql`select 1 where false`)),
    /none found/,
  );
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => tx.find(sql`select 1 where false`)), undefined);
});

test('all authorities are in reach of a symbol alone: no text from outside opens them', async () => {
  const scope = async (of: string | typeof ANY_AUTHORITY) =>
    (await db.tx(of, (tx) => tx.get<{ scope: string }>(sql`select current_setting('knopfdruck.authority') as scope`)))
      .scope;
  assert.equal(await scope(ANY_AUTHORITY), '*');
  assert.equal(await scope('*'), '');
});

test('a connection that breaks between two statements fails its transaction, and nothing else', async () => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const work = db.tx(ANY_AUTHORITY, async (tx) => {
    const { pid } = await tx.get<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await owner.query('select pg_terminate_backend($1)', [pid]);
    while ((await owner.query('select from pg_stat_activity where pid = $1', [pid])).rowCount) await setImmediate();
    await setImmediate(); // the news arrives while no statement is under way
    await tx.run(sql`select 1`);
  });
  await assert.rejects(work, /terminat|connection error/);
  await owner.end();
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`select 1`)), 1);
});

const pidOf = async (one: typeof db): Promise<number> =>
  one.tx(ANY_AUTHORITY, async (tx) => (await tx.get<{ pid: number }>(sql`select pg_backend_pid() as pid`)).pid);

test('a connection to a server that has become read only is not used again', async () => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query('create table public.mine (id int); grant insert on public.mine to public');
  await owner.query(`alter database ${owner.database} set default_transaction_read_only = on`);
  const one = openDb({ url, max: 1 });
  const write = () => one.tx(ANY_AUTHORITY, (tx) => tx.run(sql`insert into public.mine values (1)`));
  await assert.rejects(write(), { name: 'DatabaseAway', message: /read-only/ });
  await owner.query(`alter database ${owner.database} set default_transaction_read_only = off`);
  assert.equal(await write(), 1); // the old connection would still be read only
  await one.close();
  await owner.end();
});

test('a connection that does not answer is given up at once, one whose statement was refused is kept', async () => {
  const one = openDb({ url, max: 1, timeout: 300 });
  const first = await pidOf(one);
  await assert.rejects(
    one.tx(ANY_AUTHORITY, (tx) => tx.run(sql`select 1 / 0`)),
    { code: '22012' },
  );
  assert.equal(await pidOf(one), first);
  const begin = performance.now();
  await assert.rejects(
    one.tx(ANY_AUTHORITY, (tx) => tx.run(sql`select pg_sleep(2)`)),
    /timeout/,
  );
  assert.ok(performance.now() - begin < 550, 'to roll back was waited for as well');
  assert.notEqual(await pidOf(one), first);
  await one.close();
});

test('a prepared statement is planned once, sees what its transaction may see, and outlives a change of its table', async () => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(`
    create table public.theirs (authority text, what text);
    insert into public.theirs values ('a', 'of a'), ('b', 'of b');
    alter table public.theirs enable row level security;
    create policy own on public.theirs using (authority = current_setting('knopfdruck.authority', true));
    grant select on public.theirs to ${APP_ROLE}`);
  const one = openDb({ url, role: APP_ROLE, max: 1 });
  const look = (authority: string) => one.tx(authority, (tx) => tx.all(prepared('all')`select * from public.theirs`));
  const ofA = [{ authority: 'a', what: 'of a' }];
  for (let i = 0; i < 8; i += 1) {
    assert.deepEqual(await look('a'), ofA);
    assert.deepEqual(await look('b'), [{ authority: 'b', what: 'of b' }]);
  }
  const count = () =>
    one.tx('a', (tx) =>
      tx.get<{ n: number }>(sql`select count(*) as n from pg_prepared_statements where name = 'all'`),
    );
  assert.deepEqual(await count(), { n: 1 });
  await owner.query('alter table public.theirs add column more int');
  await assert.rejects(look('a'), { name: 'DatabaseAway' });
  assert.deepEqual(await look('a'), [{ ...ofA[0], more: null }]);
  await assert.rejects(
    one.tx('a', (tx) => tx.all(prepared('all')`select 1`)),
    /must be unique/,
  );
  await one.close();
  await owner.end();
});
