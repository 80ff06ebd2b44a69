import { sql, type Tx } from '#lib/sql.ts';

/** A saved journey as it lies in the table. */
export type SavedRow = {
  readonly authority: string;
  readonly id: string;
  readonly service: string;
  readonly content: string;
  readonly until: Temporal.Instant;
};

export const putSaved = async (tx: Tx, { authority, id, service, content, until }: SavedRow): Promise<void> => {
  await tx.run(sql`
    insert into intake.saved (authority, id, service, content, until)
    values (${authority}, ${id}, ${service}, ${content}, ${until.toString()})
    on conflict (authority, id) do update set content = excluded.content, until = excluded.until`);
};

/** The content, unless its time is over, whether or not it has been deleted yet. */
export const findSaved = async (
  tx: Tx,
  authority: string,
  id: string,
  now: Temporal.Instant,
): Promise<string | undefined> =>
  (
    await tx.find<{ content: string }>(
      sql`select content from intake.saved where authority = ${authority} and id = ${id} and until > ${now.toString()}`,
    )
  )?.content;

export const deleteSaved = async (tx: Tx, authority: string, id: string): Promise<void> => {
  await tx.run(sql`delete from intake.saved where authority = ${authority} and id = ${id}`);
};

export const deleteSavedBefore = (tx: Tx, now: Temporal.Instant): Promise<number> =>
  tx.run(sql`delete from intake.saved where until <= ${now.toString()}`);
