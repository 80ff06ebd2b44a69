import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumEuros } from '#lib/money.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makePayments } from '#test/payments.ts';
import {
  type Batch,
  type BatchResult,
  cancelBatch,
  downloadBatch,
  makeBatch,
  readPayouts,
  releaseBatch,
} from './index.ts';
import { readControl } from './pain001.ts';

const world = await makePayments();
const { db, payer, approver } = world;
const authority = 'musterland';
const target = ({ id }: Batch) => ({ authority, batchId: id });
const batchesOf = (results: readonly (BatchResult | { readonly kind: 'nothing' })[]): Batch[] =>
  results.flatMap((result) => (result.kind === 'done' ? [result.batch] : []));

const itemsPerOrder = () =>
  db.tx(authority, (tx) =>
    tx.all<{ live: number }>(sql`select count(*) as live from payout.batch_item where live group by order_id`),
  );

test('people who make batches at the same moment never take the same order', async () => {
  await world.grant(...Array.from({ length: 12 }, (_, i) => i + 1));
  const results = await Promise.all(Array.from({ length: 5 }, () => makeBatch(world, payer, authority)));
  const batches = batchesOf(results);
  assert.equal(
    batches.reduce((sum, { count }) => sum + count, 0),
    12,
  );
  assert.equal(sumEuros(batches.map(({ total }) => total)), '78.00');
  assert.deepEqual(
    await itemsPerOrder(),
    Array.from({ length: 12 }, () => ({ live: 1 })),
  );
});

test('the database itself refuses an order a second place', async () => {
  const insert = db.tx(authority, (tx) =>
    tx.run(sql`
      insert into payout.batch_item (authority, batch_id, position, order_id, amount)
      select authority, batch_id, position + 100, order_id, amount from payout.batch_item limit 1`),
  );
  await assert.rejects(insert, /one_batch_an_order/);
});

test('release and cancellation of one batch at the same moment: one happens, the other is refused', async () => {
  const payouts = await readPayouts(world, payer, authority);
  assert.ok(payouts.kind === 'payouts');
  for (const batch of payouts.batches) {
    const acts = [
      releaseBatch(world, approver, target(batch)),
      cancelBatch(world, payer, { ...target(batch), remark: '' }),
      releaseBatch(world, approver, target(batch)),
    ];
    const results = await Promise.all(acts);
    assert.equal(batchesOf(results).length, 1);
    assert.equal(results.filter((result) => result.kind === 'refused' && result.reason === 'state').length, 2);
  }
});

test('every euro ordered is waiting, held, in a batch or in a file, and no euro is in two', async () => {
  // A fixed course of events: grants, batches, cancellations and releases that interleave.
  for (const round of [1, 2, 3]) {
    await world.grant(round * 7, round * 11, 4999);
    const [batch] = batchesOf([await makeBatch(world, payer, authority)]);
    await world.grant(round);
    if (batch && round === 2) await cancelBatch(world, payer, { ...target(batch), remark: 'zurück' });
    else if (batch) await releaseBatch(world, approver, target(batch));
  }
  await world.grant(1);
  batchesOf([await makeBatch(world, payer, authority)]);

  const payouts = await readPayouts(world, payer, authority);
  assert.ok(payouts.kind === 'payouts');
  const pile = (state: string): string => payouts.piles.find((one) => one.state === state)?.total ?? '0.00';
  const ordered = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ total: string }>(sql`select sum(amount)::text as total from payout.payment_order`),
  );
  assert.equal(sumEuros(payouts.piles.map(({ total }) => total)), ordered.total);

  const files: string[] = [];
  for (const batch of payouts.batches.filter(({ state }) => state === 'released')) {
    const file = await downloadBatch(world, payer, target(batch));
    assert.ok(file.kind === 'file');
    const control = readControl(file.content.toString());
    const amounts = [...file.content.toString().matchAll(/<InstdAmt Ccy="EUR">([^<]+)</g)].map(
      ([, amount = '']) => amount,
    );
    assert.deepEqual(control, { count: amounts.length, sum: sumEuros(amounts) });
    assert.deepEqual(control, { count: batch.count, sum: batch.total });
    files.push(control.sum);
  }
  assert.ok(files.length >= 2);
  assert.equal(sumEuros(files), pile('released'));
  const waiting = payouts.batches.filter(({ state }) => state === 'made').map(({ total }) => total);
  assert.equal(sumEuros(waiting), pile('batched'));

  const paid = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ cases: number; released: number }>(sql`
      select (select count(*) from casework.case where state = 'paid') as cases,
        (select count(*) from payout.payment_order where state = 'released') as released`),
  );
  assert.equal(paid.cases, paid.released);
});
