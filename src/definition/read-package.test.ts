import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { PackageError } from './package-error.ts';
import { readPackage } from './read-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';

const root = await mkdtemp(join(tmpdir(), 'knopfdruck-package-'));
after(() => rm(root, { recursive: true }));

let next = 0;
const write = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
  next += 1;
  const folder = join(root, String(next));
  await mkdir(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
};

const codeOf = async (folder: string): Promise<string> => {
  const error = await readPackage(folder).then(
    () => undefined,
    (thrown) => thrown,
  );
  return error instanceof PackageError ? `${error.problem.code} ${error.problem.place?.file}` : String(error);
};

test('reads the files of a folder, hidden ones left out', async () => {
  const folder = await write({ ...TINY, '.git/config': 'x', '.DS_Store': 'x' });
  assert.deepEqual(await readPackage(folder), new Map([...makeFiles(TINY)].sort()));
});

test('refuses what could not be a package, and says which file', async () => {
  const linked = await write(TINY);
  await symlink('/etc/hostname', join(linked, 'x.md'));
  const linkedFolder = await write({ 'service.yaml': '' });
  await symlink('/etc', join(linkedFolder, 'texts'));
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`examples/a${i}.yaml`, '']));
  const large = new Uint8Array(1 << 20);
  const cases: readonly (readonly [string, string])[] = [
    [join(root, 'none'), `package.folder ${join(root, 'none')}`],
    [linked, 'file.link x.md'],
    [linkedFolder, 'file.link texts'],
    [await write({ 'texts/a/b.yaml': '' }), 'file.name texts/a'],
    [await write({ 'böse.md': '' }), 'file.name böse.md'],
    [await write({ 'a b.md': '' }), 'file.name a b.md'],
    [await write({ 'big.md': new Uint8Array((1 << 20) + 1) }), 'file.size big.md'],
  ];
  for (const [folder, expected] of cases) assert.equal(await codeOf(folder), expected);
  assert.match(await codeOf(await write(many)), /^package\.count/);
  const nine = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${i}`, large]));
  assert.match(await codeOf(await write(nine)), /^package\.size/);
});
