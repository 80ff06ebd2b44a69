import { join } from 'node:path';
import type { Config } from '#config';
import { type BlobStore, makeFolderStore } from '#lib/blob-store.ts';
import { makeS3Store } from '#lib/s3-store.ts';

type Place = Pick<Config, 'dataFolder' | 'attachmentsUrl'> & Partial<Pick<Config, 'attachmentsReserve'>>;

/** Where uploaded files lie. All processes of an installation must see the same; those that take files in keep the reserve. */
export const openBlobs = ({ dataFolder, attachmentsUrl, attachmentsReserve: reserve = 0 }: Place): BlobStore => {
  const folder = join(dataFolder, 'attachments');
  if (!attachmentsUrl) return makeFolderStore(folder, { reserve });
  return makeS3Store({ url: attachmentsUrl, draftFolder: join(folder, 'drafts'), clock: () => Temporal.Now.instant() });
};
