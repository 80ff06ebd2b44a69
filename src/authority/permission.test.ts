import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Actor,
  COMMANDS,
  type Command,
  checkCommand,
  checkSecondPerson,
  may,
  ROLES,
  type Role,
} from './permission.ts';

const staff = (roles: readonly Role[], authority = 'musterland'): Actor => ({
  kind: 'staff',
  id: 's1',
  name: 'A',
  authority,
  roles,
});

const table: Record<Command, readonly Role[]> = {
  'case.read': ['caseworker', 'approver', 'lead'],
  'case.claim': ['caseworker', 'approver'],
  'case.decide': ['caseworker'],
  'case.approve': ['approver'],
  'case.note': ['caseworker', 'approver', 'lead'],
  'list.read': ['caseworker', 'lead'],
  'payout.read': ['payments', 'approver', 'lead'],
  'payout.batch': ['payments'],
  'payout.release': ['approver'],
  'payout.download': ['payments'],
  'situation.read': ['lead'],
};

for (const command of COMMANDS)
  test(`${command} is for ${table[command].join(', ')} alone`, () => {
    for (const role of ROLES)
      assert.equal(may(staff([role]), command, 'musterland'), table[command].includes(role), role);
    assert.deepEqual(checkCommand(staff([]), command, 'musterland'), { kind: 'refused', reason: 'role' });
  });

test('roles count at their authority alone, and the system has none', () => {
  assert.equal(may(staff(ROLES), 'case.decide', 'musterstadt'), false);
  assert.equal(may({ kind: 'system', name: 'rules' }, 'case.decide', 'musterland'), false);
});

test('nobody approves what they prepared, and no machine approves', () => {
  assert.equal(checkSecondPerson(staff(['approver']), ['s2']), undefined);
  assert.deepEqual(checkSecondPerson(staff(ROLES), ['s2', 's1']), { kind: 'refused', reason: 'sameperson' });
  assert.deepEqual(checkSecondPerson({ kind: 'system', name: 'rules' }, []), { kind: 'refused', reason: 'sameperson' });
});
