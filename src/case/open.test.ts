import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSetAside } from '#intake';
import { ANY_AUTHORITY, openDb, sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { aidAnswers, makeFixture, registrationAnswers } from '#test/fixture.ts';
import {
  caseOpened,
  countDuplicates,
  findStatus,
  getCase,
  listCases,
  listDuplicates,
  openCases,
  record,
  verifyChain,
} from './index.ts';

const world = await makeFixture();
const { db } = world;

test('a submission becomes a case that says what was submitted, once', async () => {
  const { authority, caseId, number, secret } = await world.submit(aidAnswers({ name: 'Änne Öz' }), { language: 'en' });
  assert.equal(await db.tx(authority, (tx) => findStatus(tx, authority, caseId)), 'received');
  assert.equal(await openCases(world), 1);
  assert.equal(await openCases(world), 0);
  const found = await db.tx(authority, (tx) => getCase(tx, world, authority, caseId));
  assert.equal(found.answers['name'], 'Änne Öz');
  assert.deepEqual([found.number, found.secret, found.language, found.state], [number, secret, 'en', 'opened']);
  assert.equal(found.digest, world.aid.digest);
  assert.equal(await db.tx(authority, (tx) => verifyChain(tx, authority, caseId)), undefined);
  const seen: string[] = [];
  const handler = caseOpened.handle('test', async (ref) => void seen.push(ref.caseId));
  assert.equal(await drain(db, [handler]), 1);
  assert.deepEqual(seen, [caseId]);
});

test('a submission put back by an operator does not open, or change, its case again', async () => {
  const ref = await world.open(aidAnswers());
  const read = () => db.tx(ref.authority, (tx) => getCase(tx, world, ref.authority, ref.caseId));
  await drain(db, [caseOpened.handle('test', async () => {})]);
  const by = { kind: 'system', name: 'test' } as const;
  const handled = await db.tx(ref.authority, (tx) =>
    record(tx, world, { ...ref, by }, { kind: 'handled', remark: '' }),
  );
  await db.tx(ANY_AUTHORITY, (tx) =>
    tx.run(sql`update intake.submission set taken_at = null where id = ${ref.caseId}`),
  );
  assert.equal(await openCases(world), 1);
  assert.deepEqual([(await read()).state, (await read()).actions.length], ['closed', handled.actions.length]);
  const row = await db.tx(ref.authority, (tx) => findStatus(tx, ref.authority, ref.caseId));
  assert.equal(row, 'closed');
  assert.equal(await drain(db, [caseOpened.handle('test', async () => {})]), 0);
});

test('the list shows name and columns of the package, and nothing personal lies open in the tables', async () => {
  const { authority, caseId } = await world.open(registrationAnswers({ name: 'Max Sonderbar', ort: 'Lima' }), {
    service: 'meldung',
  });
  const { entries } = await db.tx(authority, (tx) => listCases(tx, world, authority, { service: 'meldung' }));
  assert.deepEqual(
    entries.map(({ id, summary }) => [id, summary]),
    [[caseId, { name: 'Max Sonderbar', columns: { wo: 'Lima', krank: true, stufe: null } }]],
  );
  const rows = await db.tx(ANY_AUTHORITY, async (tx) => [
    ...(await tx.all(sql`select * from casework.case`)),
    ...(await tx.all(sql`select * from casework.action`)),
    ...(await tx.all(sql`select * from casework.blind_index`)),
  ]);
  const open = rows.map((row) =>
    Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
  );
  assert.ok(open.length > 2 && !JSON.stringify(open).includes('Sonderbar'));
});

test('workers opening at the same time open each submission once', async () => {
  const refs = await Promise.all(Array.from({ length: 30 }, () => world.submit(aidAnswers())));
  const taken = await Promise.all(Array.from({ length: 4 }, () => openCases(world, 10)));
  const rest = await openCases(world, 100);
  assert.equal(
    taken.reduce((sum, count) => sum + count, rest),
    30,
  );
  const { count } = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ count: number }>(
      sql`select count(*) as count from casework.action where case_id = any(${refs.map(({ caseId }) => caseId)})`,
    ),
  );
  assert.equal(count, 30);
});

test('a crash while opening leaves nothing half done: the next worker opens it', async () => {
  const { authority, caseId } = await world.submit(aidAnswers());
  const gone = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
  const broken = { ...world, registry: { ...world.registry, get: gone } };
  await assert.rejects(openCases(broken), /could not be read/);
  assert.equal(await db.tx(authority, (tx) => findStatus(tx, authority, caseId)), 'received');
  assert.equal(await openCases(world), 1);
  await db.tx(authority, (tx) => getCase(tx, world, authority, caseId));
});

test('a submission that cannot be opened is set aside with the reason and holds nobody up', async () => {
  const bad = await world.submit(aidAnswers());
  const good = await world.submit(aidAnswers());
  // The app role may not change what was received: only whoever owns the tables can break it.
  const owner = openDb({ url: world.url, max: 1 });
  await owner.tx(ANY_AUTHORITY, (tx) =>
    tx.run(
      sql`update intake.submission set content = ${Buffer.from('rubbish'.repeat(20)).toString('base64')} where id = ${bad.caseId}`,
    ),
  );
  await owner.close();
  assert.equal(await openCases(world), 2);
  assert.equal(await openCases(world), 0);
  await db.tx('musterland', (tx) => getCase(tx, world, 'musterland', good.caseId));
  const aside = await db.tx(ANY_AUTHORITY, (tx) => listSetAside(tx));
  assert.deepEqual(
    aside.map(({ id, number }) => [id, number]),
    [[bad.caseId, bad.number]],
  );
  assert.match(aside[0]?.reason ?? '', /./);
});

test('equal IBANs are found across cases of one authority and service, and only there', async () => {
  const { iban } = aidAnswers();
  const first = await world.open(aidAnswers({ iban }));
  const second = await world.open(aidAnswers({ iban }));
  const elsewhere = await world.open(aidAnswers({ iban }), { authority: 'musterstadt' });
  const count = (ref: { authority: string; caseId: string }) =>
    db.tx(ref.authority, (tx) => countDuplicates(tx, { ...ref, id: ref.caseId, service: 'hilfe' }));
  assert.deepEqual(await count(first), { iban: 1 });
  assert.deepEqual(await count(elsewhere), {});
  assert.deepEqual(await db.tx('musterland', (tx) => listDuplicates(tx, 'musterland', second.caseId)), [
    { field: 'iban', caseId: first.caseId, number: first.number },
  ]);
});
