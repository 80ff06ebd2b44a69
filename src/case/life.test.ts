import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseAction, RecordedAction } from './action.ts';
import { type CaseState, foldActions, isAllowed } from './life.ts';

const staff = { kind: 'staff', id: 'anna', name: 'Anna' } as const;
const at = Temporal.Instant.from('2026-11-23T09:00:00Z');
const wording = { de: '', en: '' };
const ID = '01890000-0000-7000-8000-000000000000';

const opened: CaseAction = { kind: 'opened', answers: {}, parameters: {}, slots: {}, language: 'de', secret: 's' };
const assessed: CaseAction = {
  kind: 'assessed',
  reasons: [],
  doubts: [],
  faults: [],
  duplicates: {},
  automatic: false,
  second: true,
  explanation: wording,
};
const decided = (second: boolean): CaseAction => ({
  kind: 'decided',
  outcome: 'bewilligt',
  outcomeKind: 'granted',
  reasons: [],
  remark: '',
  deviates: false,
  second,
  automatic: false,
});
const approved: CaseAction = { kind: 'approved', remark: '' };
const returned: CaseAction = { kind: 'returned', remark: 'bitte prüfen' };
const paid: CaseAction = { kind: 'paid', order: ID, amount: '1.00', batch: 'b' };
const prioritised: CaseAction = { kind: 'prioritised', level: 1, reasons: [], explanation: wording };
const claimed: CaseAction = { kind: 'claimed', until: '2026-11-23T09:30:00.000Z' };
const handled: CaseAction = { kind: 'handled', remark: '' };
const noted: CaseAction = { kind: 'noted', text: 'angerufen' };

const fold = (...actions: readonly CaseAction[]) =>
  foldActions(actions.map((action, i): RecordedAction => ({ ...action, seq: i + 1, at, by: staff })));

const ways: readonly [string, readonly CaseAction[], CaseState, number][] = [
  ['just opened', [opened], 'opened', 1],
  ['assessed: a task', [opened, assessed], 'todecide', 2],
  ['decided alone', [opened, assessed, decided(false)], 'decided', 3],
  ['decided, a second person due', [opened, assessed, decided(true)], 'toapprove', 3],
  ['approved', [opened, assessed, decided(true), approved], 'decided', 4],
  ['returned', [opened, assessed, decided(true), returned], 'todecide', 4],
  ['paid', [opened, assessed, decided(false), paid], 'paid', 4],
  ['registered', [opened, prioritised], 'registered', 2],
  ['handled', [opened, prioritised, handled], 'closed', 3],
  ['a note and a lease are no new version', [opened, assessed, claimed, noted], 'todecide', 2],
];
for (const [name, actions, state, version] of ways)
  test(`a case ${name} is «${state}» at version ${version}`, () => {
    const life = fold(...actions);
    assert.deepEqual([life.state, life.version], [state, version]);
  });

test('a lease ends with release, decision, approval and return', () => {
  assert.equal(fold(opened, assessed, claimed).lease?.by.id, 'anna');
  for (const ending of [{ kind: 'released' } as const, decided(false)])
    assert.equal(fold(opened, assessed, claimed, ending).lease, undefined, ending.kind);
  for (const ending of [approved, returned])
    assert.equal(fold(opened, assessed, decided(true), claimed, ending).lease, undefined, ending.kind);
});

const forbidden: readonly [CaseState, CaseAction['kind']][] = [
  ['opened', 'decided'],
  ['todecide', 'approved'],
  ['toapprove', 'decided'],
  ['toapprove', 'noticed'],
  ['todecide', 'ordered'],
  ['toapprove', 'paid'],
  ['decided', 'decided'],
  ['decided', 'claimed'],
  ['paid', 'paid'],
  ['paid', 'ordered'],
  ['closed', 'handled'],
];
test('what may not happen in a state is not in the table', () => {
  for (const [state, kind] of forbidden) assert.equal(isAllowed(state, kind), false, `${kind} in ${state}`);
  assert.equal(isAllowed('closed', 'noted'), true);
});
