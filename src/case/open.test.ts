import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Failure, isHeldUp, listTroubled, MOST_TRIES, noteFailure, putBack } from '#intake';
import { ANY_AUTHORITY, openDb, sql, type Tx } from '#lib/sql.ts';
import { drain } from '#queue';
import { passPauses } from '#test/aside.ts';
import { aidAnswers, makeFixture, registrationAnswers } from '#test/fixture.ts';
import {
  caseOpened,
  countDuplicates,
  findCase,
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
  await assert.rejects(openCases(broken), /gone/);
  assert.equal(await db.tx(authority, (tx) => findStatus(tx, authority, caseId)), 'received');
  assert.equal(await openCases(world), 1);
  await db.tx(authority, (tx) => getCase(tx, world, authority, caseId));
});

/** The app role may not change what was received: only whoever owns the tables can break it. */
const asOwner = async (statement: Parameters<Tx['run']>[0]): Promise<void> => {
  const owner = openDb({ url: world.url, max: 1 });
  await owner.tx(ANY_AUTHORITY, (tx) => tx.run(statement));
  await owner.close();
};
const troubled = () => db.tx(ANY_AUTHORITY, listTroubled);
const held = (id: string) => db.tx('musterland', (tx) => isHeldUp(tx, 'musterland', id));
const isOpen = async (id: string) =>
  (await db.tx('musterland', (tx) => findCase(tx, world, 'musterland', id))) !== undefined;

/** Lets the workers try until they give up; what they said. */
const tryOut = async (): Promise<Failure[]> => {
  const failures: Failure[] = [];
  for (let tries = 0; tries < MOST_TRIES + 2; tries += 1) {
    await openCases({ ...world, troubled: (failure) => failures.push(failure) });
    await passPauses(db);
  }
  return failures;
};

test('a submission that cannot be opened holds nobody up, is tried again after pauses and then set aside with the reason', async () => {
  const bad = await world.submit(aidAnswers());
  const good = await world.submit(aidAnswers());
  const rubbish = Buffer.from('rubbish'.repeat(20)).toString('base64');
  await asOwner(sql`update intake.submission set content = ${rubbish} where id = ${bad.caseId}`);
  assert.equal(await openCases(world), 2);
  assert.equal(await openCases(world), 0, 'its pause is not over');
  assert.ok(await isOpen(good.caseId));
  assert.equal(await held(bad.caseId), false, 'the first tries pass within half a minute');
  const [first] = await troubled();
  assert.deepEqual([first?.id, first?.number, first?.tries], [bad.caseId, bad.number, 1]);
  assert.ok(first?.dueAt instanceof Date);
  await passPauses(db);
  const failures = await tryOut();
  assert.deepEqual([failures.length, failures.at(-1)?.isAside], [MOST_TRIES - 1, true]);
  assert.equal(await held(bad.caseId), true);
  const [aside] = await troubled();
  assert.deepEqual([aside?.tries, aside?.dueAt], [MOST_TRIES, null]);
  assert.match(aside?.reason ?? '', /seal|box|key/i);
  await asOwner(sql`update intake.submission set set_aside = null, tries = 0 where id = ${bad.caseId}`);
});

test('pauses grow from five seconds to an hour', async () => {
  const { caseId } = await world.submit(aidAnswers());
  const pauses: number[] = [];
  for (let tries = 1; tries < MOST_TRIES; tries += 1)
    pauses.push(
      await db.tx(ANY_AUTHORITY, async (tx) => {
        await noteFailure(tx, 'submission', caseId, 'test');
        const row = await tx.get<{ wait: number }>(
          sql`select extract(epoch from due_at - now())::int as wait from intake.submission where id = ${caseId}`,
        );
        return row.wait;
      }),
    );
  assert.deepEqual(pauses, [5, 20, 80, 320, 1280, 3600, 3600]);
  await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, caseId));
  assert.equal(await openCases(world), 1);
});

test('what PostgreSQL refuses is opened apart: its neighbours go on, nothing is half done, nothing lost', async () => {
  const before = await world.submit(aidAnswers());
  const poison = await world.submit(aidAnswers());
  const behind = await world.submit(aidAnswers());
  await asOwner(sql`alter table casework.case add constraint odd check (number <> 'ODD')`);
  await asOwner(sql`update intake.submission set number = 'ODD' where id = ${poison.caseId}`);
  const said: Failure[] = [];
  assert.equal(await openCases({ ...world, troubled: (failure) => said.push(failure) }), 3);
  assert.deepEqual(
    [await isOpen(before.caseId), await isOpen(poison.caseId), await isOpen(behind.caseId)],
    [true, false, true],
  );
  assert.deepEqual(
    said.map(({ kind, id, tries }) => [kind, id, tries]),
    [['submission', poison.caseId, 1]],
  );
  assert.match(said[0]?.reason ?? '', /SQLSTATE 23514 at case odd/);
  await passPauses(db);
  const failures = await tryOut();
  assert.equal(failures.at(-1)?.isAside, true);
  assert.equal(await openCases(world), 0);
  assert.equal(await db.tx('musterland', (tx) => findStatus(tx, 'musterland', poison.caseId)), 'received');
  // Mended and put back, it becomes the case that it would have been.
  await asOwner(sql`update intake.submission set number = ${poison.number} where id = ${poison.caseId}`);
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, poison.caseId)), true);
  assert.equal(await openCases(world), 1);
  assert.ok(await isOpen(poison.caseId));
  assert.equal(await held(poison.caseId), false);
});

test('what another release wrote waits for a worker that knows it, and its content stands in no reason', async () => {
  const { caseId } = await world.submit(aidAnswers({ name: 'Geheimrat' }));
  const strange = { ...world.keys, openSubmission: () => Buffer.from('{"answers":"Geheimrat') } as typeof world.keys;
  assert.equal(await openCases({ ...world, keys: strange }), 1);
  const [one] = await troubled();
  assert.equal(one?.reason, 'Its content is not JSON.');
  await passPauses(db);
  const newer = {
    ...world.keys,
    openSubmission: () => Buffer.from('{"answers":{},"Geheimrat":1}'),
  } as typeof world.keys;
  assert.equal(await openCases({ ...world, keys: newer }), 1);
  const [other] = await troubled();
  assert.match(other?.reason ?? '', /not in the shape that this release knows: .*parameters/);
  assert.doesNotMatch(other?.reason ?? '', /Geheim/);
  await passPauses(db);
  assert.equal(await openCases(world), 1);
  assert.ok(await isOpen(caseId));
  assert.deepEqual(await troubled(), []);
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
