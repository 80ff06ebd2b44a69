import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFolder } from './folder.ts';

const base = mkdtempSync(join(tmpdir(), 'kd-folder-'));
after(() => rmSync(base, { recursive: true }));

test('folders are made, also by several at once, and again', async () => {
  const folder = join(base, 'a/b/c');
  await Promise.all([makeFolder(folder, 0o700), makeFolder(folder, 0o700)]);
  await makeFolder(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('where none can be made, the system’s reason is thrown', async () => {
  writeFileSync(join(base, 'file'), '');
  await assert.rejects(makeFolder(join(base, 'file/x')), { code: 'ENOTDIR' });
  if (process.platform === 'linux') await assert.rejects(makeFolder('/proc/x/y'));
});
