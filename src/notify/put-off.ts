import { type CaseDeps, getHead } from '#case';
import { readLevelAt } from '#intake';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import { mailQueued } from './mail-queued.ts';
import type { MessageRef } from './message.ts';
import { findWaiting, listPutOff, putOff, takePutOff } from './store.ts';

/** From this level on, mails that only confirm a receipt wait. The page of the receipt has said so. */
const FROM = 3;
/** Mails that go out at once when calm returns; more would be the next wave. */
const BATCH = 100;

/** Puts a mail off if all it does is confirm and its service has no room for that; whether it did. */
export const putOffIfCrowded = async (tx: Tx, ref: MessageRef): Promise<boolean> => {
  const found = await findWaiting(tx, ref);
  if (found?.occasion !== 'received') return false;
  const { authority, service } = await getHead(tx, ref.authority, found.caseId);
  if ((await readLevelAt(tx, { authority, service })) < FROM) return false;
  await putOff(tx, ref, service);
  return true;
};

/** How many mails wait for calm, in all. */
export const countPutOff = async (tx: Tx): Promise<number> =>
  (await listPutOff(tx)).reduce((sum, { count }) => sum + count, 0);

/** Lets mails go that were put off, where it is calm again; returns how many. Any number of workers may do this. */
export const releaseMails = ({ db }: Pick<CaseDeps, 'keys'> & { readonly db: Db }): Promise<number> =>
  db.tx(ANY_AUTHORITY, async (tx) => {
    let released = 0;
    for (const { authority, service } of await listPutOff(tx)) {
      if ((await readLevelAt(tx, { authority, service })) >= FROM) continue;
      for (const ref of await takePutOff(tx, authority, service, BATCH)) {
        await mailQueued.send(tx, ref);
        released += 1;
      }
    }
    return released;
  });
