import type { Environment } from '#config';
import { listSetAside, putBack } from '#intake';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { workOnDatabase } from '#src/roles/operator.ts';

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

/** Submissions that could not be opened: lists them, puts them back. The exit code; undefined for a wrong call. */
export const runSubmissions = async (
  action: string | undefined,
  args: readonly string[],
  env: Environment,
  say: Say,
): Promise<number | undefined> => {
  const work = workOf(action, args, say);
  if (!work) return undefined;
  return workOnDatabase(env, say, work);
};
