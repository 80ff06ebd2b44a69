import { type Sql, sql, type Tx } from '#lib/sql.ts';
import type { Link } from './chain.ts';
import type { CaseLife } from './life.ts';

export type CaseRow = {
  authority: string;
  id: string;
  number: string;
  service: string;
  digest: string;
  received_at: Date;
  opened_at: Date;
  last_seq: number;
  last_hash: Buffer;
  wrapped_key: Buffer | null;
};

/** The row; with `lock`, nobody else can act on the case until the transaction ends. */
export const findRow = (tx: Tx, authority: string, id: string, lock = false): Promise<CaseRow | undefined> =>
  tx.find<CaseRow>(sql`
    select authority, id, number, service, digest, received_at, opened_at, last_seq, last_hash, wrapped_key
    from casework.case where authority = ${authority} and id = ${id} ${lock ? sql`for update` : sql``}`);

/** All links of a case's chain, in order. */
export const readLinks = async (tx: Tx, authority: string, id: string): Promise<Link[]> =>
  (
    await tx.all<Omit<Link, 'at'> & { at: Date }>(sql`
      select seq, kind, actor, at, sealed, previous, hash from casework.action
      where authority = ${authority} and case_id = ${id} order by seq`)
  ).map((row) => ({ ...row, at: row.at.toISOString() }));

export const insertLink = async (tx: Tx, authority: string, id: string, link: Link): Promise<void> => {
  await tx.run(sql`
    insert into casework.action (authority, case_id, seq, kind, actor, at, sealed, previous, hash)
    values (${authority}, ${id}, ${link.seq}, ${link.kind}, ${link.actor}, ${link.at}, ${link.sealed},
      ${link.previous}, ${link.hash})`);
};

/** What of a case's life stands in its row, for queues and counts. */
const project = (life: CaseLife) => ({
  assignee: life.lease?.by.id ?? null,
  leaseUntil: life.lease?.until.toString() ?? null,
  second: life.decision?.second ?? life.assessment?.second ?? false,
  // What is outstanding keeps a case from being decided as a doubt does.
  doubts: (life.assessment?.doubts.length ?? 0) + (life.assessment && life.outstanding.length > 0 ? 1 : 0),
  decider: life.decision?.by.kind === 'staff' ? life.decision.by.id : null,
  outcome: life.decision?.outcomeKind ?? null,
});

/** The instant at which a state was first reached, kept once set. */
const since = (column: Sql, reached: boolean, at: string): Sql =>
  reached ? sql`coalesce(${column}, ${at}::timestamptz)` : column;

export const updateRow = async (tx: Tx, row: CaseRow, life: CaseLife, { seq, hash, at }: Link): Promise<void> => {
  const is = project(life);
  const { state } = life;
  await tx.run(sql`
    update casework.case set state = ${state}, version = ${life.version}, priority = ${life.priority?.level ?? 5},
      assignee = ${is.assignee}, lease_until = ${is.leaseUntil}, second_required = ${is.second},
      doubts = ${is.doubts}, decider = ${is.decider}, outcome = ${is.outcome},
      decided_at = ${since(sql`decided_at`, state === 'decided' || state === 'paid', at)},
      paid_at = ${since(sql`paid_at`, state === 'paid', at)},
      closed_at = ${since(sql`closed_at`, state === 'closed', at)},
      last_seq = ${seq}, last_hash = ${hash}
    where authority = ${row.authority} and id = ${row.id}`);
};

export const setSummary = async (tx: Tx, authority: string, id: string, summary: Buffer): Promise<void> => {
  await tx.run(sql`update casework.case set summary = ${summary} where authority = ${authority} and id = ${id}`);
};

/** Destroys what opens the case's data, and what could be searched in it. */
export const destroyKey = async (tx: Tx, authority: string, id: string): Promise<void> => {
  await tx.run(sql`update casework.case set wrapped_key = null, summary = null
    where authority = ${authority} and id = ${id}`);
  await tx.run(sql`delete from casework.blind_index where authority = ${authority} and case_id = ${id}`);
};

/** Another case with the same value in a field. */
export type Duplicate = { readonly field: string; readonly caseId: string; readonly number: string };

/** The other cases of the service behind the counts, oldest first, at most 50. */
export const listDuplicates = (tx: Tx, authority: string, caseId: string): Promise<Duplicate[]> =>
  tx.all<Duplicate>(sql`
    select own.field, other.case_id as "caseId", c.number
    from casework.blind_index own join casework.blind_index other
      on other.authority = own.authority and other.service = own.service and other.field = own.field
      and other.hash = own.hash and other.case_id <> own.case_id
    join casework.case c on c.authority = other.authority and c.id = other.case_id
    where own.authority = ${authority} and own.case_id = ${caseId}
    order by c.received_at, c.id, own.field limit 50`);

/** How many other cases of the service share the values that this case has in the given fields. */
export const countDuplicates = async (
  tx: Tx,
  { authority, service, id }: { readonly authority: string; readonly service: string; readonly id: string },
): Promise<Record<string, number>> => {
  const rows = await tx.all<{ field: string; count: number }>(sql`
    select own.field, count(distinct other.case_id) as count
    from casework.blind_index own join casework.blind_index other
      on other.authority = own.authority and other.service = own.service and other.field = own.field
      and other.hash = own.hash and other.case_id <> own.case_id
    where own.authority = ${authority} and own.service = ${service} and own.case_id = ${id}
    group by own.field order by own.field`);
  return Object.fromEntries(rows.map(({ field, count }) => [field, count]));
};
