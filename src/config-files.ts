import { z } from 'zod';

const MEGABYTES = 'a number of megabytes, 0 or more';

/** Variables about uploaded files, part of `config.ts`. */
export const FILE_VARIABLES = {
  CLAMD_URL: z
    .url({ protocol: /^(tcp|unix)$/, error: 'tcp://host:3310 or unix:///run/clamav/clamd.ctl' })
    .optional()
    .describe('ClamAV that scans uploaded files; without it they are marked as not scanned'),
  ATTACHMENTS_URL: z
    .url({ protocol: /^https?$/, error: 'https://KEY:SECRET@host/bucket?region=name' })
    .optional()
    .describe('S3-compatible store for uploaded files; without it they lie in DATA_DIR/attachments'),
  ATTACHMENTS_RESERVE_MB: z.coerce
    .number(MEGABYTES)
    .int(MEGABYTES)
    .min(0, MEGABYTES)
    .default(2048)
    .describe('So much of the disk of DATA_DIR/attachments stays free: no files are taken that would use it'),
};
