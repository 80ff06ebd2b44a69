import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actor, ROLES, type Role } from '#authority';
import { makePayments } from '#test/payments.ts';
import { cancelBatch, downloadBatch, makeBatch, readBatch, readPayouts, releaseBatch } from './index.ts';

const world = await makePayments();
const authority = 'musterland';

const newBatch = async (): Promise<{ authority: string; batchId: string }> => {
  await world.grant(10);
  const made = await makeBatch(world, world.payer, authority);
  assert.ok(made.kind === 'done');
  return { authority, batchId: made.batch.id };
};
const releasedBatch = async () => {
  const target = await newBatch();
  assert.equal((await releaseBatch(world, world.approver, target)).kind, 'done');
  return target;
};

type Act = (actor: Actor) => Promise<{ readonly kind: string; readonly reason?: string }>;

/** Every command, who may give it, and how to give it to something that is ready for it. */
const COMMANDS: readonly [name: string, roles: readonly Role[], prepare: () => Promise<Act>][] = [
  ['readPayouts', ['payments', 'approver', 'lead'], async () => (actor) => readPayouts(world, actor, authority)],
  [
    'makeBatch',
    ['payments'],
    async () => {
      await world.grant(10);
      return (actor) => makeBatch(world, actor, authority);
    },
  ],
  [
    'readBatch',
    ['payments', 'approver', 'lead'],
    async () => {
      const target = await newBatch();
      return (actor) => readBatch(world, actor, target);
    },
  ],
  [
    'releaseBatch',
    ['approver'],
    async () => {
      const target = await newBatch();
      return (actor) => releaseBatch(world, actor, target);
    },
  ],
  [
    'cancelBatch',
    ['payments', 'approver'],
    async () => {
      const target = await newBatch();
      return (actor) => cancelBatch(world, actor, { ...target, remark: '' });
    },
  ],
  [
    'downloadBatch',
    ['payments'],
    async () => {
      const target = await releasedBatch();
      return (actor) => downloadBatch(world, actor, target);
    },
  ],
];

const REFUSED = { kind: 'refused', reason: 'role' };

for (const [name, allowed, prepare] of COMMANDS)
  test(`${name} is for ${allowed.join(', ')} of this authority alone`, async () => {
    for (const role of ROLES) {
      const act = await prepare();
      const stranger = await world.person('Fremd', [role], 'musterstadt');
      assert.deepEqual(await act(stranger), REFUSED, `${role} elsewhere`);
      const result = await act(await world.person('Eigen', [role]));
      if (allowed.includes(role)) assert.notEqual(result.kind, 'refused', role);
      else assert.deepEqual(result, REFUSED, role);
    }
    const act = await prepare();
    assert.deepEqual(await act({ kind: 'system', name: 'rules' }), REFUSED);
  });

test('nobody releases a batch of their own, whatever their roles', async () => {
  const both = await world.person('Beides', [...ROLES]);
  await world.grant(10);
  const made = await makeBatch(world, both, authority);
  assert.ok(made.kind === 'done');
  const target = { authority, batchId: made.batch.id };
  assert.deepEqual(await releaseBatch(world, both, target), { kind: 'refused', reason: 'sameperson' });
  assert.equal((await releaseBatch(world, world.approver, target)).kind, 'done');
});

test('a batch of another authority is not there', async () => {
  const target = await newBatch();
  const elsewhere = { ...target, authority: 'musterstadt' };
  const approver = await world.person('Fremd', ['approver'], 'musterstadt');
  assert.deepEqual(await releaseBatch(world, approver, elsewhere), { kind: 'refused', reason: 'state' });
  assert.deepEqual(await readBatch(world, approver, elsewhere), { kind: 'refused', reason: 'state' });
});
