import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { findAuthority } from '#authority';
import type { Attachment, FileRoom } from '#form';
import { makeFolderStore } from '#lib/blob-store.ts';
import { makeUuid } from '#lib/id.ts';
import { APP_ROLE } from '#lib/migrate.ts';
import { SealError } from '#lib/seal.ts';
import { ANY_AUTHORITY, openDb, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { oneAfterAnother } from '#test/one-after-another.ts';
import {
  type AttachmentDeps,
  deleteOrphans,
  dropUnnamed,
  keepAttachments,
  listAttachments,
  openAttachment,
  receiveAttachment,
} from './attachment.ts';
import { putArriving } from './store-attachment.ts';

const { db, url } = await makeTestDatabase();
const keys = await makeTestAuthorities(db);
const folder = mkdtempSync(join(tmpdir(), 'kd-attachments-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const blobs = makeFolderStore(folder);
let now = Temporal.Instant.from('2020-04-02T10:00:00Z');
const clock = () => now;
const authority = await db.tx(ANY_AUTHORITY, (tx) => findAuthority(tx, 'musterland'));
assert.ok(authority);
const deps = { db, blobs, clock, keys };

const PDF = '%PDF-1.7\nsecret words of an applicant\n%%EOF\n';
async function* say(parts: readonly (string | Buffer)[], end?: Error): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
  if (end) throw end;
}
const journeyOf = () => makeUuid(now.epochMilliseconds);
const ROOM = { files: 10, bytes: 1_000_000 };
const upload = (
  journey: string,
  parts: readonly (string | Buffer)[],
  more: { room?: FileRoom; deps?: AttachmentDeps; end?: Error } = {},
) =>
  receiveAttachment(more.deps ?? deps, {
    authority,
    service: 'test',
    journey,
    source: say(parts, more.end),
    types: ['pdf', 'png'],
    most: 100_000,
    room: more.room ?? ROOM,
  });
const list = (journey: string) => db.tx('musterland', (tx) => listAttachments(tx, 'musterland', journey));
const submit = (journey: string) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`
      insert into intake.submission (id, authority, service, digest, number, received_at, hash, secret_hash, content)
      values (${journey}, 'musterland', 'test', 'd', ${journey}, ${now.toString()}, 'h', 's', '')`),
  );
const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test('a file is stored encrypted to the authority and comes back as it was', async () => {
  const journey = journeyOf();
  const large = Buffer.alloc(90_000, 'x');
  const stored = await upload(journey, [PDF.slice(0, 3), PDF.slice(3), large]);
  assert.equal(stored.kind, 'stored');
  const [found, ...more] = await list(journey);
  assert.ok(found);
  assert.equal(more.length, 0);
  assert.deepEqual([found.type, found.size, found.state], ['application/pdf', PDF.length + 90_000, 'pending']);
  const written = Buffer.concat(files().map((entry) => readFileSync(join(entry.parentPath, entry.name))));
  assert.ok(written.length > 90_000 && !written.includes('secret words'));
  assert.equal((await buffer(openAttachment(deps, authority, found))).toString(), PDF + large);
  const elsewhere = { ...found, journey: journeyOf() };
  assert.throws(() => openAttachment(deps, authority, elsewhere), SealError);
});

const REFUSED = [
  { name: 'nothing', parts: [''], reason: 'empty' },
  { name: 'a program', parts: ['MZ\x90\x00 this is a program'], reason: 'type' },
  { name: 'a page that calls itself PDF', parts: ['<html>%PDF-1.7'], reason: 'type' },
  { name: 'too short to be anything', parts: ['%P'], reason: 'type' },
  {
    name: 'a type that this field does not take',
    parts: [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70])],
    reason: 'type',
  },
  { name: 'more than the most', parts: [PDF, Buffer.alloc(100_000)], reason: 'large' },
] as const;
for (const { name, parts, reason } of REFUSED)
  test(`refuses ${name}, and keeps nothing of it`, async () => {
    const before = files().length;
    const journey = journeyOf();
    assert.deepEqual(await upload(journey, parts), { kind: 'refused', reason });
    assert.deepEqual(await list(journey), []);
    assert.equal(files().length, before);
  });

test('a broken connection is no file', async () => {
  const journey = journeyOf();
  await assert.rejects(upload(journey, [PDF], { end: new Error('reset') }), /reset/);
  assert.deepEqual(await list(journey), []);
});

test('a journey has room for so many files, however many come at once and to whichever process', async () => {
  const journey = journeyOf();
  const other = openDb({ url, role: APP_ROLE });
  after(() => other.close());
  const room = { files: 5, bytes: 10_000_000 };
  const all = await Promise.all(
    Array.from({ length: 24 }, (_, i) => upload(journey, [PDF], { room, deps: i % 2 ? deps : { ...deps, db: other } })),
  );
  const stored = all.filter(({ kind }) => kind === 'stored');
  assert.equal(stored.length, 5);
  assert.ok(all.every((one) => one.kind === 'stored' || one.reason === 'much'));
  assert.equal((await list(journey)).length, 5);
  assert.equal((await upload(journeyOf(), [PDF], { room })).kind, 'stored', 'others have room of their own');
});

test('the last place is given once: another process that asks meanwhile waits for the first', async () => {
  const journey = journeyOf();
  const other = openDb({ url, role: APP_ROLE });
  after(() => other.close());
  const place = {
    authority: 'musterland',
    journey,
    service: 'test',
    wrappedKey: '',
    size: 1000,
    at: now,
    keepUntil: now,
  };
  const put = (room: FileRoom) =>
    oneAfterAnother(db, other, (tx) => putArriving(tx, { ...place, handle: makeUuid(0), room }));
  assert.deepEqual(await put({ files: 1, bytes: 10_000 }), [true, undefined, false]);
  assert.deepEqual(await put({ files: 10, bytes: 2500 }), [true, undefined, false], 'by bytes, too');
});

test('and for so many bytes: while a file comes, it has the room of the largest that may', async () => {
  const journey = journeyOf();
  const room = { files: 100, bytes: 250_000 };
  const content = [PDF, Buffer.alloc(20_000)];
  const all = await Promise.all(Array.from({ length: 8 }, () => upload(journey, content, { room })));
  const first = all.filter(({ kind }) => kind === 'stored').length;
  assert.ok(first >= 2 && first < 8, `${first}`);
  let more = 0;
  while ((await upload(journey, content, { room })).kind === 'stored') more += 1;
  const bytes = (await list(journey)).reduce((sum, { size }) => sum + size, 0);
  assert.ok(bytes <= 250_000 && bytes > 250_000 - 100_000 - 20_000, `${bytes} after ${first} and ${more}`);
});

test('what was refused or broke off takes no room', async () => {
  const journey = journeyOf();
  const room = { files: 1, bytes: 100_000 };
  for (const { parts } of REFUSED) assert.equal((await upload(journey, parts, { room })).kind, 'refused');
  await assert.rejects(upload(journey, [PDF], { room, end: new Error('reset') }), /reset/);
  assert.equal((await upload(journey, [PDF], { room })).kind, 'stored');
  assert.deepEqual(await upload(journey, [PDF], { room }), { kind: 'refused', reason: 'much' });
});

test('what may have been kept in part keeps its place until it is deleted', async () => {
  const journey = journeyOf();
  const room = { files: 1, bytes: 100_000 };
  const failing = {
    ...blobs,
    put: async (name: string, source: AsyncIterable<Uint8Array>) => {
      await blobs.put(name, source);
      throw new Error('the folder could not be synced');
    },
  };
  await assert.rejects(upload(journey, [PDF], { room, deps: { ...deps, blobs: failing } }), /synced/);
  assert.deepEqual(await upload(journey, [PDF], { room }), { kind: 'refused', reason: 'much' });
});

test('a disk that must keep some room takes no file, and nothing is kept of it', async () => {
  const journey = journeyOf();
  const before = files().length;
  const full = { ...deps, blobs: makeFolderStore(folder, { reserve: Number.MAX_SAFE_INTEGER }) };
  assert.deepEqual(await upload(journey, [PDF], { deps: full }), { kind: 'refused', reason: 'full' });
  assert.equal(files().length, before);
  const rows = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.all(sql`select from intake.attachment where journey = ${journey}`),
  );
  assert.deepEqual(rows, []);
});

test('what nobody submitted goes after a day, unless it was kept; what was submitted stays', async () => {
  while ((await deleteOrphans({ ...deps, clock: () => now.add({ hours: 24 * 365 }) })) > 0);
  assert.equal(files().length, 0);
  const [orphan, kept, submitted] = [journeyOf(), journeyOf(), journeyOf()];
  for (const journey of [orphan, kept, submitted]) await upload(journey, [PDF]);
  await submit(submitted);
  assert.equal((await keepAttachments(deps, 'musterland', kept, 24 * 30)).length, 1);
  now = now.add({ hours: 23 });
  assert.equal(await deleteOrphans(deps), 0);
  now = now.add({ hours: 2 });
  assert.equal(await deleteOrphans(deps), 1);
  assert.deepEqual([(await list(orphan)).length, (await list(kept)).length, (await list(submitted)).length], [0, 1, 1]);
  assert.deepEqual(await keepAttachments(deps, 'musterland', orphan), []);
  now = now.add({ hours: 24 * 31 });
  assert.equal(await deleteOrphans(deps), 1);
  assert.equal((await list(submitted)).length, 1);
  assert.equal(files().length, 1);
});

test('what a submission does not name goes a day after it came; what it names stays, and so does what others named', async () => {
  const [journey, other] = [journeyOf(), journeyOf()];
  const [, first] = [await upload(journey, [PDF]), await upload(journey, [PDF]), await upload(other, [PDF])];
  assert.ok(first.kind === 'stored');
  for (const one of [journey, other]) await submit(one);
  const before = files().length;
  const answers = { nachweis: [{ ...first, name: 'n.pdf' } satisfies Attachment] };
  const drop = () => db.tx(ANY_AUTHORITY, (tx) => dropUnnamed(tx, [{ authority: 'musterland', id: journey, answers }]));
  await drop();
  assert.deepEqual(
    (await list(journey)).map(({ handle }) => handle),
    [first.handle],
  );
  assert.equal((await list(other)).length, 1);
  assert.equal(await deleteOrphans(deps), 0, 'one may still be on its way in');
  now = now.add({ hours: 25 });
  assert.equal(await deleteOrphans(deps), 1);
  assert.equal(files().length, before - 1);
  now = now.add({ hours: 24 * 365 });
  await drop();
  assert.equal(await deleteOrphans(deps), 0);
  assert.equal((await list(journey)).length, 1);
});

test('a worker whose clock is a day ahead takes no file away from a journey that is being submitted', async () => {
  const journey = journeyOf();
  const today = { ...deps, clock: () => Temporal.Now.instant() };
  await upload(journey, [PDF]);
  assert.equal((await keepAttachments(today, 'musterland', journey)).length, 1);
  await deleteOrphans({ ...deps, clock: () => Temporal.Now.instant().add({ hours: 25 }) });
  assert.equal((await list(journey)).length, 1);
});

test('another authority sees none of them', async () => {
  const journey = journeyOf();
  await upload(journey, [PDF]);
  assert.deepEqual(await db.tx('bund', (tx) => listAttachments(tx, 'musterland', journey)), []);
});
