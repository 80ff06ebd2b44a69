import { type Backlog, readBacklog } from '#intake';
import type { Metrics } from '#lib/metrics.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { countPutOff } from '#notify';
import { type Depth, readDepth } from '#queue';
import { repeat } from './repeat.ts';
import type { Running } from './running.ts';

/** ms between looks; Prometheus asks every 15 s or so. */
const EVERY = 10_000;

type Seen = { readonly backlog: Backlog; readonly depth: readonly Depth[]; readonly putOff: number };

type MeasureQueueOptions = { readonly db: Db; readonly clock: Clock; readonly onError: (error: Error) => void };

/** Tells how much waits for the workers. All worker processes tell the same: take the greatest, not the sum. */
export const measureQueue = (metrics: Metrics, { db, clock, onError }: MeasureQueueOptions): Running => {
  let seen: Seen | undefined;
  const look = async (): Promise<number> => {
    seen = await db.tx(ANY_AUTHORITY, async (tx) => ({
      backlog: await readBacklog(tx, clock()),
      depth: await readDepth(tx),
      putOff: await countPutOff(tx),
    }));
    return 0;
  };
  const gauge = (name: string, help: string, read: (now: Seen) => number): void =>
    metrics.gauge(`knopfdruck_queue_${name}`, help, () => (seen ? [{ value: read(seen) }] : []));
  gauge(
    'unopened_submissions',
    'Submissions that are no cases yet; counted to 100,000.',
    (now) => now.backlog.unopened,
  );
  gauge('oldest_unopened_seconds', 'How long the first of them has waited.', (now) => now.backlog.oldest / 1000);
  gauge('unmerged_supplements', 'What was handed in later and is not in its case yet.', (now) => now.backlog.unmerged);
  gauge('tried_again', 'What could not be opened so far and is tried again.', (now) => now.backlog.retried);
  gauge('set_aside', 'What could not be opened and waits for an operator.', (now) => now.backlog.setAside);
  gauge('unscanned_files', 'Uploaded files in quarantine.', (now) => now.backlog.unscanned);
  gauge('files_tried_again', 'Files that could not be scanned so far.', (now) => now.backlog.scannedAgain);
  gauge(
    'files_set_aside',
    'Files that could not be scanned and wait for an operator.',
    (now) => now.backlog.filesAside,
  );
  gauge('mails_put_off', 'Confirmations by mail that wait for calm.', (now) => now.putOff);
  metrics.gauge('knopfdruck_queue_jobs', 'Jobs by topic and state; dead-letter: failed for good.', () =>
    (seen?.depth ?? []).flatMap(({ topic, due, deferred, active }) =>
      Object.entries({ due, deferred, active }).map(([state, value]) => ({ labels: { topic, state }, value })),
    ),
  );
  return repeat(look, { onError, pause: EVERY });
};
