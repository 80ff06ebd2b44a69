import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** The least-privileged role under which the application works; migrations grant to it. */
export const APP_ROLE = 'knopfdruck_app';

/** One module's numbered, forward-only migrations, `0001-what.sql` and on. */
export type MigrationFolder = { readonly module: string; readonly folder: string };

const LOCK = 7_204_801;

const prepare = `
  do $$ begin
    if not exists (select from pg_roles where rolname = '${APP_ROLE}') then create role ${APP_ROLE} nologin; end if;
    if not pg_has_role(current_user, '${APP_ROLE}', 'member') then execute format('grant ${APP_ROLE} to %I', current_user); end if;
  exception when duplicate_object or unique_violation then null; -- another database of this server was faster
  end $$;
  create schema if not exists migration;
  create table if not exists migration.applied (
    module text, file text, digest text not null, at timestamptz not null default now(), primary key (module, file));`;

const applyFolder = async (client: pg.Client, { module, folder }: MigrationFolder): Promise<number> => {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.sql')).sort();
  let count = 0;
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    const digest = createHash('sha256').update(text).digest('hex');
    const { rows } = await client.query('select digest from migration.applied where module = $1 and file = $2', [
      module,
      file,
    ]);
    if (rows[0] && rows[0].digest !== digest)
      throw new Error(
        `Migration ${module}/${file} was changed after it had been applied. Undo the change and add a new file.`,
      );
    if (rows[0]) continue;
    try {
      await client.query(text);
    } catch (error) {
      throw new Error(`Migration ${module}/${file} failed: ${(error as Error).message}`, { cause: error });
    }
    await client.query('insert into migration.applied (module, file, digest) values ($1, $2, $3)', [
      module,
      file,
      digest,
    ]);
    count += 1;
  }
  return count;
};

/**
 * Applies what is missing, in the given order, in one transaction under a lock: many processes may start at once.
 * Returns how many files were applied. @throws Error when an applied file has changed since or one fails
 */
export const migrate = async (url: string, folders: readonly MigrationFolder[]): Promise<number> => {
  const client = new pg.Client({ connectionString: url, application_name: 'knopfdruck-migrate' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(${LOCK})`);
    await client.query(prepare);
    let count = 0;
    for (const folder of folders) count += await applyFolder(client, folder);
    await client.query('commit');
    return count;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
};
