import { sql, type Tx } from '#lib/sql.ts';
import { longestInterval } from './admission-control.ts';
import type { Programme } from './ticket.ts';

/** A line as the database holds it; both numbers only grow. */
export type LineRow = Programme & {
  readonly drawn: number;
  readonly admitted: number;
  /** Over all processes, as they last reported; those of a process that ended may be counted twice for a while. */
  readonly pollers: number;
};

/** Draws the next `count` numbers of a line; the first of them. */
export const drawNumbers = async (tx: Tx, { authority, service }: Programme, count: number): Promise<number> => {
  const { drawn } = await tx.get<{ drawn: number }>(sql`
    insert into intake.line as line (authority, service, drawn) values (${authority}, ${service}, ${count})
    on conflict (authority, service) do update set drawn = line.drawn + excluded.drawn
    returning drawn`);
  return drawn - count + 1;
};

/** Lets a line move by `count` numbers, never beyond those drawn. */
export const admitNumbers = async (tx: Tx, { authority, service }: Programme, count: number): Promise<void> => {
  await tx.run(sql`
    update intake.line set admitted = least(drawn, admitted + ${count}) where authority = ${authority} and service = ${service}`);
};

/**
 * How many ask at this process. Should it end, they ask others, the last of them when their interval is over: until then the
 * report stands for those who have not yet, and then it is removed.
 */
export const reportPollers = async (
  tx: Tx,
  { authority, service }: Programme,
  node: string,
  pollers: number,
): Promise<void> => {
  await tx.run(sql`
    insert into intake.line_pollers (authority, service, node, pollers, until)
    values (${authority}, ${service}, ${node}, ${pollers}, now() + make_interval(secs => ${longestInterval(pollers)}))
    on conflict (authority, service, node) do update set pollers = excluded.pollers, until = excluded.until, at = excluded.at`);
  await tx.run(sql`delete from intake.line_pollers where until < now()`);
};

/** Every line that somebody ever stood in. */
export const readLines = (tx: Tx): Promise<LineRow[]> =>
  tx.all<LineRow>(sql`
    select authority, service, drawn, admitted, coalesce((
      select sum(pollers) from intake.line_pollers p
      where p.authority = line.authority and p.service = line.service and p.until > now()), 0) as pollers
    from intake.line`);
