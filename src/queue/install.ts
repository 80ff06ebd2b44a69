import { createHash } from 'node:crypto';
import pg from 'pg';
import { getConstructionPlans, PgBoss } from 'pg-boss';
import { APP_ROLE } from '#lib/migrate.ts';
import { DEAD, SCHEMA } from './boss.ts';

const LOCK = 7_204_803;

const grants = `
  grant usage on schema ${SCHEMA} to ${APP_ROLE};
  grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${APP_ROLE};
  grant usage on all sequences in schema ${SCHEMA} to ${APP_ROLE};
  grant execute on all functions in schema ${SCHEMA} to ${APP_ROLE};`;

/** Changes whenever the tables of the job library do. */
export const queueDigest = (): string => createHash('sha256').update(getConstructionPlans(SCHEMA)).digest('hex');

/** Creates or upgrades the tables of the queue, under a lock. Needs the migrator's rights; run it after `migrate`. */
export const installQueue = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: 'knopfdruck-migrate' });
  await client.connect();
  const boss = new PgBoss({
    schema: SCHEMA,
    connectionString: url,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  const errors: Error[] = [];
  boss.on('error', (error) => errors.push(error));
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`);
    await boss.start();
    await boss.createQueue(DEAD, { retentionSeconds: 3600 * 24 * 365 });
    await boss.stop({ graceful: true, close: true });
    await client.query(grants);
    if (errors[0]) throw new Error(`The queue could not be installed: ${errors[0].message}`, { cause: errors[0] });
  } finally {
    await client.end();
  }
};
