import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aidAnswers, makeFixture, type Ref, registrationAnswers } from '#test/fixture.ts';
import { type CaseAction, claim, countCases, listCases, readSituation, record } from './index.ts';

const world = await makeFixture();
const { db } = world;
const anna = await world.person('Anna', ['caseworker']);
const ben = await world.person('Ben', ['caseworker', 'approver']);
const by = { kind: 'system', name: 'test' } as const;

const assessed: CaseAction = {
  kind: 'assessed',
  outcome: 'bewilligt',
  outcomeKind: 'granted',
  amount: '1500.00',
  reasons: ['engpass'],
  doubts: ['doppelteIban'],
  faults: [],
  duplicates: {},
  automatic: false,
  second: true,
  explanation: { de: '', en: '' },
};
const act = (ref: Ref, action: CaseAction, who: Parameters<typeof record>[2]['by'] = by) =>
  db.tx(ref.authority, (tx) => record(tx, world, { authority: ref.authority, caseId: ref.caseId, by: who }, action));

const makeTask = async (): Promise<Ref> => {
  const ref = await world.open(aidAnswers());
  await act(ref, assessed);
  return ref;
};
const decideAs = (ref: Ref, { id, name }: { id: string; name: string }) =>
  act(
    ref,
    {
      kind: 'decided',
      outcome: 'bewilligt',
      outcomeKind: 'granted',
      amount: '1500.00',
      reasons: ['engpass'],
      remark: '',
      deviates: false,
      second: true,
      automatic: false,
    },
    { kind: 'staff', id, name },
  );
test('lists filter, sort and go on where the page before ended', async () => {
  const fresh = await makeFixture();
  const refs: Ref[] = [];
  for (const krank of [false, true, false, true, false]) {
    const ref = await fresh.open(registrationAnswers({ krank }), { service: 'meldung' });
    const level = krank ? 1 : 4;
    await fresh.db.tx(ref.authority, (tx) =>
      record(tx, fresh, { ...ref, by }, { kind: 'prioritised', level, reasons: [], explanation: { de: '', en: '' } }),
    );
    refs.push(ref);
    fresh.setTime({ minutes: 1 });
  }
  const at = (...places: number[]) => places.map((i) => refs[i]?.caseId);
  await fresh.db.tx('musterland', async (tx) => {
    const page = (filter: Parameters<typeof listCases>[3]) => listCases(tx, fresh, 'musterland', filter);
    const one = await page({ limit: 2 });
    const two = await page({ limit: 2, ...(one.next ? { after: one.next } : {}) });
    const three = await page({ limit: 2, ...(two.next ? { after: two.next } : {}) });
    const ids = [one, two, three].map(({ entries }) => entries.map(({ id }) => id));
    assert.deepEqual(ids, [at(1, 3), at(0, 2), at(4)]);
    assert.equal(three.next, undefined);
    const newest = await page({ order: 'newest', limit: 3 });
    assert.deepEqual(
      newest.entries.map(({ id }) => id),
      at(4, 3, 2),
    );
    const older = await page({ order: 'newest', ...(newest.next ? { after: newest.next } : {}) });
    assert.deepEqual(
      older.entries.map(({ id }) => id),
      at(1, 0),
    );
    assert.equal(await countCases(tx, 'musterland', { states: ['registered'], service: 'meldung' }), 5);
    assert.equal(await countCases(tx, 'musterland', { states: ['todecide'] }), 0);
    assert.deepEqual((await page({ after: "x' or true" })).entries.length, 5, 'a made-up cursor starts anew');
  });
});

test('mine are the cases I claimed; others see who works on them', async () => {
  const ref = await makeTask();
  await claim(world, anna, ref);
  await db.tx('musterland', async (tx) => {
    const mine = await listCases(tx, world, 'musterland', { assignee: anna.id });
    assert.ok(
      mine.entries.some(
        ({ id, assignee, doubts, second }) => id === ref.caseId && assignee === anna.id && doubts === 1 && second,
      ),
    );
    const other = await listCases(tx, world, 'musterland', { assignee: ben.id });
    assert.ok(!other.entries.some(({ id }) => id === ref.caseId));
  });
});

test('what a person decided is left out of their approvals', async () => {
  const ref = await makeTask();
  await decideAs(ref, ben);
  await db.tx('musterland', async (tx) => {
    const has = async (notDecidedBy: string) =>
      (await listCases(tx, world, 'musterland', { states: ['toapprove'], notDecidedBy })).entries.some(
        ({ id }) => id === ref.caseId,
      );
    assert.deepEqual([await has(ben.id), await has(anna.id)], [false, true]);
  });
});

test('the situation counts what came in, what waits and how long decisions take', async () => {
  const fresh = await makeFixture();
  const old = await fresh.open(aidAnswers());
  const received = fresh.clock();
  fresh.setTime({ hours: 26 });
  const ref = await fresh.open(aidAnswers());
  await fresh.db.tx('musterland', (tx) => record(tx, fresh, { ...ref, by }, assessed));
  fresh.setTime({ minutes: 10 });
  await fresh.db.tx('musterland', (tx) =>
    record(
      tx,
      fresh,
      { ...ref, by },
      {
        kind: 'decided',
        outcome: 'bewilligt',
        outcomeKind: 'granted',
        amount: '1.00',
        reasons: [],
        remark: '',
        deviates: false,
        second: false,
        automatic: true,
      },
    ),
  );
  const now = fresh.clock().toZonedDateTimeISO('Europe/Berlin');
  const situation = await fresh.db.tx('musterland', (tx) => readSituation(tx, 'musterland', now));
  assert.deepEqual(situation, [
    {
      service: 'hilfe',
      states: { opened: 1, decided: 1 },
      receivedToday: 1,
      decidedToday: 1,
      secondsToDecision: 600,
      oldestWaiting: received,
    },
  ]);
  assert.ok(old);
});
