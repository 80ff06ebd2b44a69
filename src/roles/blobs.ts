import { join } from 'node:path';
import type { Config } from '#config';
import { type BlobStore, makeFolderStore } from '#lib/blob-store.ts';

/** Where uploaded files lie. All processes of an installation must see the same. */
export const openBlobs = ({ dataFolder }: Pick<Config, 'dataFolder' | 'attachmentsUrl'>): BlobStore =>
  makeFolderStore(join(dataFolder, 'attachments'));
