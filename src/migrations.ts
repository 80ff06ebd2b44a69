import { type MigrationFolder, migrate } from '#lib/migrate.ts';
import { installQueue } from '#queue';

/** Modules with tables of their own, in the order of the map. */
const MODULES = ['authority', 'intake', 'case', 'decision', 'payout', 'notify'];

/** Every module's migrations, in the order in which they may refer to each other. */
export const MIGRATIONS: readonly MigrationFolder[] = MODULES.map((module) => ({
  module,
  folder: `${import.meta.dirname}/${module}/migrations`,
}));

/**
 * Brings a database to the present: roles, tables of all modules, the queue. Safe to run from many processes at once;
 * needs the migrator's rights. Returns how many migrations were applied.
 */
export const prepareDatabase = async (url: string): Promise<number> => {
  const count = await migrate(url, MIGRATIONS);
  await installQueue(url);
  return count;
};
