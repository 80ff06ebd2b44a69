import { MOST_TRIES, noteFailure } from '#intake';
import { ANY_AUTHORITY, type Db, sql } from '#lib/sql.ts';

type Kind = Parameters<typeof noteFailure>[1];

/** Fails a row so often that the workers leave it to an operator. */
export const setAside = (db: Db, kind: Kind, id: string, reason: string): Promise<void> =>
  db.tx(ANY_AUTHORITY, async (tx) => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) await noteFailure(tx, kind, id, reason);
  });

/** Lets the pauses before the next tries pass. */
export const passPauses = (db: Db): Promise<void> =>
  db.tx(ANY_AUTHORITY, async (tx) => {
    await tx.run(sql`update intake.submission set due_at = null where due_at is not null`);
    await tx.run(sql`update intake.supplement set due_at = null where due_at is not null`);
    await tx.run(sql`update intake.attachment set due_at = null where due_at is not null`);
  });
