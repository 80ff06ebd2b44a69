import { makeIntake, makeReceiptSigner, makeRegistry, startAdmission } from '#intake';
import { makeApi } from '#web/api/index.ts';
import { makeCitizenApp } from '#web/citizen/index.ts';
import { openBlobs } from './blobs.ts';
import type { Start } from './child.ts';
import { CAN_SHARE } from './citizens.ts';
import { doesAnswer, openRoleDb } from './database.ts';
import { describe } from './log.ts';
import { stopAll } from './running.ts';
import { type App, serve } from './serve.ts';
import { VERSION } from './version.ts';

/** Name of this cluster in receipts. */
const CELL = 'c1';

/** What programs ask for; the rest are pages. */
const API = /^https?:\/\/[^/]+\/(api|\.well-known)\//;

/** The pages for applicants and the API. Holds no key that opens a submission. */
export const startCitizen: Start<'citizen'> = async (
  { mode, host, ports, baseUrl, dataFolder, attachmentsUrl, secrets, receiptPublicKeys },
  log,
) => {
  const clock = () => Temporal.Now.instant();
  const db = openRoleDb(secrets.DATABASE_URL, 'citizen');
  const registry = makeRegistry(db);
  const signer = makeReceiptSigner(secrets.RECEIPT_KEY, receiptPublicKeys);
  const intake = makeIntake({
    url: secrets.DATABASE_URL,
    clock,
    signer,
    secretKey: secrets.SECRET_KEY,
    issuer: baseUrl,
    cell: CELL,
  });
  const onError = (error: Error): void => log(describe(error));
  const receiptKeys = signer.jwks;
  const api = makeApi({ registry, intake, db, clock, receiptKeys, baseUrl, version: VERSION, onError });
  const isDemo = mode === 'demo';
  const { oldestWaiting } = intake;
  const admission = startAdmission({ db, clock, secretKey: secrets.SECRET_KEY, oldestWaiting, onError });
  const pages = makeCitizenApp({
    registry,
    intake,
    admission,
    blobs: openBlobs({ dataFolder, attachmentsUrl }),
    db,
    clock,
    sealKeys: secrets.SEAL_KEYS,
    isDemo,
    onError,
  });
  const app: App = { fetch: (request, env) => (API.test(request.url) ? api : pages).fetch(request, env) };
  const served = await serve({ app, host, port: ports.citizen, isShared: CAN_SHARE, isReady: () => doesAnswer(db) });
  return { stop: () => stopAll([{ stop: db.close }, { stop: intake.close }, { stop: admission.close }, served]) };
};
