import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { after } from 'node:test';
import pg from 'pg';
import { environment } from '#config';
import { APP_ROLE } from '#lib/migrate.ts';
import { type Db, openDb } from '#lib/sql.ts';
import { queueDigest } from '#queue';
import { MIGRATIONS, prepareDatabase } from '#src/migrations.ts';

const LOCK = 7_204_802;

const serverUrl = (): string => {
  const url = environment()['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set. Run the tests with `npm test`, which starts a PostgreSQL.');
  return url;
};

const withDatabase = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

const digest = (): string => {
  const hash = createHash('sha256').update(queueDigest());
  for (const { folder } of MIGRATIONS) {
    try {
      for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(`${folder}/${file}`));
    } catch {} // a module without tables has no folder
  }
  return hash.digest('hex').slice(0, 12);
};

const makeTemplate = async (admin: pg.Client, template: string): Promise<void> => {
  await admin.query(`select pg_advisory_lock(${LOCK})`);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
  if (!rowCount) {
    const draft = `${template}_draft`;
    await admin.query(`drop database if exists ${draft}`);
    await admin.query(`create database ${draft}`);
    await prepareDatabase(withDatabase(serverUrl(), draft));
    await admin.query(`alter database ${draft} rename to ${template}`);
  }
  await admin.query(`select pg_advisory_unlock(${LOCK})`);
};

/** A database of the test file's own with all migrations applied: a copy of a template, made in milliseconds. */
export type TestDatabase = { readonly db: Db; readonly url: string };

/** Makes a fresh database and removes it after the file's tests. Call it at the top of the file, with top-level await. */
export const makeTestDatabase = async (): Promise<TestDatabase> => {
  const name = `kd_test_${randomBytes(6).toString('hex')}`;
  const template = `kd_template_${digest()}`;
  const admin = new pg.Client({ connectionString: serverUrl() });
  await admin.connect();
  await makeTemplate(admin, template);
  await admin.query(`create database ${name} template ${template}`);
  const url = withDatabase(serverUrl(), name);
  const db = openDb({ url, role: APP_ROLE, max: 5 });
  after(async () => {
    await db.close();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return { db, url };
};

/** A connection as the owner, beside the product's own, until the file's tests are over. */
export const connectOwner = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the database is removed before this connection is closed
  await client.connect();
  after(() => client.end());
  return client;
};
