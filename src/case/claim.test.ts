import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '#authority';
import { ROLES } from '#authority';
import { aidAnswers, makeFixture, type Ref, registrationAnswers } from '#test/fixture.ts';
import {
  addNote,
  type CaseAction,
  claim,
  findByNumber,
  getCase,
  listAccess,
  lockCase,
  logAccess,
  markHandled,
  nextTask,
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

test('nextTask passes by what another worker is taking at this moment', async () => {
  const fresh = await makeFixture();
  const cara = await fresh.person('Cara', ['caseworker']);
  const refs: Ref[] = [];
  for (let i = 0; i < 2; i += 1) {
    const ref = await fresh.open(aidAnswers());
    await fresh.db.tx(ref.authority, (tx) => record(tx, fresh, { ...ref, by }, assessed));
    fresh.setTime({ seconds: 1 });
    refs.push(ref);
  }
  const [first, second] = refs;
  assert.ok(first && second);
  await fresh.db.tx('musterland', async (tx) => {
    await lockCase(tx, fresh, 'musterland', first.caseId);
    const found = await nextTask(fresh, cara, { authority: 'musterland' });
    assert.equal(found && 'id' in found && found.id, second.caseId);
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
