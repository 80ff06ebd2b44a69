import { prepared, type Sql, sql, type Tx } from '#lib/sql.ts';

// What the workers could not open, merge or scan. It stays in its table, whole: nothing here deletes.

const TABLES = { submission: sql`intake.submission`, supplement: sql`intake.supplement` } as const satisfies Record<
  string,
  Sql
>;

/** Where a row lies that could not be opened or merged. */
type Kind = keyof typeof TABLES;

/** Tries after which only an operator can help: with the pauses between them two and a half hours. */
export const MOST_TRIES = 8;
const FIRST_PAUSE_S = 5;
const LONGEST_PAUSE_S = 3600;

/** What became of a row that could not be worked on. */
export type Failure = {
  readonly kind: Kind | 'attachment';
  readonly id: string;
  readonly tries: number;
  /** The workers leave it alone from now on. */
  readonly isAside: boolean;
  /** Without anything of its content. */
  readonly reason: string;
};

/**
 * When a row is due whose `tries` do not count the last one yet; null: not before an operator puts it back. By the clock of the
 * database: workers' clocks differ, and one that ran ahead would hold the row back.
 */
export const nextTry: Sql = sql`case when tries + 1 < ${MOST_TRIES}::int
  then now() + least(${FIRST_PAUSE_S}::float8 * 4 ^ tries, ${LONGEST_PAUSE_S}::float8) * interval '1 second' end`;

/**
 * Notes that a row could not be worked on, in the transaction that took it: it is due again after a pause, of 5 s and four times
 * as long with each try up to an hour, and after `MOST_TRIES` it is set aside.
 */
export const noteFailure = async (tx: Tx, kind: Kind, id: string, reason: string): Promise<Failure> => {
  const { tries } = await tx.get<{ tries: number }>(sql`
    update ${TABLES[kind]} set tries = tries + 1, fault = ${reason},
      taken_at = case when tries + 1 >= ${MOST_TRIES}::int then now() end,
      set_aside = case when tries + 1 >= ${MOST_TRIES}::int then ${reason}::text end,
      due_at = ${nextTry}
    where id = ${id} returning tries`);
  return { kind, id, tries, isAside: tries >= MOST_TRIES, reason };
};

/** A row that could not be worked on, as operators see it. */
export type Troubled = {
  readonly kind: Failure['kind'];
  readonly id: string;
  readonly authority: string;
  /** Of the submission that it belongs to; null for a file that was not handed in yet. */
  readonly number: string | null;
  readonly reason: string;
  readonly tries: number;
  /** When it is tried again; null: not before an operator puts it back. */
  readonly dueAt: Date | null;
};

const isTroubled = sql`(set_aside is not null or (tries > 0 and taken_at is null))`;

const isTroubledFile = sql`(state = 'aside' or (state = 'pending' and tries > 0))`;

/** What could not be opened, merged or scanned: what is set aside, and what is still being tried. */
export const listTroubled = (tx: Tx): Promise<Troubled[]> =>
  tx.all<Troubled>(sql`
    select 'submission' as kind, id, authority, number, coalesce(set_aside, fault) as reason, tries,
      case when set_aside is null then due_at end as "dueAt"
    from intake.submission where ${isTroubled}
    union all
    select 'supplement', s.id, s.authority, m.number, coalesce(s.set_aside, s.fault), s.tries,
      case when s.set_aside is null then s.due_at end
    from (select * from intake.supplement where ${isTroubled}) s join intake.submission m on m.id = s.submission
    union all
    select 'attachment', a.handle, a.authority, m.number, a.fault, a.tries, case when a.state = 'pending' then a.due_at end
    from (select * from intake.attachment where ${isTroubledFile}) a left join intake.supplement s on s.id = a.journey
      left join intake.submission m on m.id = coalesce(s.submission, a.journey)
    order by id`);

/** Gives a row to the workers at once, as if it had never been tried. False when nothing of this id could not be worked on. */
export const putBack = async (tx: Tx, id: string): Promise<boolean> => {
  let found = await tx.run(sql`
    update intake.attachment set state = 'pending', tries = 0, due_at = null, fault = null
    where handle = ${id} and ${isTroubledFile}`);
  for (const table of Object.values(TABLES))
    found += await tx.run(sql`
      update ${table} set taken_at = null, set_aside = null, tries = 0, due_at = null, fault = null
      where id = ${id} and ${isTroubled}`);
  return found === 1;
};

/** Tries that pass in half a minute, as when a worker is exchanged: nobody is told before. */
const QUIET_TRIES = 2;

const isHeld = sql`(set_aside is not null or (tries > ${QUIET_TRIES} and taken_at is null))`;

/** Whether people must be told that we cannot go on: with a submission, or with what was handed in for it later. */
export const isHeldUp = async (tx: Tx, authority: string, submission: string): Promise<boolean> =>
  (
    await tx.get<{ held: boolean }>(
      prepared('held-up')`
      select exists (select from intake.submission where authority = ${authority} and id = ${submission} and ${isHeld})
        or exists (select from intake.supplement where authority = ${authority} and submission = ${submission} and ${isHeld})
        as held`,
    )
  ).held;
