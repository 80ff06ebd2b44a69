import { join } from 'node:path';
import type { Config } from '#config';
import { type BlobStore, makeFolderStore } from '#lib/blob-store.ts';
import { makeS3Store } from '#lib/s3-store.ts';

/** Where uploaded files lie. All processes of an installation must see the same. */
export const openBlobs = ({ dataFolder, attachmentsUrl }: Pick<Config, 'dataFolder' | 'attachmentsUrl'>): BlobStore => {
  const folder = join(dataFolder, 'attachments');
  if (!attachmentsUrl) return makeFolderStore(folder);
  return makeS3Store({ url: attachmentsUrl, draftFolder: join(folder, 'drafts'), clock: () => Temporal.Now.instant() });
};
