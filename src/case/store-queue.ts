import type { Role } from '#authority';
import { decrypt } from '#lib/seal.ts';
import { type Sql, sql, type Tx } from '#lib/sql.ts';
import type { CaseHead, CaseSummary } from './case.ts';
import type { CaseState } from './life.ts';
import type { KeyDeps } from './record.ts';
import { summaryContext } from './summary.ts';

const and = (parts: readonly (Sql | undefined)[]): Sql =>
  parts.filter((part) => part !== undefined).reduce((all, part) => sql`${all} and ${part}`);

type Staff = { readonly id: string; readonly roles: readonly Role[] };

/** Locks the most urgent free task that these roles may do, passing by what others are taking at this moment. */
export const findNextTask = async (
  tx: Tx,
  { id, roles }: Staff,
  { authority, service, now }: { authority: string; service: string | undefined; now: Temporal.Instant },
): Promise<string | undefined> => {
  const decide = roles.includes('caseworker') ? sql`state = 'todecide'` : sql`false`;
  const approve = roles.includes('approver') ? sql`state = 'toapprove' and decider is distinct from ${id}` : sql`false`;
  const row = await tx.find<{ id: string }>(sql`
    select id from casework.case
    where authority = ${authority} and ((${decide}) or (${approve}))
      and (lease_until is null or lease_until <= ${now.toString()}) ${service ? sql`and service = ${service}` : sql``}
    order by priority, received_at, id limit 1 for update skip locked`);
  return row?.id;
};

/** Which cases a list shows. */
export type CaseFilter = {
  readonly states?: readonly CaseState[];
  readonly service?: string;
  /** Only what this member of staff has claimed. */
  readonly assignee?: string;
  /** Leaves out what this member of staff decided: approvals that are not theirs. */
  readonly notDecidedBy?: string;
  /** `priority`: the most urgent first, then the oldest; `newest`: for looking something up. Default: priority. */
  readonly order?: 'priority' | 'newest';
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
};

/** A line of a list. */
export type QueueEntry = CaseHead & {
  readonly state: CaseState;
  /** 1 is the most urgent, 5 where nothing else was said. */
  readonly priority: number;
  readonly assignee?: string;
  readonly leaseUntil?: Temporal.Instant;
  readonly second: boolean;
  readonly doubts: number;
  readonly outcome?: 'granted' | 'rejected';
  /** Undefined when the case's data was deleted. */
  readonly summary?: CaseSummary;
};

type QueueRow = {
  authority: string;
  id: string;
  number: string;
  service: string;
  digest: string;
  received_at: Date;
  opened_at: Date;
  state: CaseState;
  priority: number;
  assignee: string | null;
  lease_until: Date | null;
  second_required: boolean;
  doubts: number;
  outcome: 'granted' | 'rejected' | null;
  wrapped_key: Buffer | null;
  summary: Buffer | null;
};

const toEntry = ({ keys }: KeyDeps, row: QueueRow): QueueEntry => {
  const summary =
    row.summary && row.wrapped_key
      ? (JSON.parse(
          decrypt(
            keys.unwrapDataKey(row.authority, row.wrapped_key),
            row.summary,
            summaryContext(row.authority, row.id),
          ).toString(),
        ) as CaseSummary)
      : undefined;
  return {
    authority: row.authority,
    id: row.id,
    number: row.number,
    service: row.service,
    digest: row.digest,
    receivedAt: row.received_at.toTemporalInstant(),
    openedAt: row.opened_at.toTemporalInstant(),
    state: row.state,
    priority: row.priority,
    ...(row.assignee ? { assignee: row.assignee } : {}),
    ...(row.lease_until ? { leaseUntil: row.lease_until.toTemporalInstant() } : {}),
    second: row.second_required,
    doubts: row.doubts,
    ...(row.outcome ? { outcome: row.outcome } : {}),
    ...(summary ? { summary } : {}),
  };
};

const where = (authority: string, filter: CaseFilter): Sql =>
  and([
    sql`authority = ${authority}`,
    filter.states && sql`state = any(${filter.states})`,
    filter.service === undefined ? undefined : sql`service = ${filter.service}`,
    filter.assignee === undefined ? undefined : sql`assignee = ${filter.assignee}`,
    filter.notDecidedBy === undefined ? undefined : sql`decider is distinct from ${filter.notDecidedBy}`,
  ]);

const CURSOR = /^(\d+)~([0-9TZ:.+-]{1,40})~([0-9a-f-]{36})$/;

const afterCursor = (order: 'priority' | 'newest', after: string | undefined): Sql => {
  const [, priority, received, id] = CURSOR.exec(after ?? '') ?? [];
  if (id === undefined) return sql``;
  return order === 'newest'
    ? sql`and (received_at, id) < (${received}::timestamptz, ${id}::uuid)`
    : sql`and (priority, received_at, id) > (${priority}::int, ${received}::timestamptz, ${id}::uuid)`;
};

/** A page of a list; `next` continues it, however many cases have come or gone meanwhile. */
export const listCases = async (
  tx: Tx,
  deps: KeyDeps,
  authority: string,
  { order = 'priority', after, limit = 50, ...filter }: CaseFilter,
): Promise<{ readonly entries: readonly QueueEntry[]; readonly next?: string }> => {
  const sorting = order === 'newest' ? sql`received_at desc, id desc` : sql`priority, received_at, id`;
  const rows = await tx.all<QueueRow>(sql`
    select authority, id, number, service, digest, received_at, opened_at, state, priority, assignee, lease_until,
      second_required, doubts, outcome, wrapped_key, summary
    from casework.case where ${where(authority, filter)} ${afterCursor(order, after)}
    order by ${sorting} limit ${limit + 1}`);
  const entries = rows.slice(0, limit).map((row) => toEntry(deps, row));
  const last = entries.at(-1);
  return {
    entries,
    ...(rows.length > limit && last ? { next: `${last.priority}~${last.receivedAt}~${last.id}` } : {}),
  };
};

/** How many cases a list has. */
export const countCases = async (tx: Tx, authority: string, filter: CaseFilter): Promise<number> => {
  const { count } = await tx.get<{ count: number }>(
    sql`select count(*) as count from casework.case where ${where(authority, filter)}`,
  );
  return count;
};

/** The case that somebody names by its number; undefined when the authority has none. */
export const findByNumber = async (tx: Tx, authority: string, number: string): Promise<string | undefined> =>
  (
    await tx.find<{ id: string }>(
      sql`select id from casework.case where authority = ${authority} and number = ${number}`,
    )
  )?.id;
