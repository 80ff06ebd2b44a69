import type { MigrationFolder } from '#lib/migrate.ts';

/** Modules with tables, in the order of the map. */
const MODULES = ['queue', 'authority', 'intake', 'case', 'decision', 'payout', 'notify'];

/** Every module's migrations, in the order in which they may refer to each other. */
export const MIGRATIONS: readonly MigrationFolder[] = MODULES.map((module) => ({
  module,
  folder: `${import.meta.dirname}/${module}/migrations`,
}));
