import type { Environment } from '#config';
import { listTroubled, putBack, type Troubled } from '#intake';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { workOnDatabase } from '#src/roles/operator.ts';

type Say = (text: string) => void;
type Work = (db: Db) => Promise<number>;

const KINDS = {
  submission: 'Eingang (submission)',
  supplement: 'Nachreichung (supplement)',
  attachment: 'Anlage (attachment)',
} as const;

/** A file may fail before anything was handed in. */
const nameOf = ({ number }: Troubled): string => number ?? 'noch nicht eingereicht (not handed in yet)';

const fateOf = ({ dueAt }: Troubled): string =>
  dueAt ? `wieder ab (again from) ${dueAt.toISOString()}` : 'liegt beiseite (set aside)';

const list =
  (say: Say): Work =>
  async (db) => {
    const all = await db.tx(ANY_AUTHORITY, listTroubled);
    for (const one of all) {
      const { id, authority, kind, tries, reason } = one;
      say(`${id}  ${nameOf(one)}  ${authority}\n    ${reason}`);
      say(`    ${KINDS[kind]}, Versuche (tries): ${tries}, ${fateOf(one)}`);
    }
    const aside = all.filter(({ dueAt }) => dueAt === null).length;
    say(
      all.length === 0
        ? 'Kein Eingang liegt beiseite (nothing is set aside).'
        : `${aside} beiseite (set aside), ${all.length - aside} in neuen Versuchen (being tried again).`,
    );
    return 0;
  };

/** By id, or by the number that people know. */
const putBackOne =
  (asked: string, say: Say): Work =>
  (db) =>
    db.tx(ANY_AUTHORITY, async (tx) => {
      const found = (await listTroubled(tx)).filter(({ id, number }) => id === asked || number === asked);
      for (const one of found) {
        await putBack(tx, one.id);
        say(`${one.id}  ${nameOf(one)} geht wieder in die Bearbeitung (is with the workers again).`);
      }
      if (found.length === 0) say(`Beiseite liegt kein Eingang ${asked} (not set aside). See: submissions set-aside`);
      return found.length > 0 ? 0 : 1;
    });

const workOf = (action: string | undefined, args: readonly string[], say: Say): Work | undefined => {
  const [id] = args;
  if (action === 'set-aside' && args.length === 0) return list(say);
  return action === 'put-back' && id !== undefined && args.length === 1 ? putBackOne(id, say) : undefined;
};

/** What could not be opened, merged or scanned: lists it, puts it back. The exit code; undefined for a wrong call. */
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
