import type { Actor } from '#authority';
import { prepared, sql, type Tx } from '#lib/sql.ts';
import { type ChainFault, findChainFault } from './chain.ts';
import type { CaseState } from './life.ts';
import { destroyKey, readLinks } from './store.ts';

/** How a case stands in the eyes of its applicant. */
export type ApplicantStatus = 'received' | 'inreview' | 'decided' | 'paid' | 'registered' | 'closed';

const STATUS = {
  opened: 'received',
  todecide: 'inreview',
  toapprove: 'inreview',
  decided: 'decided',
  paid: 'paid',
  registered: 'registered',
  closed: 'closed',
} as const satisfies Record<CaseState, ApplicantStatus>;

/** The status of a submission, opened or not yet; needs no key. */
export const findStatus = async (tx: Tx, authority: string, id: string): Promise<ApplicantStatus> => {
  const row = await tx.find<{ state: CaseState }>(
    prepared('status')`select state from casework.case where authority = ${authority} and id = ${id}`,
  );
  return row ? STATUS[row.state] : 'received';
};

/** What a member of staff looked at. */
export type Access = {
  readonly authority: string;
  readonly caseId: string;
  readonly what: 'case' | 'notice' | 'list' | 'attachment';
};

/** Notes who saw what. Part of the transaction that reads, so that nothing is shown unlogged. */
export const logAccess = async (tx: Tx, actor: Actor, access: Access, at: Temporal.Instant): Promise<void> => {
  if (actor.kind !== 'staff') return;
  await tx.run(sql`
    insert into casework.access (authority, case_id, staff, at, what)
    values (${access.authority}, ${access.caseId}, ${actor.id}, ${at.toString()}, ${access.what})`);
};

/** Who saw a case, latest first. */
export const listAccess = async (
  tx: Tx,
  authority: string,
  caseId: string,
): Promise<{ readonly staff: string; readonly at: Temporal.Instant; readonly what: string }[]> =>
  (
    await tx.all<{ staff: string; at: Date; what: string }>(sql`
      select staff, at, what from casework.access where authority = ${authority} and case_id = ${caseId}
      order by id desc limit 500`)
  ).map(({ staff, at, what }) => ({ staff, at: at.toTemporalInstant(), what }));

/**
 * Checks the chain of a case's actions, also after its data was deleted; undefined when it holds. The row is locked against
 * those who record: an action that came between two looks would pass for a forgery.
 */
export const verifyChain = async (tx: Tx, authority: string, caseId: string): Promise<ChainFault | undefined> => {
  const row = await tx.get<{ last_seq: number; last_hash: Buffer }>(sql`
    select last_seq, last_hash from casework.case where authority = ${authority} and id = ${caseId} for share`);
  const links = await readLinks(tx, authority, caseId);
  const fault = findChainFault(authority, caseId, links);
  if (fault) return fault;
  // A chain shortened at its end still holds in itself; the row knows where it ended.
  if (links.length < row.last_seq) return { seq: links.length + 1, what: 'missing' };
  return row.last_hash.equals(links.at(-1)?.hash ?? Buffer.alloc(0))
    ? undefined
    : { seq: row.last_seq, what: 'changed' };
};

/** Deletes a case's data by destroying its key: in this database and in every backup. Its chain stays verifiable. */
export const deleteData = (tx: Tx, authority: string, caseId: string): Promise<void> =>
  destroyKey(tx, authority, caseId);

/** How one service stands at an authority. Times are in seconds. */
export type ServiceSituation = {
  readonly service: string;
  readonly states: Readonly<Partial<Record<CaseState, number>>>;
  readonly receivedToday: number;
  readonly decidedToday: number;
  /** Median from receipt to decision over the last 30 days. */
  readonly secondsToDecision?: number;
  readonly oldestWaiting?: Temporal.Instant;
};

type SituationRow = {
  service: string;
  states: Partial<Record<CaseState, number>>;
  received_today: number;
  decided_today: number;
  seconds: number | null;
  oldest: Date | null;
};

/** Figures for the lead: what came in, what is stuck. `now` tells the day in Berlin. */
export const readSituation = async (
  tx: Tx,
  authority: string,
  now: Temporal.ZonedDateTime,
): Promise<readonly ServiceSituation[]> => {
  const today = now.startOfDay().toInstant().toString();
  const monthAgo = now.subtract({ days: 30 }).toInstant().toString();
  const rows = await tx.all<SituationRow>(sql`
    with one as (
      select service, state, count(*) as count,
        count(*) filter (where received_at >= ${today}) as received_today,
        count(*) filter (where decided_at >= ${today}) as decided_today,
        min(received_at) filter (where state in ('opened', 'todecide', 'toapprove')) as oldest
      from casework.case where authority = ${authority} group by service, state),
    speed as (
      select service, percentile_cont(0.5) within group (order by extract(epoch from decided_at - received_at)) as seconds
      from casework.case where authority = ${authority} and decided_at >= ${monthAgo} group by service)
    select one.service, jsonb_object_agg(state, count) as states, sum(received_today)::int8 as received_today,
      sum(decided_today)::int8 as decided_today, min(oldest) as oldest, min(speed.seconds) as seconds
    from one left join speed on speed.service = one.service group by one.service order by one.service`);
  return rows.map((row) => ({
    service: row.service,
    states: row.states,
    receivedToday: row.received_today,
    decidedToday: row.decided_today,
    ...(row.seconds === null ? {} : { secondsToDecision: row.seconds }),
    ...(row.oldest ? { oldestWaiting: row.oldest.toTemporalInstant() } : {}),
  }));
};
