import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Keyring } from '#lib/seal.ts';
import {
  IDLE,
  openPending,
  openSession,
  renewSession,
  SIGN_IN_TIME,
  safePath,
  sealPending,
  sealSession,
} from './session.ts';

const keys: Keyring = [{ name: 'k1', key: new Uint8Array(32).fill(7) }];
const now = 1_800_000_000;
const session = { staff: 'ada', since: now, seen: now };

test('a session opens until eight hours have passed without a request, and never after a day', () => {
  const cookie = sealSession(keys, session);
  assert.deepEqual(openSession(keys, cookie, now + IDLE - 1), session);
  assert.equal(openSession(keys, cookie, now + IDLE), undefined);
  const renewed = sealSession(keys, { ...session, seen: now + 86_000 });
  assert.ok(openSession(keys, renewed, now + 86_399));
  assert.equal(openSession(keys, renewed, now + 86_400), undefined);
});

test('a session is renewed after five minutes, not before', () => {
  assert.equal(renewSession(session, now + 299), undefined);
  assert.deepEqual(renewSession(session, now + 300), { ...session, seen: now + 300 });
});

test('what was changed, comes from elsewhere or was sealed for another use is no session', () => {
  const cookie = sealSession(keys, session);
  const pending = { state: 's', nonce: 'n', verifier: 'v', to: '/', at: now };
  const flipped = cookie.slice(0, -2) + (cookie.endsWith('A') ? 'BB' : 'AA');
  for (const bad of ['', 'x', 'k1.', 'k2.abcd', flipped, sealPending(keys, pending)])
    assert.equal(openSession(keys, bad, now), undefined, bad);
  assert.equal(openPending(keys, cookie, now), undefined);
  assert.deepEqual(openPending(keys, sealPending(keys, pending), now + SIGN_IN_TIME - 1), pending);
  assert.equal(openPending(keys, sealPending(keys, pending), now + SIGN_IN_TIME), undefined);
});

test('nobody is sent elsewhere after signing in', () => {
  assert.equal(safePath('/musterland/cases?tab=mine'), '/musterland/cases?tab=mine');
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/a\nb', '/signout'])
    assert.equal(safePath(bad), '/', String(bad));
});
