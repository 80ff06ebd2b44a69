import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { install, makeRegistry } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { runInstallation } from './cli-installation.ts';

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const compiled = makeSmallService();
await db.tx(ANY_AUTHORITY, (tx) =>
  install(tx, compiled, { authority: 'musterland', state: 'live', parameters: {}, slots: {} }, now),
);
const registry = makeRegistry(db, { lifetime: 0 });

const kd = async (...args: string[]) => {
  const said: string[] = [];
  const code = await runInstallation(args, { DATABASE_URL: url }, (text) => said.push(text));
  return { code, said: said.join('\n') };
};
const found = async () => (await registry.find('musterland', 'anmeldung'))?.installation;

test('what is set is shown, and what is not set again stays', async () => {
  const set = await kd('set', 'musterland/anmeldung', '--until', '2020-04-30T18:00', '--grace', '30', '--quota', '500');
  assert.equal(set.code, 0);
  assert.match(set.said, /live, until 2020-04-30T18:00:00\+02:00 and 30 min, 0 of 500 places/);
  await kd('set', 'musterland/anmeldung', '--state', 'paused', '--from', '2020-03-27T12:00');
  const limits = { from: '2020-03-27T12:00:00+01:00', until: '2020-04-30T18:00:00+02:00', grace: 30, quota: 500 };
  const installation = await found();
  assert.equal(installation?.state, 'paused');
  assert.deepEqual(installation.limits, limits);
  assert.match((await kd('list')).said, /musterland\/anmeldung {2}paused, from 2020-03-27/);
  await kd('set', 'musterland/anmeldung', '--quota', 'none', '--from', 'none', '--until', 'none', '--state', 'live');
  assert.deepEqual((await found())?.limits, { grace: 30 });
});

test('the ladder is forced, bounded and left to the load again', async () => {
  assert.match((await kd('set', 'musterland/anmeldung', '--ladder', '2')).said, /ladder 2-2/);
  assert.deepEqual((await found())?.limits?.ladder, { least: 2, most: 2 });
  await kd('set', 'musterland/anmeldung', '--ladder', '0-1');
  assert.deepEqual((await found())?.limits?.ladder, { least: 0, most: 1 });
  await kd('set', 'musterland/anmeldung', '--ladder', 'none');
  assert.equal((await found())?.limits?.ladder, undefined);
  for (const wrong of ['5', '3-1', 'viel']) assert.equal((await kd('set', 'a/b', '--ladder', wrong)).code, undefined);
});

test('whether programs pass a line is set, shown and set back', async () => {
  assert.match((await kd('set', 'musterland/anmeldung', '--programs', 'take')).said, /programs take/);
  assert.equal((await found())?.limits?.programs, 'take');
  await kd('set', 'musterland/anmeldung', '--programs', 'later');
  assert.equal((await found())?.limits?.programs, 'later');
  assert.equal((await kd('set', 'musterland/anmeldung', '--programs', 'vielleicht')).code, undefined);
});

test('a new version of the package keeps what was set', async () => {
  await kd('set', 'musterland/anmeldung', '--quota', '7');
  await db.tx(ANY_AUTHORITY, (tx) =>
    install(tx, compiled, { authority: 'musterland', state: 'live', parameters: {}, slots: {} }, now),
  );
  assert.equal((await found())?.limits?.quota, 7);
});

test('what is drawn by is set before the first submission, and stands from then on', async () => {
  const draw = (seed: string) => [
    'set',
    'musterland/anmeldung',
    '--draw',
    seed.repeat(64),
    '--beacon',
    'Lotto 6 aus 49',
  ];
  assert.equal((await kd(...draw('a'))).code, 0);
  assert.equal((await kd(...draw('b'))).code, 0);
  const announced = (await found())?.limits?.draw?.announced;
  assert.ok(announced && Math.abs(Date.parse(announced) - Date.now()) < 60_000);
  await db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`
      insert into intake.submission (id, authority, service, digest, number, received_at, hash, secret_hash, content)
      values (${randomUUID()}, 'musterland', 'anmeldung', ${compiled.digest}, 'X', ${now.toString()}, 'h', 'y', 'z')`),
  );
  const refused = await kd(...draw('c'));
  assert.equal(refused.code, 1);
  assert.match(refused.said, /Die Ziehung bleibt/);
  assert.equal((await kd('set', 'musterland/anmeldung', '--draw', 'none')).code, 1);
  assert.equal((await kd(...draw('b'), '--grace', '5')).code, 0);
  const { draw: stands } = (await found())?.limits ?? {};
  assert.deepEqual([stands?.commitment, stands?.announced], ['b'.repeat(64), announced]);
});

test('a wrong call changes nothing', async () => {
  const wrong = [
    ['set'],
    ['set', 'musterland/anmeldung', '--quota', 'viele'],
    ['set', 'a/b', '--from', 'morgen'],
    ['los'],
  ];
  for (const args of [...wrong, ['set', 'musterland/anmeldung', '--state', 'draft']])
    assert.equal((await kd(...args)).code, undefined, args.join(' '));
  assert.equal((await kd('set', 'musterland/nichts', '--state', 'closed')).code, 1);
});
