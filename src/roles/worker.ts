import { makeKeys } from '#authority';
import { mergeSupplements, openCases } from '#case';
import { handleCaseOpened, handleCaseSupplemented, handleDecisionMade, makePrinter } from '#decision';
import { deleteExpiredSaved, deleteOrphans, type Failure, makeRegistry, scanAttachments } from '#intake';
import { makeClamdScanner } from '#lib/clamd.ts';
import { deliverMails, makeMailer, releaseMails, tellApplicants } from '#notify';
import { orderPayments } from '#payout';
import { startQueue } from '#queue';
import { openBlobs } from './blobs.ts';
import type { Start } from './child.ts';
import { openRoleDb } from './database.ts';
import { describe } from './log.ts';
import { measureProcess, metricsPlace, SPARE, serveMetrics } from './measure.ts';
import { measureQueue } from './measure-queue.ts';
import { repeat } from './repeat.ts';
import { stopAll } from './running.ts';

/** Submissions taken into cases in one transaction. */
const BATCH = 100;

/** ms between looks whether it is calm enough for mails that were put off. */
const CALM_MS = 5000;

/** ms between looks for files in quarantine. */
const SCAN_MS = 1000;

/** ms between looks for what has had its time. */
const TIDY_MS = 60_000;

/** Opens cases from submissions and runs the jobs behind them. */
export const startWorker: Start<'worker'> = async (
  { baseUrl, dataFolder, attachmentsUrl, scannerUrl, secrets, metrics: place },
  log,
) => {
  const db = openRoleDb(secrets.DATABASE_URL, 'worker');
  const clock = () => Temporal.Now.instant();
  const deps = { db, registry: makeRegistry(db), keys: makeKeys(secrets.MASTER_KEY), clock };
  const metrics = measureProcess('worker');
  const opened = metrics.counter('knopfdruck_cases_opened_total', 'Submissions taken into cases.');
  const failed = metrics.counter(
    'knopfdruck_jobs_failed_total',
    'Tries of background work that failed, by what it was.',
  );
  const onError = (error: Error, topic = 'queue'): void => {
    failed.add(1, { topic });
    log(`${topic}: ${describe(error)}`);
  };
  const troubled = ({ kind, id, tries, isAside, reason }: Failure): void => {
    const [work, done] = kind === 'attachment' ? ['scanning', 'scanned'] : ['opening', 'opened'];
    failed.add(1, { topic: `${work} a ${kind}` });
    const fate = isAside ? 'set aside, see kd submissions' : 'tried again later';
    log(`${kind} ${id} could not be ${done}, try ${tries}, ${fate}: ${reason}`);
  };
  const mailer = makeMailer({ url: secrets.SMTP_URL, from: secrets.MAIL_FROM });
  const handlers = [
    handleCaseOpened(deps),
    handleCaseSupplemented(deps),
    handleDecisionMade({ ...deps, printer: makePrinter() }),
    orderPayments(deps),
    ...tellApplicants({ ...deps, citizenUrl: baseUrl }),
    deliverMails({ ...deps, mailer }),
  ];
  const queue = await startQueue({ url: secrets.DATABASE_URL, handlers, onError });
  const open = async (): Promise<number> => {
    const count = await openCases({ ...deps, troubled }, BATCH);
    opened.add(count);
    return count;
  };
  const opening = repeat(open, { onError: (error) => onError(error, 'opening cases') });
  const merging = repeat(() => mergeSupplements({ ...deps, troubled }), {
    onError: (error) => onError(error, 'merging supplements'),
    pause: SCAN_MS,
  });
  const releasing = repeat(() => releaseMails(deps), {
    onError: (error) => onError(error, 'releasing mails'),
    pause: CALM_MS,
  });
  const files = { ...deps, blobs: openBlobs({ dataFolder, attachmentsUrl }) };
  const scanner = scannerUrl ? makeClamdScanner(scannerUrl) : undefined;
  const scanning = repeat(() => scanAttachments({ ...files, scanner, troubled }), {
    onError: (error) => onError(error, 'scanning attachments'),
    pause: SCAN_MS,
  });
  const tidying = repeat(async () => (await deleteExpiredSaved(deps)) + (await deleteOrphans(files)), {
    onError: (error) => onError(error, 'tidying'),
    pause: TIDY_MS,
  });
  const depth = measureQueue(metrics, { db, clock, onError: (error) => onError(error, 'measuring the queue') });
  const figures = await serveMetrics(metrics, metricsPlace(place, 'worker'), log, SPARE);
  const mails = { stop: async () => mailer.close() };
  return {
    stop: () =>
      stopAll([{ stop: db.close }, figures, depth, mails, queue, opening, merging, releasing, scanning, tidying]),
  };
};
