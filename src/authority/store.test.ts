import assert from 'node:assert/strict';
import { test } from 'node:test';
import { box, readPublicKey, SealError } from '#lib/seal.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities, RECORDS } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import {
  actorAt,
  findAuthority,
  findStaffBySubject,
  getAuthority,
  listAuthorities,
  makeKeys,
  putAuthority,
  putStaff,
} from './index.ts';

const { db } = await makeTestDatabase();
const keys = await makeTestAuthorities(db);
const musterland = await db.tx(ANY_AUTHORITY, (tx) => getAuthority(tx, 'musterland'));

test('an authority keeps its keys when its record changes', async () => {
  const record = RECORDS['musterland'];
  assert.ok(record);
  await db.tx(ANY_AUTHORITY, (tx) =>
    putAuthority(tx, 'musterland', { ...record, phone: '1' }, () => keys.makeAuthorityKeys('musterland')),
  );
  const changed = await db.tx(ANY_AUTHORITY, (tx) => findAuthority(tx, 'musterland'));
  assert.equal(changed?.phone, '1');
  assert.equal(changed?.publicKey, musterland.publicKey);
  assert.deepEqual(
    (await db.tx(ANY_AUTHORITY, listAuthorities)).map(({ id }) => id),
    ['musterland', 'musterstadt'],
  );
  await assert.rejects(
    db.tx(ANY_AUTHORITY, (tx) => getAuthority(tx, 'nirgends')),
    /no authority «nirgends»/,
  );
});

test('what is boxed to an authority opens under the master key alone', () => {
  const sealed = box(readPublicKey(musterland.publicKey), Buffer.from('x'), 'c');
  assert.equal(keys.openSubmission(musterland, sealed, 'c').toString(), 'x');
  assert.throws(() => makeKeys(Buffer.alloc(32, 8)).openSubmission(musterland, sealed, 'c'), SealError);
  assert.throws(() => makeKeys(Buffer.alloc(5)), /must have 32/);
});

test('data keys unwrap at their authority alone; blind indexes differ by authority and field', () => {
  const { key, wrapped } = keys.makeDataKey('musterland');
  assert.deepEqual(keys.unwrapDataKey('musterland', wrapped), key);
  assert.throws(() => keys.unwrapDataKey('musterstadt', wrapped), SealError);
  const indexes = [
    ['musterland', 'iban', 'DE1'],
    ['musterland', 'taxid', 'DE1'],
    ['musterstadt', 'iban', 'DE1'],
    ['musterland', 'iban', 'DE2'],
  ];
  assert.equal(new Set(indexes.map(([a = '', f = '', v = '']) => keys.blind(a, f, v))).size, 4);
  assert.equal(keys.blind('musterland', 'iban', 'DE1'), keys.blind('musterland', 'iban', 'DE1'));
});

test('staff are found by subject with their roles; a role is seen at its authority alone', async () => {
  const id = '01700000-0000-7000-8000-000000000001';
  const roles = [
    { authority: 'musterland', role: 'caseworker' },
    { authority: 'musterstadt', role: 'lead' },
  ] as const;
  await db.tx(ANY_AUTHORITY, (tx) =>
    putStaff(tx, { id, subject: 'anna', name: 'Anna', email: 'a@example.org', roles }),
  );
  const anna = await db.tx(ANY_AUTHORITY, (tx) => findStaffBySubject(tx, 'anna'));
  assert.deepEqual(anna?.roles, roles);
  assert.deepEqual(anna && actorAt(anna, 'musterstadt'), {
    kind: 'staff',
    id,
    name: 'Anna',
    authority: 'musterstadt',
    roles: ['lead'],
  });
  assert.deepEqual((await db.tx('musterstadt', (tx) => findStaffBySubject(tx, 'anna')))?.roles, [roles[1]]);
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => findStaffBySubject(tx, 'nobody')), undefined);
  await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update authority.staff set active = false where id = ${id}`));
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => findStaffBySubject(tx, 'anna')), undefined);
});
