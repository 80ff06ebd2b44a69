import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { findAuthority } from '#authority';
import { makeFolderStore } from '#lib/blob-store.ts';
import { makeClamdScanner } from '#lib/clamd.ts';
import { makeUuid } from '#lib/id.ts';
import { SealError } from '#lib/seal.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { EICAR, startTestClamd } from '#test/clamd.ts';
import { makeTestDatabase } from '#test/database.ts';
import {
  deleteOrphans,
  keepAttachments,
  listAttachments,
  openAttachment,
  receiveAttachment,
  scanAttachments,
} from './attachment.ts';

const { db } = await makeTestDatabase();
const keys = await makeTestAuthorities(db);
const folder = mkdtempSync(join(tmpdir(), 'kd-attachments-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const blobs = makeFolderStore(folder);
const clamd = await startTestClamd();
after(() => clamd.stop());
let now = Temporal.Instant.from('2026-11-02T10:00:00Z');
const clock = () => now;
const authority = await db.tx(ANY_AUTHORITY, (tx) => findAuthority(tx, 'musterland'));
assert.ok(authority);
const deps = { db, blobs, clock, keys };
const scanner = makeClamdScanner(clamd.address);

const PDF = '%PDF-1.7\nsecret words of an applicant\n%%EOF\n';
async function* say(...parts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}
const journeyOf = () => makeUuid(now.epochMilliseconds);
const upload = (journey: string, ...parts: readonly (string | Buffer)[]) =>
  receiveAttachment(deps, {
    authority,
    service: 'test',
    journey,
    source: say(...parts),
    types: ['pdf', 'png'],
    most: 100_000,
  });
const list = (journey: string) => db.tx('musterland', (tx) => listAttachments(tx, 'musterland', journey));
const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test('a file is stored encrypted to the authority and comes back as it was', async () => {
  const journey = journeyOf();
  const large = Buffer.alloc(90_000, 'x');
  const stored = await upload(journey, PDF.slice(0, 3), PDF.slice(3), large);
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
    assert.deepEqual(await upload(journey, ...parts), { kind: 'refused', reason });
    assert.deepEqual(await list(journey), []);
    assert.equal(files().length, before);
  });

test('a broken connection is no file', async () => {
  const journey = journeyOf();
  const broken = async function* () {
    yield Buffer.from(PDF);
    throw new Error('reset');
  };
  const source = broken();
  const more = { authority, service: 'test', journey, types: ['pdf'], most: 1000 } as const;
  await assert.rejects(receiveAttachment(deps, { ...more, source }), /reset/);
  assert.deepEqual(await list(journey), []);
});

test('quarantine ends with the word of the scanner', async () => {
  const clean = journeyOf();
  const bad = journeyOf();
  await upload(clean, PDF);
  await upload(bad, PDF, EICAR);
  while ((await scanAttachments({ ...deps, scanner })) > 0);
  assert.deepEqual(
    (await list(clean)).map(({ state, finding }) => [state, finding]),
    [['clean', null]],
  );
  assert.deepEqual(
    (await list(bad)).map(({ state, finding }) => [state, finding]),
    [['infected', 'Eicar-Test-Signature']],
  );
  assert.ok(
    clamd.scanned.some((content) => content.toString() === PDF),
    'it saw the plain file',
  );
});

test('a scanner that is away leaves the file in quarantine; later it is scanned', async () => {
  const journey = journeyOf();
  await upload(journey, PDF);
  const away = () => Promise.reject(new Error('away'));
  await assert.rejects(scanAttachments({ ...deps, scanner: away }), /away/);
  assert.equal((await list(journey))[0]?.state, 'pending');
  assert.equal(await scanAttachments({ ...deps, scanner }), 0, 'leased for a while');
  now = now.add({ minutes: 6 });
  assert.equal(await scanAttachments({ ...deps, scanner }), 1);
  assert.equal((await list(journey))[0]?.state, 'clean');
});

test('without a scanner the state says so', async () => {
  const journey = journeyOf();
  await upload(journey, PDF);
  await scanAttachments({ ...deps, scanner: undefined });
  assert.equal((await list(journey))[0]?.state, 'unscanned');
});

test('what nobody submitted goes after a day, unless it was kept; what was submitted stays', async () => {
  while ((await deleteOrphans({ ...deps, clock: () => now.add({ hours: 24 * 365 }) })) > 0);
  assert.equal(files().length, 0);
  const [orphan, kept, submitted] = [journeyOf(), journeyOf(), journeyOf()];
  for (const journey of [orphan, kept, submitted]) await upload(journey, PDF);
  await db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`
      insert into intake.submission (id, authority, service, digest, number, received_at, hash, secret_hash, content)
      values (${submitted}, 'musterland', 'test', 'd', 'n', ${now.toString()}, 'h', 's', '')`),
  );
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

test('another authority sees none of them', async () => {
  const journey = journeyOf();
  await upload(journey, PDF);
  assert.deepEqual(await db.tx('bund', (tx) => listAttachments(tx, 'musterland', journey)), []);
});
