import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APP_ROLE } from '#lib/migrate.ts';
import { ANY_AUTHORITY, openDb } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { install, makeRegistry } from './registry.ts';

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
const at = { authority: 'musterland', state: 'live', parameters: { plaetze: 20 }, slots: {} } as const;
await db.tx(ANY_AUTHORITY, (tx) => install(tx, makeSmallService(), at, now));

test('while the database is away people are served by what was known before it went', async () => {
  const away = openDb({ url, role: APP_ROLE });
  const registry = makeRegistry(away, { lifetime: 0 });
  const before = await registry.find('musterland', 'anmeldung');
  const list = await registry.list();
  assert.ok(before);
  await away.close(); // from now on every question fails
  assert.equal(await registry.find('musterland', 'anmeldung'), before);
  assert.equal(await registry.list(), list);
  await assert.rejects(registry.find('musterstadt', 'anmeldung'), /pool/, 'of this nothing was known');
});

test('what is no longer installed is not served for having been known', async () => {
  const registry = makeRegistry(db, { lifetime: 0 });
  assert.ok(await registry.find('musterland', 'anmeldung'));
  await db.tx(ANY_AUTHORITY, (tx) => install(tx, makeSmallService(), { ...at, state: 'closed' }, now));
  assert.equal((await registry.find('musterland', 'anmeldung'))?.installation.state, 'closed');
});
