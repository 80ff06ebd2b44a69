import { join } from 'node:path';
import { type BlobStore, makeFolderStore } from '#lib/blob-store.ts';

/** Where uploaded files lie. All roles of an installation must see the same. */
export const openBlobs = (dataFolder: string): BlobStore => makeFolderStore(join(dataFolder, 'attachments'));
