import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ANY_AUTHORITY, openDb, sql } from '#lib/sql.ts';
import { aidAnswers, makeFixture, type Ref } from '#test/fixture.ts';
import { deleteData, findCase, getCase, listCases, record, verifyChain } from './index.ts';

const world = await makeFixture();
const { db } = world;
const by = { kind: 'system', name: 'test' } as const;
const owner = openDb({ url: world.url, max: 1 });

const note = (ref: Ref, text: string) =>
  db.tx(ref.authority, (tx) => record(tx, world, { ...ref, by }, { kind: 'noted', text }));
const verify = (ref: Ref) => db.tx(ref.authority, (tx) => verifyChain(tx, ref.authority, ref.caseId));

test('concurrent records queue up: every one is kept, numbered without gaps', async () => {
  const ref = await world.open(aidAnswers());
  await Promise.all(Array.from({ length: 12 }, (_, i) => note(ref, `note ${i}`)));
  const { actions } = await db.tx(ref.authority, (tx) => getCase(tx, world, ref.authority, ref.caseId));
  assert.deepEqual(
    actions.map(({ seq }) => seq),
    Array.from({ length: 13 }, (_, i) => i + 1),
  );
  assert.equal(await verify(ref), undefined);
});

test('an action recorded while a chain is being verified is no forgery', async () => {
  const ref = await world.open(aidAnswers());
  let recorded: Promise<unknown> = Promise.resolve();
  const fault = await db.tx(ref.authority, (tx) => {
    /** Somebody records as soon as a first look was taken, and has time to finish where nothing holds it up. */
    const meddled: typeof tx = {
      ...tx,
      all: async (statement) => {
        const rows = await tx.all(statement);
        recorded = note(ref, 'meanwhile');
        await setTimeout(200);
        return rows as never;
      },
    };
    return verifyChain(meddled, ref.authority, ref.caseId);
  });
  await recorded;
  assert.equal(fault, undefined);
  assert.equal(await verify(ref), undefined);
});

test('what the state does not allow, and a stale version, throw and leave no trace', async () => {
  const ref = await world.open(aidAnswers());
  const approve = db.tx(ref.authority, (tx) => record(tx, world, { ...ref, by }, { kind: 'approved', remark: '' }));
  await assert.rejects(approve, /«approved» may not be recorded while case .* is «opened»/);
  const stale = db.tx(ref.authority, (tx) =>
    record(tx, world, { ...ref, by, expectedVersion: 7 }, { kind: 'handled', remark: '' }),
  );
  await assert.rejects(stale, /is at version 1, not 7/);
  const { actions } = await db.tx(ref.authority, (tx) => getCase(tx, world, ref.authority, ref.caseId));
  assert.equal(actions.length, 1);
});

test('a throw after recording takes the record back', async () => {
  const ref = await world.open(aidAnswers());
  const crash = db.tx(ref.authority, async (tx) => {
    await record(tx, world, { ...ref, by }, { kind: 'noted', text: 'half' });
    throw new Error('crash');
  });
  await assert.rejects(crash, /crash/);
  assert.equal(await verify(ref), undefined);
  const { actions } = await db.tx(ref.authority, (tx) => getCase(tx, world, ref.authority, ref.caseId));
  assert.equal(actions.length, 1);
});

test('another authority sees nothing of a case, whatever it asks for', async () => {
  const ref = await world.open(aidAnswers());
  await db.tx('musterstadt', async (tx) => {
    assert.equal(await findCase(tx, world, ref.authority, ref.caseId), undefined);
    assert.deepEqual((await listCases(tx, world, ref.authority, {})).entries, []);
    for (const table of ['case', 'action', 'blind_index', 'access'])
      assert.deepEqual(await tx.all({ text: `select * from casework.${table}`, values: [] }), [], table);
  });
  const write = db.tx('musterstadt', (tx) =>
    tx.run(
      sql`insert into casework.access (authority, case_id, staff, at, what) values ('musterland', ${ref.caseId}, ${ref.caseId}, now(), 'case')`,
    ),
  );
  await assert.rejects(write, /row-level security/);
});

test('the application may append actions but neither change nor delete them', async () => {
  const ref = await world.open(aidAnswers());
  for (const statement of [
    sql`update casework.action set kind = 'approved' where case_id = ${ref.caseId}`,
    sql`delete from casework.action where case_id = ${ref.caseId}`,
    sql`delete from casework.case where id = ${ref.caseId}`,
    sql`update casework.access set staff = case_id`,
  ])
    await assert.rejects(
      db.tx(ref.authority, (tx) => tx.run(statement)),
      /permission denied/,
    );
});

test('whoever can write the tables cannot change the past unnoticed', async () => {
  const tamper = async (text: string) => {
    const ref = await world.open(aidAnswers());
    await note(ref, 'one');
    await note(ref, 'two');
    await owner.tx(ANY_AUTHORITY, (tx) => tx.run({ text, values: [ref.caseId] }));
    return verify(ref);
  };
  assert.deepEqual(
    await tamper(`update casework.action set at = at + interval '1 day' where case_id = $1 and seq = 2`),
    { seq: 2, what: 'changed' },
  );
  assert.deepEqual(await tamper('delete from casework.action where case_id = $1 and seq = 2'), {
    seq: 2,
    what: 'missing',
  });
  assert.deepEqual(await tamper('delete from casework.action where case_id = $1 and seq = 3'), {
    seq: 3,
    what: 'missing',
  });
  await owner.close();
});

test('deleting the data destroys the key: nothing opens, the chain still verifies', async () => {
  const { iban } = aidAnswers();
  const ref = await world.open(aidAnswers({ iban }));
  await db.tx(ref.authority, (tx) => deleteData(tx, ref.authority, ref.caseId));
  await assert.rejects(
    db.tx(ref.authority, (tx) => getCase(tx, world, ref.authority, ref.caseId)),
    /was deleted when its retention ended/,
  );
  assert.equal(await verify(ref), undefined);
  const { entries } = await db.tx(ref.authority, (tx) => listCases(tx, world, ref.authority, {}));
  const entry = entries.find(({ id }) => id === ref.caseId);
  assert.deepEqual([entry?.number, entry?.summary], [ref.number, undefined]);
});
