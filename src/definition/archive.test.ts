import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { archive, digestOf, readArchive } from './archive.ts';
import { PackageError } from './package-error.ts';
import { makeFiles, TINY } from './tiny-package.ts';

const path = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,20})?$/);
const files = fc.dictionary(path, fc.uint8Array({ maxLength: 2000 }), { maxKeys: 20 });

test('an archive holds the files, whatever they are', () => {
  fc.assert(
    fc.property(files, (given) => {
      const read = readArchive(archive(new Map(Object.entries(given))));
      assert.deepEqual(Object.fromEntries(read), { ...given });
    }),
  );
});

test('the order of the files changes nothing', () => {
  const reversed = Object.fromEntries(Object.entries(TINY).reverse());
  assert.ok(archive(makeFiles(TINY)).equals(archive(makeFiles(reversed))));
});

test('every changed byte changes the digest', () => {
  const changed = makeFiles({ ...TINY, 'README.md': '# Schulgeld \n' });
  assert.notEqual(digestOf(changed), digestOf(makeFiles(TINY)));
});

test('nothing but the canonical form is read', () => {
  const good = archive(makeFiles(TINY));
  const withTime = Buffer.from(good);
  withTime.write('7', 146);
  const extended = Buffer.concat([good, Buffer.alloc(512)]);
  const climbing = Buffer.from(good);
  climbing.write('../x', 0);
  for (const bad of [withTime, extended, climbing, good.subarray(0, 700), Buffer.from('tar'), Buffer.alloc(0)]) {
    assert.throws(() => readArchive(bad), PackageError);
  }
});

test('random bytes are refused, never worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => assert.throws(() => readArchive(bytes), PackageError)),
  );
});
