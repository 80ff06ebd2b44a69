import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { makeFolderStore, NoRoom } from './blob-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'kd-blobs-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const store = makeFolderStore(folder);

async function* say(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
const read = async (name: string): Promise<string> => (await buffer(store.get(name))).toString();

test('keeps, gives back, replaces and removes', async () => {
  await store.put('name-1', say('one ', 'two'));
  assert.equal(await read('name-1'), 'one two');
  await store.put('name-1', say('three'));
  assert.equal(await read('name-1'), 'three');
  await store.remove('name-1');
  await store.remove('name-1');
  await assert.rejects(read('name-1'), /ENOENT/);
});

test('a source that fails leaves nothing behind', async () => {
  const failing = async function* () {
    yield Buffer.from('half');
    throw new Error('the connection broke');
  };
  await assert.rejects(store.put('name-2', failing()), /the connection broke/);
  assert.deepEqual(readdirSync(join(folder, '-2')), []);
});

test('takes nothing that would use what is to stay free of the disk, and keeps nothing of it', async () => {
  assert.ok(((await store.free?.()) ?? 0) > 0);
  await makeFolderStore(folder, { reserve: 1 }).put('name-3', say('fits'));
  await assert.rejects(makeFolderStore(folder, { reserve: Number.MAX_SAFE_INTEGER }).put('name-4', say('not')), NoRoom);
  assert.deepEqual([readdirSync(join(folder, '-3')), readdirSync(join(folder, '-4'))], [['name-3'], []]);
});

test('a long stream is ended when the disk becomes too full on the way', async () => {
  let written = 0;
  const long = async function* () {
    for (; written < 100; written += 1) yield Buffer.alloc(1 << 20);
  };
  const small = makeFolderStore(folder, { reserve: 10 << 20, look: async () => (30 - written) << 20 });
  await assert.rejects(small.put('name-5', long()), NoRoom);
  assert.ok(written > 15 && written <= 25, `${written} MB`);
  assert.deepEqual(readdirSync(join(folder, '-5')), []);
});

test('what a process left half written goes with its file, and is no hindrance', async () => {
  const draft = join(folder, '-6', 'name-6.part');
  mkdirSync(join(folder, '-6'));
  writeFileSync(draft, 'half of some other content');
  await store.put('name-6', say('whole'));
  assert.equal(await read('name-6'), 'whole');
  writeFileSync(draft, 'half');
  await store.remove('name-6');
  assert.deepEqual(readdirSync(join(folder, '-6')), []);
});

for (const name of ['../x', 'a/b', '', '.hidden', 'UPPER', 'a'.repeat(101)])
  test(`refuses the name "${name.slice(0, 20)}"`, () => {
    assert.throws(() => store.get(name), /cannot name a stored file/);
  });
