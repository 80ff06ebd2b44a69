import { makeIntake, makeLoadReport, makeReceiptSigner, makeRegistry, startAdmission } from '#intake';
import { makeApi, makeSubmissionDoor } from '#web/api/index.ts';
import { makeCitizenApp, makeDoor } from '#web/citizen/index.ts';
import { openBlobs } from './blobs.ts';
import type { Start } from './child.ts';
import { CAN_SHARE } from './citizens.ts';
import { doesAnswer, openRoleDb } from './database.ts';
import { makeLimit } from './limits.ts';
import { describe } from './log.ts';
import { measureAnswers, measureProcess, metricsPlace, SPARE, serveMetrics } from './measure.ts';
import { measureIntake, measureWaiting } from './measure-intake.ts';
import { measureRoom } from './measure-room.ts';
import { queuedFor } from './queued-for.ts';
import { stopAll } from './running.ts';
import { type App, serve } from './serve.ts';
import { VERSION } from './version.ts';

/** What programs ask for; the rest are pages. */
const API = /^https?:\/\/[^/]+\/(api|\.well-known)\//;

const sumOf = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** The pages for applicants and the API. Holds no key that opens a submission. */
export const startCitizen: Start<'citizen'> = async (
  {
    mode,
    host,
    ports,
    baseUrl,
    dataFolder,
    attachmentsUrl,
    attachmentsReserve,
    secrets,
    receiptPublicKeys,
    metrics: place,
    cell,
    trustProxy,
  },
  log,
) => {
  const clock = () => Temporal.Now.instant();
  const db = openRoleDb(secrets.DATABASE_URL, 'citizen');
  const registry = makeRegistry(db);
  const signer = makeReceiptSigner(secrets.RECEIPT_KEY, receiptPublicKeys);
  const onError = (error: Error): void => log(describe(error));
  const metrics = measureProcess('citizen');
  const counted = measureIntake(metrics);
  const load = makeLoadReport({
    db,
    clock,
    waiting: () => intake.waiting(),
    shed: () => sumOf(Object.values(admission.readings().shed)),
    onError,
  });
  const intake = makeIntake({
    url: secrets.DATABASE_URL,
    clock,
    signer,
    secretKey: secrets.SECRET_KEY,
    issuer: baseUrl,
    cell,
    observer: {
      committed: (rows, ms) => {
        counted.committed(rows, ms);
        load.observer.committed(rows, ms);
      },
      answered: (authority, outcome) => {
        counted.answered(authority, outcome);
        load.observer.answered(authority, outcome);
      },
    },
  });
  const receiptKeys = signer.jwks;
  const limit = makeLimit(trustProxy, metrics);
  const isDemo = mode === 'demo';
  const { oldestWaiting } = intake;
  const admission = startAdmission({ db, clock, secretKey: secrets.SECRET_KEY, oldestWaiting, onError });
  const { sheds, secondsBehind } = admission;
  const submitting = { registry, intake, db, clock, sheds, secondsBehind, onError };
  const api = makeApi({ ...submitting, receiptKeys, baseUrl, version: VERSION, limit });
  measureWaiting(metrics, intake, admission);
  const blobs = openBlobs({ dataFolder, attachmentsUrl, attachmentsReserve });
  const room = measureRoom(metrics, { blobs, reserve: attachmentsReserve, log });
  const pages = makeCitizenApp({
    registry,
    intake,
    admission,
    blobs,
    db,
    clock,
    sealKeys: secrets.SEAL_KEYS,
    isDemo,
    limit,
    onError,
  });
  const app: App = { fetch: (request, env) => (API.test(request.url) ? api : pages).fetch(request, env) };
  const refused = metrics.counter('knopfdruck_connections_refused_total', 'Connections refused before a request.');
  const served = await serve({
    app,
    doors: [
      makeDoor({ registry, admission, clock, isDemo, ...(trustProxy > 0 ? { queuedFor } : {}) }),
      makeSubmissionDoor(submitting),
    ],
    host,
    port: ports.citizen,
    isShared: CAN_SHARE,
    isCrowded: () => trustProxy === 0 && admission.hasLine(),
    isProxied: trustProxy > 0,
    isReady: () => doesAnswer(db),
    onAnswer: measureAnswers(metrics, [api, pages]),
    onRefuse: (reason) => refused.add(1, { reason }),
  });
  const figures = await serveMetrics(metrics, metricsPlace(place, 'citizen'), log, SPARE);
  return {
    stop: () =>
      stopAll([
        { stop: db.close },
        { stop: load.close },
        { stop: intake.close },
        { stop: admission.close },
        room,
        figures,
        served,
      ]),
  };
};
