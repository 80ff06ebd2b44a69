import type { BlobStore } from '#lib/blob-store.ts';
import type { Metrics } from '#lib/metrics.ts';
import { describe, type Log } from './log.ts';
import { repeat } from './repeat.ts';
import type { Running } from './running.ts';

/** ms between looks. */
const EVERY = 10_000;
const MEGABYTE = 1 << 20;

type MeasureRoomOptions = { readonly blobs: BlobStore; readonly reserve: number; readonly log: Log };

/** Tells how much room uploaded files have, where a store can say, and logs when they get none any more and when they do again. */
export const measureRoom = (metrics: Metrics, { blobs, reserve, log }: MeasureRoomOptions): Running => {
  let seen: number | undefined;
  let isFull = false;
  const look = async (): Promise<number> => {
    seen = await blobs.free?.();
    if (seen === undefined || seen < reserve === isFull) return 0;
    isFull = !isFull;
    const now = isFull ? 'no files are taken' : 'files are taken again';
    log(`${now}: ${Math.floor(seen / MEGABYTE)} MB of their disk are free, ${reserve / MEGABYTE} MB are to stay free`);
    return 0;
  };
  metrics.gauge('knopfdruck_attachments_free_bytes', 'Free on the disk of uploaded files.', () =>
    seen === undefined ? [] : [{ value: seen }],
  );
  return repeat(look, {
    onError: (error) => {
      seen = undefined;
      log(`looking for room for files: ${describe(error)}`);
    },
    pause: EVERY,
  });
};
