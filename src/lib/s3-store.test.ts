import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { startTestS3 } from '#test/s3.ts';
import { sha256Hex, signRequest } from './s3-signature.ts';
import { makeS3Store } from './s3-store.ts';

const draftFolder = mkdtempSync(join(tmpdir(), 'kd-s3-'));
after(() => rmSync(draftFolder, { recursive: true, force: true }));
const clock = () => Temporal.Instant.from('2026-11-02T10:00:00Z');
const s3 = await startTestS3();
const strict = await startTestS3({ secret: 'another' });
after(() => Promise.all([s3.stop(), strict.stop()]));
const store = makeS3Store({ url: s3.url, draftFolder, clock });

async function* say(...parts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

test('keeps, gives back and removes, by requests that the store believes', async () => {
  const large = randomBytes(1_000_000);
  await store.put('name-1', say('begin', large));
  assert.deepEqual([...s3.objects.keys()], ['/bucket/name-1']);
  assert.deepEqual(await buffer(store.get('name-1')), Buffer.concat([Buffer.from('begin'), large]));
  await store.remove('name-1');
  await store.remove('name-1');
  assert.equal(s3.objects.size, 0);
  await assert.rejects(buffer(store.get('name-1')), /404 NoSuchKey/);
  assert.deepEqual(readdirSync(draftFolder), []);
});

test('a wrong secret, and a source that fails, keep nothing', async () => {
  const wrong = makeS3Store({ url: strict.url, draftFolder, clock });
  await assert.rejects(wrong.put('name-2', say('x')), /403 SignatureDoesNotMatch/);
  const failing = async function* () {
    yield Buffer.from('half');
    throw new Error('the connection broke');
  };
  await assert.rejects(store.put('name-2', failing()), /the connection broke/);
  assert.deepEqual([s3.objects.size, strict.objects.size, readdirSync(draftFolder).length], [0, 0, 0]);
});

test('a store that is away says so', async () => {
  const gone = await startTestS3();
  await gone.stop();
  await assert.rejects(makeS3Store({ url: gone.url, draftFolder, clock }).put('name-3', say('x')), /ECONNREFUSED/);
});

test('the signature changes with everything that it covers', () => {
  const credentials = { keyId: 'AKID', secret: 'secret', region: 'eu-central-1' };
  const request = { method: 'GET', host: 'h', path: '/b/name', bodyHash: sha256Hex(''), at: clock() } as const;
  const sign = (more: object, other: object = {}) =>
    signRequest({ ...request, ...more }, { ...credentials, ...other })['authorization'];
  const changed = [
    sign({}),
    sign({ method: 'PUT' }),
    sign({ host: 'i' }),
    sign({ path: '/b/other' }),
    sign({ bodyHash: sha256Hex('x') }),
    sign({ at: clock().add({ seconds: 1 }) }),
    sign({}, { secret: 'other' }),
    sign({}, { region: 'us-east-1' }),
  ];
  assert.equal(new Set(changed).size, changed.length);
});
