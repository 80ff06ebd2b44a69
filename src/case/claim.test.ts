import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '#authority';
import { ROLES } from '#authority';
import { aidAnswers, makeFixture, type Ref, registrationAnswers } from '#test/fixture.ts';
import {
  addNote,
  type CaseAction,
  claim,
  countCases,
  findByNumber,
  getCase,
  listAccess,
  listCases,
  logAccess,
  markHandled,
  nextTask,
  readSituation,
  record,
  release,
} from './index.ts';

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
const reasonOf = (result: { kind: string; reason?: string }) =>
  result.kind === 'refused' ? result.reason : result.kind;

test('a claimed case is kept for half an hour, then somebody else can take it over', async () => {
  const ref = await makeTask();
  assert.equal(reasonOf(await claim(world, anna, ref)), 'done');
  assert.equal(reasonOf(await claim(world, ben, ref)), 'claimed');
  assert.equal(reasonOf(await release(world, ben, ref)), 'claimed');
  world.setTime({ minutes: 29 });
  assert.equal(reasonOf(await claim(world, ben, ref)), 'claimed');
  assert.equal(reasonOf(await claim(world, anna, ref)), 'done', 'prolonged');
  world.setTime({ minutes: 29 });
  assert.equal(reasonOf(await claim(world, ben, ref)), 'claimed');
  world.setTime({ minutes: 1 });
  assert.equal(reasonOf(await claim(world, ben, ref)), 'done');
  assert.equal(reasonOf(await release(world, ben, ref)), 'done');
  assert.equal(reasonOf(await claim(world, anna, ref)), 'done');
  await release(world, anna, ref);
});

test('two people claiming at the same moment: one has it', async () => {
  const ref = await makeTask();
  const results = await Promise.all([claim(world, anna, ref), claim(world, ben, ref)]);
  assert.deepEqual(results.map(reasonOf).sort(), ['claimed', 'done']);
});

test('a case that is no task cannot be claimed, a stale form is refused', async () => {
  const ref = await world.open(aidAnswers());
  assert.equal(reasonOf(await claim(world, anna, ref)), 'state');
  assert.equal(reasonOf(await claim(world, anna, { ...ref, version: 9 })), 'version');
});

const EVERYBODY: readonly Actor[] = [
  ...(await Promise.all(ROLES.map((role) => world.person(role, [role])))),
  await world.person('stranger', [...ROLES], 'musterstadt'),
  { kind: 'system', name: 'script' },
];
const commands: Readonly<Record<string, readonly [(actor: Actor, ref: Ref) => Promise<unknown>, readonly string[]]>> = {
  claim: [(actor, ref) => claim(world, actor, ref), ['caseworker', 'approver']],
  release: [(actor, ref) => release(world, actor, ref), ['caseworker', 'approver']],
  addNote: [(actor, ref) => addNote(world, actor, { ...ref, text: 'hallo' }), ['caseworker', 'approver', 'lead']],
  markHandled: [(actor, ref) => markHandled(world, actor, { ...ref, remark: '' }), ['caseworker']],
};
for (const [name, [run, allowed]] of Object.entries(commands))
  test(`${name} is for ${allowed.join(', ')} of the authority and for nobody else`, async () => {
    for (const actor of EVERYBODY) {
      const ref = await world.open(registrationAnswers(), { service: 'meldung' });
      await act(ref, { kind: 'prioritised', level: 2, reasons: [], explanation: { de: '', en: '' } });
      const result = reasonOf((await run(actor, ref)) as { kind: string });
      assert.equal(result, allowed.includes(actor.name) ? 'done' : 'role', actor.name);
    }
  });

test('nextTask gives each person the most urgent free task that is theirs to do', async () => {
  const fresh = await makeFixture();
  const [cara, dora] = [await fresh.person('Cara', ['caseworker']), await fresh.person('Dora', ['approver'])];
  const open = async (): Promise<Ref> => {
    const ref = await fresh.open(aidAnswers());
    await fresh.db.tx(ref.authority, (tx) => record(tx, fresh, { ...ref, by }, assessed));
    fresh.setTime({ seconds: 1 });
    return ref;
  };
  const [first, second] = [await open(), await open()];
  const next = async (actor: Actor) => {
    const found = await nextTask(fresh, actor, { authority: 'musterland' });
    return found && ('id' in found ? found.id : found.reason);
  };
  assert.equal(await next(dora), undefined, 'nothing to approve yet');
  const [a, b] = await Promise.all([next(cara), next(cara)]);
  assert.deepEqual([a, b].sort(), [first.caseId, second.caseId].sort(), 'never the same twice');
  assert.equal(await next(cara), undefined);
  assert.equal(await next(await fresh.person('Pay', ['payments'])), 'role');
  await fresh.db.tx('musterland', (tx) =>
    record(
      tx,
      fresh,
      { ...first, by: { kind: 'staff', id: dora.id, name: 'Dora' } },
      {
        kind: 'decided',
        outcome: 'bewilligt',
        outcomeKind: 'granted',
        amount: '1500.00',
        reasons: [],
        remark: '',
        deviates: false,
        second: true,
        automatic: false,
      },
    ),
  );
  assert.equal(await next(dora), undefined, 'her own decision');
  assert.equal(await next(await fresh.person('Emil', ['approver'])), first.caseId);
});

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

test('who saw a case is on record; the number finds the case', async () => {
  const ref = await world.open(aidAnswers());
  await db.tx('musterland', (tx) => logAccess(tx, anna, { ...ref, what: 'case' }, world.clock()));
  await db.tx('musterland', async (tx) => {
    assert.deepEqual(
      (await listAccess(tx, 'musterland', ref.caseId)).map(({ staff, what }) => [staff, what]),
      [[anna.id, 'case']],
    );
    assert.equal(await findByNumber(tx, 'musterland', ref.number), ref.caseId);
    assert.equal(await findByNumber(tx, 'musterstadt', ref.number), undefined);
  });
});

test('a note is kept with who wrote it', async () => {
  const ref = await makeTask();
  await addNote(world, anna, { ...ref, text: 'Unterlagen telefonisch angefordert' });
  const { actions } = await db.tx('musterland', (tx) => getCase(tx, world, 'musterland', ref.caseId));
  const last = actions.at(-1);
  assert.deepEqual(
    [last?.kind === 'noted' && last.text, last?.by],
    ['Unterlagen telefonisch angefordert', { kind: 'staff', id: anna.id, name: 'Anna' }],
  );
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
