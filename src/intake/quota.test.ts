import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Installation } from './installation.ts';
import { availabilityOf, whyNotSend } from './quota.ts';

const make = (change: object): Installation =>
  Installation.parse({
    authority: 'a',
    service: 's',
    digest: 'd',
    state: 'live',
    parameters: {},
    slots: {},
    ...change,
  });
const at = (time: string): Temporal.Instant => Temporal.Instant.from(`2020-03-27T${time}+01:00`);
const window = { from: '2020-03-27T12:00:00+01:00', until: '2020-03-27T18:00:00+01:00', grace: 30 };

// What is set, when one looks, whether one may begin, whether one may send who began at 17:50.
const CASES: readonly (readonly [change: object, time: string, begin: string, send: boolean])[] = [
  [{}, '03:00', 'open', true],
  [{ state: 'paused' }, '13:00', 'paused', false],
  [{ state: 'closed' }, '13:00', 'closed', false],
  [{ state: 'draft' }, '13:00', 'closed', false],
  [{ limits: window }, '11:59:59', 'notyet', false],
  [{ limits: window }, '12:00', 'open', true],
  [{ limits: window }, '17:59:59', 'open', true],
  [{ limits: window }, '18:00', 'ended', true],
  [{ limits: window }, '18:29:59', 'ended', true],
  [{ limits: window }, '18:30', 'ended', false],
  [{ limits: { ...window, grace: 0 } }, '18:00', 'ended', false],
  [{ limits: window, state: 'paused' }, '18:10', 'paused', false],
  [{ limits: { quota: 10 } }, '13:00', 'open', true],
  [{ limits: { quota: 10 }, taken: 9 }, '13:00', 'open', true],
  [{ limits: { quota: 10 }, taken: 10 }, '13:00', 'full', true],
  [{ limits: { quota: 10 }, taken: 12 }, '13:00', 'full', true],
];

test('who may begin, and who may still send', () => {
  for (const [change, time, begin, send] of CASES) {
    const about = `${JSON.stringify(change)} at ${time}`;
    assert.equal(availabilityOf(make(change), at(time)).kind, begin, about);
    assert.equal(whyNotSend(make(change), at('17:50'), at(time)) === undefined, send, about);
  }
});

test('who begins after the end has no grace', () => {
  assert.equal(whyNotSend(make({ limits: window }), at('18:00'), at('18:05'))?.kind, 'ended');
});

test('places left are told', () => {
  const open = availabilityOf(make({ limits: { quota: 10 }, taken: 7 }), at('13:00'));
  assert.deepEqual(open, { kind: 'open', left: 3 });
});
