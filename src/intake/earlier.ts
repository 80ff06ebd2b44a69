import { parametersContext } from '#form';
import { type Db, sql, type Tx } from '#lib/sql.ts';
import { toInstant } from '#lib/time.ts';
import type { Installed, Registry } from './registry.ts';

/** A service as it may have been when a submission arrived, and when that was. */
export type Earlier = { readonly installed: Installed; readonly receivedAt: Temporal.Instant };

type Row = { digest: string; received_at: Date; parameters: Record<string, unknown> };

/** Settings tried at most, the latest first: nobody changes parameters of one package version more often than that. */
const MOST = 20;

const listSettings = (tx: Tx, { authority, installation }: Installed, id: string): Promise<Row[]> =>
  tx.all<Row>(sql`
    select s.digest, s.received_at, coalesce(t.parameters, ${JSON.stringify(installation.parameters)}::jsonb) as parameters
    from intake.submission s left join intake.setting t
      on t.authority = s.authority and t.service = s.service and t.digest = s.digest
    where s.id = ${id} and s.authority = ${authority.id} and s.service = ${installation.service}
    order by t.since desc limit ${MOST}`);

/**
 * Under what a submission of this id may have been taken; none when there is no such submission. Package and day stand
 * at the row, parameters are sealed in it: all that ever held with the package come into question, and the hash of the
 * content tells which it was. For who hands in again and is refused only because the service has changed since.
 */
export const listEarlier = async (
  { db, registry }: { readonly db: Db; readonly registry: Registry },
  installed: Installed,
  id: string,
): Promise<readonly Earlier[]> => {
  const rows = await db.tx(installed.authority.id, (tx) => listSettings(tx, installed, id));
  const [first] = rows;
  if (!first) return [];
  const compiled = await registry.get(first.digest);
  return rows.map(({ digest, received_at, parameters }) => ({
    installed: {
      ...installed,
      installation: { ...installed.installation, digest, parameters },
      compiled,
      parameters: parametersContext(compiled, parameters),
    },
    receivedAt: toInstant(received_at),
  }));
};
