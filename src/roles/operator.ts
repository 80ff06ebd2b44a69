import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, readConfig } from '#config';
import { type Problem, printProblem } from '#lib/problem.ts';
import type { Db } from '#lib/sql.ts';
import { openRoleDb } from './database.ts';
import { findDatabase } from './find-database.ts';

const noDatabase = (folder: string): Problem => ({
  code: 'data.folder',
  severity: 'error',
  path: 'DATA_DIR',
  message: `There is no database in ${folder}.`,
  remedy: 'Set DATABASE_URL or DATA_DIR to what npm start uses.',
});

/** Does an operator's work on the database that `npm start` uses, running or not. The exit code; problems are said. */
export const workOnDatabase = async (
  env: Environment,
  say: (text: string) => void,
  work: (db: Db) => Promise<number>,
): Promise<number> => {
  const fail = (problems: readonly Problem[]): number => {
    for (const problem of problems) say(printProblem(problem));
    return 1;
  };
  const read = readConfig(env, 'operator');
  if (read.kind === 'problems') return fail(read.problems);
  const { databaseUrl, dataFolder } = read.config;
  if (databaseUrl === undefined && !existsSync(join(dataFolder, 'postgres'))) return fail([noDatabase(dataFolder)]);
  const database = await findDatabase(read.config, env['PATH'] ?? '');
  if (database.kind === 'problems') return fail(database.problems);
  const db = openRoleDb(database.url, 'operator');
  try {
    return await work(db);
  } finally {
    await db.close();
    await database.running?.stop();
  }
};
