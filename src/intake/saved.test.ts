import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeUuid } from '#lib/id.ts';
import { APP_ROLE } from '#lib/migrate.ts';
import { ANY_AUTHORITY, openDb } from '#lib/sql.ts';
import { makeTestDatabase } from '#test/database.ts';
import { oneAfterAnother } from '#test/one-after-another.ts';
import { deleteSavedBefore, findSaved, putSaved, type SavedRow } from './store-saved.ts';

const { db, url } = await makeTestDatabase();
const other = openDb({ url, role: APP_ROLE });
after(() => other.close());
const now = Temporal.Instant.from('2026-11-02T10:00:00Z');
let ids = 0;
const rowOf = (journey: string, more: Partial<SavedRow> = {}): SavedRow => {
  ids += 1;
  const id = String(ids).padStart(64, '0');
  return {
    authority: 'musterland',
    service: 'test',
    journey,
    id,
    content: 'sealed',
    until: now.add({ hours: 1 }),
    ...more,
  };
};
const put = (row: SavedRow, most: number) => db.tx(ANY_AUTHORITY, (tx) => putSaved(tx, row, most));

test('a journey is kept under so many codes; under those it has, again and again', async () => {
  const journey = makeUuid(now.epochMilliseconds);
  const first = rowOf(journey);
  assert.deepEqual(
    [await put(first, 2), await put(rowOf(journey), 2), await put(rowOf(journey), 2)],
    [true, true, false],
  );
  assert.equal(await put({ ...first, content: 'sealed anew' }, 2), true);
  assert.equal(await db.tx('musterland', (tx) => findSaved(tx, 'musterland', first.id, now)), 'sealed anew');
  assert.equal(await put(rowOf(makeUuid(now.epochMilliseconds)), 2), true, 'others have codes of their own');
  await db.tx(ANY_AUTHORITY, (tx) => deleteSavedBefore(tx, now.add({ hours: 2 })));
  assert.equal(await put(rowOf(journey), 2), true, 'what has had its time makes room');
});

test('the last code is given once: another process that asks meanwhile waits for the first', async () => {
  const journey = makeUuid(now.epochMilliseconds);
  const said = await oneAfterAnother(db, other, (tx) => putSaved(tx, rowOf(journey), 1));
  assert.deepEqual(said, [true, undefined, false]);
});
