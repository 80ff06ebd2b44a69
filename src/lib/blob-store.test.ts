import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { makeFolderStore } from './blob-store.ts';

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

for (const name of ['../x', 'a/b', '', '.hidden', 'UPPER', 'a'.repeat(101)])
  test(`refuses the name "${name.slice(0, 20)}"`, () => {
    assert.throws(() => store.get(name), /cannot name a stored file/);
  });
