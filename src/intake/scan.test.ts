import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { findAuthority } from '#authority';
import { makeClamdScanner, type Scanner, ScannerAway } from '#lib/clamd.ts';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { passPauses } from '#test/aside.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestBlobs } from '#test/blobs.ts';
import { EICAR, FATAL, startTestClamd } from '#test/clamd.ts';
import { makeTestDatabase } from '#test/database.ts';
import { listAttachments, receiveAttachment } from './attachment.ts';
import { readBacklog } from './load-store.ts';
import { scanAttachments } from './scan.ts';
import { type Failure, listTroubled, MOST_TRIES, putBack } from './store-aside.ts';
import { leasePending } from './store-scan.ts';

const { db } = await makeTestDatabase();
const keys = await makeTestAuthorities(db);
const blobs = makeTestBlobs();
const clamd = await startTestClamd();
after(() => clamd.stop());
let now = Temporal.Instant.from('2026-11-02T10:00:00Z');
const clock = () => now;
const authority = await db.tx(ANY_AUTHORITY, (tx) => findAuthority(tx, 'musterland'));
assert.ok(authority);
const failures: Failure[] = [];
const deps = { db, blobs, clock, keys, troubled: (failure: Failure) => void failures.push(failure) };
const scanner = makeClamdScanner(clamd.address);

const PDF = '%PDF-1.7\nsecret words of an applicant\n%%EOF\n';
const upload = async (...parts: readonly string[]): Promise<{ journey: string; handle: string }> => {
  const journey = makeUuid(now.epochMilliseconds);
  const source = (async function* () {
    for (const part of [PDF, ...parts]) yield Buffer.from(part);
  })();
  const room = { files: 1, bytes: 100_000 };
  const place = { authority, service: 'test', journey, room };
  const stored = await receiveAttachment(deps, { ...place, source, types: ['pdf'], most: 100_000 });
  assert.ok(stored.kind === 'stored');
  return { journey, handle: stored.handle };
};
const find = async ({ journey }: { journey: string }) =>
  (await db.tx('musterland', (tx) => listAttachments(tx, 'musterland', journey)))[0];
const stateOf = async (one: { journey: string }) => (await find(one))?.state;
const troubled = () => db.tx(ANY_AUTHORITY, listTroubled);
const countTries = () =>
  db.tx(ANY_AUTHORITY, (tx) => tx.get<{ tries: number }>(sql`select sum(tries)::int as tries from intake.attachment`));
const pauseOf = async ({ handle }: { handle: string }): Promise<number> => {
  const wait = sql`select extract(epoch from due_at - now())::float8 as s from intake.attachment where handle = ${handle}`;
  return (await db.tx(ANY_AUTHORITY, (tx) => tx.get<{ s: number }>(wait))).s;
};
const scanAll = async (using: Scanner | undefined = scanner): Promise<void> => {
  while ((await scanAttachments({ ...deps, scanner: using })) > 0);
};

test('quarantine ends with the word of the scanner', async () => {
  const clean = await upload();
  const bad = await upload(EICAR);
  await scanAll();
  assert.deepEqual([(await find(clean))?.state, (await find(clean))?.finding], ['clean', null]);
  assert.deepEqual([(await find(bad))?.state, (await find(bad))?.finding], ['infected', 'Eicar-Test-Signature']);
  assert.ok(
    clamd.scanned.some((content) => content.toString() === PDF),
    'it saw the plain file',
  );
});

test('without a scanner the state says so', async () => {
  const one = await upload();
  await scanAttachments({ ...deps, scanner: undefined });
  assert.equal(await stateOf(one), 'unscanned');
});

const AWAY: readonly [how: string, scanner: () => Promise<Scanner>][] = [
  [
    'refuses connections',
    async () => {
      const gone = await startTestClamd();
      await gone.stop();
      return makeClamdScanner(gone.address);
    },
  ],
  [
    'never answers',
    async () => {
      clamd.mood = 'silent';
      return makeClamdScanner(clamd.address, 100);
    },
  ],
  [
    'cannot scan anything',
    async () => {
      clamd.mood = 'broken';
      return scanner;
    },
  ],
  ['finds something in everything', async () => async () => ({ kind: 'infected', name: 'All' })],
  [
    'goes away between two files',
    async () => {
      let asked = 0;
      return async () => {
        asked += 1;
        if (asked % 2 === 0) throw new ScannerAway('gone');
        return { kind: 'clean' };
      };
    },
  ],
];
for (const [how, away] of AWAY)
  test(`a scanner that ${how} leaves all files in quarantine; none has used a try, and none has to wait afterwards`, async () => {
    const all = [await upload(), await upload()];
    const using = await away();
    for (let i = 0; i < MOST_TRIES + 1; i += 1)
      await assert.rejects(scanAttachments({ ...deps, scanner: using }), ScannerAway);
    clamd.mood = 'well';
    assert.deepEqual([await countTries(), await troubled(), failures], [{ tries: 0 }, [], []]);
    await scanAll();
    assert.deepEqual(await Promise.all(all.map(stateOf)), ['clean', 'clean']);
  });

test('a worker that died gives its file to the others after a while', async () => {
  const one = await upload();
  await db.tx(ANY_AUTHORITY, (tx) => leasePending(tx, now, now.add({ minutes: 5 })));
  await scanAll();
  assert.equal(await stateOf(one), 'pending', 'leased');
  now = now.add({ minutes: 6 });
  await scanAll();
  assert.equal(await stateOf(one), 'clean');
});

const backlog = async () => {
  const { unscanned, scannedAgain, filesAside } = await db.tx(ANY_AUTHORITY, (tx) => readBacklog(tx, now));
  return { unscanned, scannedAgain, filesAside };
};

test('a file at which the scanner breaks off holds nobody up, is tried again after growing pauses, then set aside', async () => {
  const bad = await upload(FATAL);
  const good = await upload();
  await scanAll();
  assert.deepEqual([await stateOf(bad), await stateOf(good)], ['pending', 'clean']);
  assert.deepEqual(await backlog(), { unscanned: 1, scannedAgain: 1, filesAside: 0 });
  const [first] = await troubled();
  assert.deepEqual([first?.kind, first?.id, first?.number, first?.tries], ['attachment', bad.handle, null, 1]);
  assert.match(first?.reason ?? '', /closed the connection|RESET|EPIPE/);
  assert.ok(first?.dueAt instanceof Date);
  for (const pause of [5, 20, 80, 320, 1280, 3600, 3600]) {
    const left = await pauseOf(bad);
    assert.ok(left <= pause && left > pause - 5, `${left} of ${pause} s`);
    await scanAll();
    assert.ok((await pauseOf(bad)) <= left, 'not before its pause is over');
    await passPauses(db);
    await scanAll();
  }
  assert.deepEqual([failures.length, failures.at(-1)?.isAside], [MOST_TRIES, true]);
  assert.equal(await stateOf(bad), 'aside');
  assert.deepEqual(await backlog(), { unscanned: 0, scannedAgain: 0, filesAside: 1 });
  const [aside] = await troubled();
  assert.deepEqual([aside?.tries, aside?.dueAt], [MOST_TRIES, null]);
  await passPauses(db);
  await scanAll();
  assert.equal(failures.splice(0).length, MOST_TRIES, 'nobody tries it any more');

  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, bad.handle)), true);
  assert.deepEqual([await stateOf(bad), await troubled()], ['pending', []]);
  await scanAll(async () => ({ kind: 'clean' }));
  assert.equal(await stateOf(bad), 'clean', 'a better scanner could');
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, bad.handle)), false, 'only what could not be scanned');
});

test('a file that is larger than the scanner takes, is gone from the store or was changed there is set aside as well', async () => {
  const small = await startTestClamd({ limit: 5000 });
  after(() => small.stop());
  const large = await upload('x'.repeat(90_000));
  const gone = await upload();
  await blobs.remove(gone.handle);
  const changed = await upload();
  await blobs.put(
    changed.handle,
    (async function* () {
      yield Buffer.alloc(200, 7);
    })(),
  );
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await scanAll(makeClamdScanner(small.address));
    await passPauses(db);
  }
  const reasons = new Map(
    (await troubled()).map(({ id, reason, dueAt }) => [id, dueAt === null ? reason : 'not aside']),
  );
  assert.match(reasons.get(large.handle) ?? '', /size limit|EPIPE|RESET|closed/);
  assert.match(reasons.get(gone.handle) ?? '', /ENOENT/);
  assert.ok(reasons.has(changed.handle) && !/secret words/.test([...reasons.values()].join()));
  assert.deepEqual(await Promise.all([large, gone, changed].map(stateOf)), ['aside', 'aside', 'aside']);
  failures.length = 0;
});

test('two workers may ask the store at once whether it works, and leave nothing in it', async () => {
  const probes = new Set<string>();
  const put = async (name: string, source: AsyncIterable<Uint8Array>): Promise<void> => {
    assert.ok(!probes.has(name), 'a name of its own');
    probes.add(name);
    await blobs.put(name, source);
  };
  const remove = async (name: string): Promise<void> => {
    probes.delete(name);
    await blobs.remove(name);
  };
  const gone = [await upload(), await upload()];
  for (const { handle } of gone) await blobs.remove(handle);
  const watched = { ...deps, scanner, blobs: { ...blobs, put, remove } };
  await Promise.all(gone.map(() => scanAttachments(watched)));
  assert.deepEqual([failures.splice(0).length, probes.size], [2, 0]);
});

test('a file store that is away is no fault of the files', async () => {
  const one = await upload();
  const get = () => Readable.from([]).destroy(new Error('ECONNREFUSED'));
  const put = () => Promise.reject(new Error('ECONNREFUSED'));
  const away = { ...deps, scanner, blobs: { ...blobs, get, put } };
  for (let i = 0; i < MOST_TRIES + 1; i += 1) await assert.rejects(scanAttachments(away), /file store cannot be read/);
  assert.deepEqual(failures, []);
  await scanAll();
  assert.equal(await stateOf(one), 'clean');
});
