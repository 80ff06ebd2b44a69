import { sql, type Tx } from '#lib/sql.ts';

/** A saved journey as it lies in the table. */
export type SavedRow = {
  readonly authority: string;
  readonly id: string;
  readonly service: string;
  readonly journey: string;
  readonly content: string;
  readonly until: Temporal.Instant;
};

/** Keeps it, or keeps it anew; false where its journey is kept under `most` other codes already. */
export const putSaved = async (
  tx: Tx,
  { authority, id, service, journey, content, until }: SavedRow,
  most: number,
): Promise<boolean> => {
  // Counted as in `putArriving`: one at a time, by a statement that begins after the one before has been committed.
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`saved:${journey}`}, 0))`);
  const put = await tx.run(sql`
    insert into intake.saved (authority, id, service, journey, content, until)
    select ${authority}, ${id}, ${service}, ${journey}::uuid, ${content}, ${until.toString()}::timestamptz
    where (select count(*) from intake.saved where authority = ${authority} and journey = ${journey} and id <> ${id}) < ${most}::int
    on conflict (authority, id) do update
      set content = excluded.content, until = excluded.until, journey = excluded.journey`);
  return put === 1;
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
