import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, readConfig } from '#config';
import { listSetAside, putBack } from '#intake';
import { type Problem, printProblem } from '#lib/problem.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { openRoleDb } from '#src/roles/database.ts';
import { findDatabase } from '#src/roles/find-database.ts';

type Say = (text: string) => void;
type Work = (db: Db) => Promise<number>;

const list =
  (say: Say): Work =>
  async (db) => {
    const all = await db.tx(ANY_AUTHORITY, listSetAside);
    for (const { id, number, authority, reason } of all) say(`${id}  ${number}  ${authority}\n    ${reason}`);
    say(
      all.length === 0 ? 'Kein Eingang liegt beiseite (nothing is set aside).' : `${all.length} beiseite (set aside).`,
    );
    return 0;
  };

/** By id, or by the number that people know. */
const putBackOne =
  (asked: string, say: Say): Work =>
  (db) =>
    db.tx(ANY_AUTHORITY, async (tx) => {
      const found = (await listSetAside(tx)).filter(({ id, number }) => id === asked || number === asked);
      for (const { id, number } of found) {
        await putBack(tx, id);
        say(`${id}  ${number} geht wieder in die Bearbeitung (is with the workers again).`);
      }
      if (found.length === 0) say(`Beiseite liegt kein Eingang ${asked} (not set aside). See: submissions set-aside`);
      return found.length > 0 ? 0 : 1;
    });

const workOf = (action: string | undefined, args: readonly string[], say: Say): Work | undefined => {
  const [id] = args;
  if (action === 'set-aside' && args.length === 0) return list(say);
  return action === 'put-back' && id !== undefined && args.length === 1 ? putBackOne(id, say) : undefined;
};

const noDatabase = (folder: string): Problem => ({
  code: 'data.folder',
  severity: 'error',
  path: 'DATA_DIR',
  message: `There is no database in ${folder}.`,
  remedy: 'Set DATABASE_URL or DATA_DIR to what npm start uses.',
});

/** Submissions that could not be opened: lists them, puts them back. The exit code; undefined for a wrong call. */
export const runSubmissions = async (
  action: string | undefined,
  args: readonly string[],
  env: Environment,
  say: Say,
): Promise<number | undefined> => {
  const work = workOf(action, args, say);
  if (!work) return undefined;
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
