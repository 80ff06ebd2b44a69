import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import pg from 'pg';
import { validateXML } from 'xmllint-wasm';
import { getCase } from '#case';
import { decisionIssued } from '#decision';
import { sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { aidAnswers } from '#test/fixture.ts';
import { makePayments } from '#test/payments.ts';
import {
  type Batch,
  type BatchResult,
  cancelBatch,
  downloadBatch,
  makeBatch,
  orderPayments,
  payoutReleased,
  readBatch,
  readPayouts,
  releaseBatch,
} from './index.ts';
import { readControl } from './pain001.ts';

const world = await makePayments();
const { db, payer, approver } = world;
const authority = 'musterland';

const done = (result: BatchResult | { readonly kind: 'nothing' }): Batch => {
  assert.ok(result.kind === 'done', JSON.stringify(result));
  return result.batch;
};
const make = async (): Promise<Batch> => done(await makeBatch(world, payer, authority));
const target = ({ id }: Batch) => ({ authority, batchId: id });
const stateOf = (caseId: string) => db.tx(authority, (tx) => getCase(tx, world, authority, caseId));
const openOrders = async () => {
  const payouts = await readPayouts(world, payer, authority);
  assert.ok(payouts.kind === 'payouts');
  return payouts.waiting;
};

test('a grant is ordered once, batched by one person, released by another, and taken out as a file', async () => {
  const [first] = await world.grant(1500, 2000);
  assert.ok(first);
  const ordered = await stateOf(first.caseId);
  assert.equal(ordered.order?.amount, '1500.00');

  const batch = await make();
  assert.deepEqual([batch.state, batch.count, batch.total], ['made', 2, '3500.00']);
  assert.deepEqual(await downloadBatch(world, payer, target(batch)), { kind: 'refused', reason: 'state' });

  const released = done(await releaseBatch(world, approver, target(batch)));
  assert.deepEqual([released.state, released.executionDay?.toString()], ['released', '2026-11-24']);
  const paid = await stateOf(first.caseId);
  assert.equal(paid.state, 'paid');
  assert.equal(paid.payment?.batch, batch.messageId);
  assert.deepEqual(paid.payment?.by, {
    kind: 'staff',
    id: 'id' in approver ? approver.id : '',
    name: 'Anton Freigabe',
  });
  const told: string[] = [];
  await drain(db, [payoutReleased.handle('test', async ({ caseId }) => void told.push(caseId))]);
  assert.equal(told.length, 2);

  const file = await downloadBatch(world, payer, target(batch));
  assert.ok(file.kind === 'file');
  assert.equal(createHash('sha256').update(file.content).digest('hex'), released.fileHash);
  assert.deepEqual(readControl(file.content.toString()), { count: 2, sum: '3500.00' });
  assert.match(file.content.toString(), /<EndToEndId>[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}<\/EndToEndId>/);
  assert.match(file.content.toString(), /<Nm>Landeskasse Musterland<\/Nm>/);
  assert.match(file.content.toString(), new RegExp(`<Nm>Erika Beispiel</Nm>.*<Ustrd>Hilfe ${ordered.number}</Ustrd>`));
  const again = await downloadBatch(world, payer, target(batch));
  assert.ok(again.kind === 'file' && again.content.equals(file.content));
  const view = await readBatch(world, approver, target(batch));
  assert.ok(view.kind === 'batch');
  assert.equal(view.downloads.length, 2);
  assert.deepEqual(
    view.orders.map(({ payee }) => payee.name),
    ['Erika Beispiel', 'Erika Beispiel'],
  );
});

const SCHEMA = '../shared/data/sepa/pain.001.001.09.xsd';
const skip = existsSync(SCHEMA) ? false : `${SCHEMA} is not here`;

test('the file of a batch is valid against the ISO 20022 schema', { skip }, async () => {
  await world.grant(1, 2, 3);
  const batch = done(await releaseBatch(world, approver, target(await make())));
  const file = await downloadBatch(world, payer, target(batch));
  assert.ok(file.kind === 'file');
  const xml = { fileName: 'batch.xml', contents: file.content.toString() };
  const { errors } = await validateXML({
    xml,
    schema: { fileName: 'pain.xsd', contents: readFileSync(SCHEMA, 'utf8') },
  });
  assert.deepEqual(errors, []);
});

test('the same job twice orders once, and a case that is paid is not ordered again', async () => {
  const [ref] = await world.grant(100);
  assert.ok(ref);
  for (let i = 0; i < 2; i += 1) await db.tx(authority, (tx) => decisionIssued.send(tx, ref));
  await drain(db, [orderPayments(world)]);
  assert.equal((await openOrders()).filter(({ caseId }) => caseId === ref.caseId).length, 1);
  await releaseBatch(world, approver, target(await make()));
  await db.tx(authority, (tx) => decisionIssued.send(tx, ref));
  await drain(db, [orderPayments(world)]);
  const found = await stateOf(ref.caseId);
  assert.equal(found.actions.filter(({ kind }) => kind === 'ordered').length, 1);
  assert.deepEqual(await makeBatch(world, payer, authority), { kind: 'nothing' });
});

test('a cancelled batch gives its orders back, says why, and is over', async () => {
  await world.grant(300);
  const batch = await make();
  const cancelled = done(await cancelBatch(world, approver, { ...target(batch), remark: 'Konto prüfen' }));
  assert.deepEqual(
    [cancelled.state, cancelled.remark, cancelled.endedBy?.name],
    ['cancelled', 'Konto prüfen', 'Anton Freigabe'],
  );
  assert.deepEqual(await releaseBatch(world, approver, target(batch)), { kind: 'refused', reason: 'state' });
  assert.deepEqual(await cancelBatch(world, approver, { ...target(batch), remark: '' }), {
    kind: 'refused',
    reason: 'state',
  });
  const next = await make();
  assert.deepEqual([next.count, next.total], [1, '300.00']);
  assert.notEqual(next.messageId, batch.messageId);
  done(await releaseBatch(world, approver, target(next)));
});

test('what is released is what was put together: a swapped account stops the release', async () => {
  const [ref] = await world.grant(400);
  const batch = await make();
  const owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
  await owner.query('update payout.payment_order set amount = 401 where case_id = $1', [ref?.caseId]);
  await assert.rejects(releaseBatch(world, approver, target(batch)), /changed after it was put together/);
  assert.equal((await stateOf(ref?.caseId ?? '')).state, 'decided');
  await owner.query('update payout.payment_order set amount = 400 where case_id = $1', [ref?.caseId]);
  await owner.end();
  done(await releaseBatch(world, approver, target(batch)));
});

test('a released batch, its items and its orders cannot change, and nothing can be deleted', async () => {
  const tries = [
    sql`update payout.batch set state = 'made' where state = 'released'`,
    sql`update payout.batch_item set live = false`,
    sql`update payout.payment_order set state = 'ordered' where state = 'released'`,
    sql`update payout.payment_order set amount = 1`,
    sql`delete from payout.payment_order`,
    sql`delete from payout.batch`,
    sql`delete from payout.batch_item`,
  ];
  for (const statement of tries)
    await assert.rejects(
      db.tx(authority, (tx) => tx.run(statement)),
      /final|permission denied/,
      statement.text,
    );
});

test('an account that a SEPA file cannot carry is held for a person, not lost and not paid', async () => {
  const swiss = await world.open(aidAnswers({ iban: 'CH9300762011623852957' }));
  await drain(db, world.handlers);
  assert.deepEqual(
    (await openOrders()).map(({ caseId, state, obstacle }) => [caseId, state, obstacle]),
    [[swiss.caseId, 'held', 'country']],
  );
  assert.deepEqual(await makeBatch(world, payer, authority), { kind: 'nothing' });
});

test('names and accounts lie sealed: in the order, in the file, and another authority sees none of it', async () => {
  await world.grant(500);
  const batch = await make();
  done(await releaseBatch(world, approver, target(batch)));
  const raw = await db.tx(authority, (tx) =>
    tx.all<{ text: string }>(sql`
      select encode(payee, 'escape') as text from payout.payment_order
      union all select encode(file, 'escape') from payout.batch where file is not null`),
  );
  assert.ok(raw.length > 4);
  for (const { text } of raw) assert.doesNotMatch(text, /Erika|DE\d{20}|<Document/);
  for (const table of [sql`payment_order`, sql`batch`, sql`batch_item`, sql`download`]) {
    const seen = await db.tx('musterstadt', (tx) =>
      tx.get<{ count: number }>(sql`select count(*) as count from payout.${table}`),
    );
    assert.equal(seen.count, 0);
  }
});
