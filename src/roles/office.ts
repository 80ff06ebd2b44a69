import { makeKeys } from '#authority';
import { makeRegistry } from '#intake';
import { makeOfficeApp } from '#web/office/index.ts';
import { openBlobs } from './blobs.ts';
import type { Start } from './child.ts';
import { doesAnswer, openRoleDb } from './database.ts';
import { describe } from './log.ts';
import { measureAnswers, measureProcess, metricsPlace, SPARE, serveMetrics } from './measure.ts';
import { stopAll } from './running.ts';
import { serve } from './serve.ts';

/** The pages for staff. */
export const startOffice: Start<'office'> = async (
  { mode, host, ports, baseUrl, officeUrl, dataFolder, attachmentsUrl, secrets, metrics: place, trustProxy },
  log,
) => {
  const db = openRoleDb(secrets.DATABASE_URL, 'office');
  const app = makeOfficeApp({
    db,
    registry: makeRegistry(db),
    blobs: openBlobs({ dataFolder, attachmentsUrl }),
    keys: makeKeys(secrets.MASTER_KEY),
    clock: () => Temporal.Now.instant(),
    oidc: {
      issuer: secrets.OIDC_ISSUER,
      clientId: secrets.OIDC_CLIENT_ID,
      clientSecret: secrets.OIDC_CLIENT_SECRET,
      redirectUri: `${officeUrl}/signin/callback`,
    },
    cookieKeys: secrets.SESSION_KEYS,
    officeUrl,
    citizenUrl: baseUrl,
    isDemo: mode === 'demo',
    onError: (error, reference) => log(`${reference}: ${describe(error)}`),
  });
  const metrics = measureProcess('office');
  const onAnswer = measureAnswers(metrics, [app]);
  const isReady = () => doesAnswer(db);
  const served = await serve({ app, host, port: ports.office, isReady, isProxied: trustProxy > 0, onAnswer });
  const figures = await serveMetrics(metrics, metricsPlace(place, 'office'), log, SPARE);
  return { stop: () => stopAll([{ stop: db.close }, figures, served]) };
};
