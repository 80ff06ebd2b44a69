import type pg from 'pg';
import { type Complaint, checkBooks } from './invariants.ts';

// The check on the checks, for the books: for each complaint something that must bring it about. A new question without a
// damage does not compile.

const ONE_CASE = '(select id from casework.case order by id limit 1)';
const ONE_SUPPLEMENT = '(select id from intake.supplement order by id limit 1)';
const COPIED_ACTION = `insert into casework.action (authority, case_id, seq, kind, actor, at, sealed, previous, hash)
  select a.authority, a.case_id, c.last_seq + 1, a.kind, a.actor, a.at, a.sealed, a.previous, a.hash
  from casework.action a join casework.case c on c.id = a.case_id`;

const DAMAGE: Readonly<Record<Complaint, string>> = {
  'submission without case': `delete from casework.case where id = ${ONE_CASE}`,
  'submission set aside': `update intake.submission set set_aside = 'x' where id = ${ONE_CASE}`,
  'supplement not in its case': `update intake.supplement set set_aside = 'x' where id = ${ONE_SUPPLEMENT}`,
  'case with other supplements than were handed in': `${COPIED_ACTION} where a.kind = 'supplemented' and a.seq =
    (select min(seq) from casework.action where kind = 'supplemented' and case_id = c.id)`,
  'mail put off for good': `update notify.message set put_off_for = 'soforthilfe' where case_id = ${ONE_CASE}`,
  'case assessed too often': `${COPIED_ACTION} where a.kind = 'assessed' and not exists
    (select from intake.supplement s where s.submission = c.id)`,
  'case without submission': `delete from intake.submission where id = ${ONE_CASE}`,
  'case not settled': `update casework.case set state = 'decided' where id = ${ONE_CASE}`,
  'case with a gap': `delete from casework.action where seq = 2 and case_id = ${ONE_CASE}`,
  'case with other than one decision, order, payment': `${COPIED_ACTION} where a.kind = 'paid' and c.id = ${ONE_CASE}`,
  'case with other than one notice': `delete from decision.notice where case_id = ${ONE_CASE}`,
  'case with other than one order': `insert into payout.payment_order
    select authority, gen_random_uuid(), case_id, number, service, amount, state, obstacle, payee, ordered_at
    from payout.payment_order where case_id = ${ONE_CASE}`,
  'order not in exactly one batch': `insert into payout.batch_item
    select authority, batch_id, 1000 + position, order_id, amount, live from payout.batch_item limit 1`,
  'item that pays other than its order says': `update payout.batch_item set amount = amount + 1
    where order_id = (select order_id from payout.batch_item limit 1)`,
  'batch whose sum is wrong': 'update payout.batch set total = total + 0.01',
  'batch not released': `update payout.batch set state = 'made', ended_at = null`,
  'sums that differ': `update payout.payment_order set amount = amount - 0.01 where case_id = ${ONE_CASE}`,
  'case not told once of each occasion on each channel': `insert into notify.message
    select authority, gen_random_uuid(), case_id, occasion, channel, state, attempts, lease_until, fault, made_at, sent_at, sealed
    from notify.message where case_id = ${ONE_CASE} limit 1`,
  'message whose record is not one': `${COPIED_ACTION} where a.kind = 'messaged' and c.id = ${ONE_CASE} limit 1`,
  'job given up': `update pgboss.job set state = 'failed' where id = (select id from pgboss.job limit 1)`,
};

/** What else keeps books right, out of the way: here only the questions count. */
const UNGUARDED = `
  set local session_replication_role = replica;
  alter table payout.payment_order drop constraint payment_order_authority_case_id_key cascade;
  alter table notify.message drop constraint message_authority_case_id_occasion_channel_key cascade;
  drop index payout.one_batch_an_order`;

/** Does each damage to books that are in order, takes it back, and lists those that nobody complained of. */
export const findUnnoticed = async (client: pg.Client): Promise<string[]> => {
  const unnoticed: string[] = [];
  for (const [complaint, damage] of Object.entries(DAMAGE)) {
    await client.query('begin');
    await client.query(UNGUARDED);
    const { rowCount } = await client.query(damage);
    const found = await checkBooks(client);
    await client.query('rollback');
    if (!rowCount) unnoticed.push(`${complaint}: there was nothing to damage`);
    else if (!found.some((text) => text.startsWith(`${complaint}:`)))
      unnoticed.push(`${complaint}: found were only [${found.join('; ')}]`);
  }
  return unnoticed;
};
