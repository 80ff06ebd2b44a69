import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type BlobStore, type FolderOptions, makeFolderStore } from '#lib/blob-store.ts';

/** A file store of the test file's own. */
export const makeTestBlobs = (options: FolderOptions = {}): BlobStore => {
  const folder = mkdtempSync(join(tmpdir(), 'kd-blobs-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return makeFolderStore(folder, options);
};
