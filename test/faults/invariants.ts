import type pg from 'pg';
import { verifyChain } from '#case';
import { type PublicJwk, verifyReceipt } from '#intake';
import { APP_ROLE } from '#lib/migrate.ts';
import { openDb } from '#lib/sql.ts';
import type { Promised } from './promised.ts';

// Reads the tables as an auditor would, with statements of its own: what the product says of itself is not asked.

const AUTHORITY = 'musterland';

export type Evidence = {
  readonly url: string;
  /** The owner's connection. */
  readonly client: pg.Client;
  readonly promised: readonly Promised[];
  readonly keys: readonly PublicJwk[];
};

/** Each receipt is genuine, and its submission lies there once, with the same number and hash. */
export const checkPromises = async ({ client, promised, keys }: Omit<Evidence, 'url'>): Promise<string[]> => {
  const { rows } = await client.query<{ id: string; count: number; number: string; hash: string }>(
    `select id, count(*)::int as count, min(number) as number, min(hash) as hash
     from intake.submission where id = any($1::uuid[]) group by id`,
    [promised.map(({ key }) => key)],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  return promised.flatMap(({ key, number, receipt }) => {
    const row = stored.get(key);
    const claims = verifyReceipt(receipt, keys);
    if (!claims) return [`the receipt of ${key} is not genuine`];
    if (!row) return [`lost: ${key} has a receipt and no submission`];
    if (row.count !== 1) return [`double: ${key} lies there ${row.count} times`];
    const same = row.hash === claims.hash && row.number === number && claims.number === number;
    return same ? [] : [`changed: ${key} is not what its receipt says`];
  });
};

/** The same for what followed: each receipt's supplement lies there, with its hash, under the number of its submission. */
export const checkFollowed = async ({ client, promised, keys }: Omit<Evidence, 'url'>): Promise<string[]> => {
  const { rows } = await client.query<{ id: string; number: string; hash: string }>(
    `select s.id, m.number, s.hash from intake.supplement s join intake.submission m on m.id = s.submission
     where s.id = any($1::uuid[])`,
    [promised.map(({ key }) => key)],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  return promised.flatMap(({ key, number, receipt }) => {
    const row = stored.get(key);
    const claims = verifyReceipt(receipt, keys);
    if (!claims) return [`the receipt of supplement ${key} is not genuine`];
    if (!row) return [`lost: supplement ${key} has a receipt and is not there`];
    const same = row.hash === claims.hash && row.number === number && claims.number === number;
    return same ? [] : [`changed: supplement ${key} is not what its receipt says`];
  });
};

/** Questions to the database that must all be answered with nothing: what is wrong, and where. */
const QUESTIONS = {
  'submission without case': `select s.id as what from intake.submission s
    left join casework.case c using (authority, id) where c.id is null`,
  'submission set aside': `select id as what from intake.submission where set_aside is not null`,
  'supplement not in its case': `select s.id as what from intake.supplement s
    where s.taken_at is null or s.set_aside is not null`,
  'case with other supplements than were handed in': `select c.id as what from casework.case c
    where (select count(*) from casework.action a where a.authority = c.authority and a.case_id = c.id and a.kind = 'supplemented')
      <> (select count(*) from intake.supplement s where s.authority = c.authority and s.submission = c.id)`,
  'mail put off for good': `select id as what from notify.message where put_off_for is not null`,
  'case without submission': `select c.id as what from casework.case c
    left join intake.submission s using (authority, id) where s.id is null`,
  'case not settled': `select c.id || ' is ' || c.state as what from casework.case c where c.state <> 'paid'`,
  'case with a gap': `select c.id as what from casework.case c join casework.action a
    on a.authority = c.authority and a.case_id = c.id
    group by c.authority, c.id, c.last_seq having count(*) <> c.last_seq or max(a.seq) <> c.last_seq`,
  'case with other than one decision, order, payment': `select c.id as what from casework.case c
    left join casework.action a on a.authority = c.authority and a.case_id = c.id
      and a.kind in ('opened', 'assessed', 'decided', 'ordered', 'paid')
    group by c.authority, c.id having count(distinct a.kind) <> 5 or count(a.kind) filter (where a.kind <> 'assessed') <> 4`,
  // Once at the beginning and at most once for each supplement.
  'case assessed too often': `select c.id as what from casework.case c
    where (select count(*) from casework.action a where a.authority = c.authority and a.case_id = c.id and a.kind = 'assessed')
      > 1 + (select count(*) from intake.supplement s where s.authority = c.authority and s.submission = c.id)`,
  'case with other than one notice': `select c.id as what from casework.case c left join decision.notice n
    on n.authority = c.authority and n.case_id = c.id group by c.authority, c.id having count(n.id) <> 1`,
  'case with other than one order': `select c.id as what from casework.case c left join payout.payment_order o
    on o.authority = c.authority and o.case_id = c.id group by c.authority, c.id having count(o.id) <> 1`,
  'order not in exactly one batch': `select o.id as what from payout.payment_order o left join payout.batch_item i
    on i.authority = o.authority and i.order_id = o.id and i.live group by o.authority, o.id having count(i.order_id) <> 1`,
  'item that pays other than its order says': `select i.order_id as what from payout.batch_item i
    join payout.payment_order o on o.authority = i.authority and o.id = i.order_id where i.amount <> o.amount`,
  'batch whose sum is wrong': `select b.id as what from payout.batch b join payout.batch_item i
    on i.authority = b.authority and i.batch_id = b.id group by b.authority, b.id, b.total, b.count
    having sum(i.amount) <> b.total or count(*) <> b.count`,
  'batch not released': `select id as what from payout.batch where state = 'made'`,
  'sums that differ': `select a.sum || ' ordered, ' || b.sum || ' in files' as what
    from (select coalesce(sum(amount), 0) as sum from payout.payment_order) a,
         (select coalesce(sum(total), 0) as sum from payout.batch where state = 'released') b where a.sum <> b.sum`,
  'case not told once of each occasion on each channel': `select c.id as what from casework.case c
    left join notify.message m on m.authority = c.authority and m.case_id = c.id and m.state = 'sent'
    group by c.authority, c.id having count(m.id) <> 6 or count(distinct (m.occasion, m.channel)) <> 6`,
  'message whose record is not one': `select m.id as what from notify.message m join casework.case c
    on c.authority = m.authority and c.id = m.case_id where m.state = 'sent' group by m.authority, m.id, c.id
    having (select count(*) from casework.action a where a.authority = m.authority and a.case_id = c.id
      and a.kind = 'messaged') <> (select count(*) from notify.message n where n.authority = m.authority
      and n.case_id = c.id)`,
  'job given up': `select name || ' ' || id as what from pgboss.job where state = 'failed' or name = 'dead-letter'`,
} as const satisfies Readonly<Record<string, string>>;

/** What the books can be found guilty of. */
export type Complaint = keyof typeof QUESTIONS;

/** What is wrong with the whole of the books, by name; every submission must have gone its way to payment. */
export const checkBooks = async (client: pg.Client): Promise<string[]> => {
  const found: string[] = [];
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const { rows } = await client.query<{ what: string }>(question);
    if (rows.length > 0) found.push(`${name}: ${rows.length}, first ${rows[0]?.what}`);
  }
  return found;
};

/** Chains that do not hold. */
export const checkChains = async ({ url, promised }: Pick<Evidence, 'url' | 'promised'>): Promise<string[]> => {
  const db = openDb({ url, role: APP_ROLE, max: 1, name: 'fault-check' });
  const faults = await db.tx(AUTHORITY, async (tx) => {
    const broken: string[] = [];
    for (const { key } of promised) {
      const fault = await verifyChain(tx, AUTHORITY, key);
      if (fault) broken.push(`chain of ${key}: action ${fault.seq} is ${fault.what}`);
    }
    return broken;
  });
  await db.close();
  return faults;
};

/** Mails that never went out, or went out under another name than the one they have in the table. */
export const checkMails = async (client: pg.Client, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await client.query<{ id: string }>(
    `select id from notify.message where channel = 'email' and state = 'sent'`,
  );
  const seen = new Set(ids);
  const known = new Set(rows.map(({ id }) => id));
  const never = rows.filter(({ id }) => !seen.has(id)).map(({ id }) => `mail ${id} never went out`);
  const strange = [...seen].filter((id) => !known.has(id)).map((id) => `a mail went out as ${id}, which nobody knows`);
  return [...never, ...strange];
};
