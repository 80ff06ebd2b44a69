import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureDowntime } from './downtime.ts';
import { FAULTS, faultOf } from './faults.ts';
import { ownerOf, planNetwork } from './place.ts';
import { findPrograms } from './programs.ts';
import { apiFor, patroniSettings, TIMES } from './settings.ts';
import { findFaultOfWhole, type Member } from './whole.ts';

// What can be known without root and without a cluster; the cluster itself is npm run test:failover.

test('downtime is the longest silence from the fault on, begun by the last receipt before it', () => {
  const times = [900, 100, 980, 6000, 6100, 7000];
  assert.deepEqual(measureDowntime(times, 1000, 7100), { longest: 5020, backAfter: 5000 });
  assert.deepEqual(measureDowntime([900], 1000, 3000), { longest: 2100, backAfter: 2000 });
  assert.deepEqual(measureDowntime([], 1000, 3000), { longest: 2000, backAfter: 2000 });
});

const member = (name: string, more: Partial<Member> = {}): Member => ({
  name,
  role: 'replica',
  state: 'running',
  timeline: 2,
  lag: 0,
  ...more,
});
const leader = member('n1', { role: 'leader' });
const whole = [leader, member('n2', { role: 'sync_standby' }), member('n3')];

test('a cluster is whole when all three see one primary and two standbys on its timeline', () => {
  const see = (members: readonly Member[]) => findFaultOfWhole([members, members, members], true);
  assert.equal(see(whole), undefined);
  assert.match(see(whole.slice(1)) ?? '', /2 of 3/);
  assert.match(see([leader, member('n2', { role: 'leader' }), member('n3')]) ?? '', /2 primaries/);
  assert.match(see([leader, member('n2'), member('n3')]) ?? '', /no synchronous standby/);
  assert.match(see([...whole.slice(0, 2), member('n3', { timeline: 1 })]) ?? '', /timeline/);
  assert.match(see([...whole.slice(0, 2), member('n3', { state: 'starting' })]) ?? '', /not all run/);
  assert.equal(findFaultOfWhole([whole, whole, []], true) !== undefined, true);
  const other = whole.map((one) => ({
    ...one,
    role: one.name === 'n1' ? 'sync_standby' : one.name === 'n2' ? 'leader' : 'replica',
  }));
  assert.match(findFaultOfWhole([whole, whole, other], true) ?? '', /same primary/);
});

test('an old Patroni is led by the older interface of etcd', () => {
  assert.deepEqual(['patroni 3.0.2', 'patroni 2.1.4', 'patroni 3.1.0', 'patroni 4.0.6', '?'].map(apiFor), [
    'etcd',
    'etcd',
    'etcd3',
    'etcd3',
    'etcd',
  ]);
});

test('synchronous replication is strict, or not there at all; a primary that hears nothing steps down in time', () => {
  const { nodes } = planNetwork(7);
  const [place] = nodes;
  assert.ok(place);
  const read = (isSynchronous: boolean) =>
    JSON.stringify(patroniSettings({ place, all: nodes, folder: '/x', bin: '/y', api: 'etcd3', isSynchronous }));
  assert.match(read(true), /"synchronous_mode":true,"synchronous_mode_strict":true/);
  assert.match(read(false), /"synchronous_mode":false,"synchronous_mode_strict":false/);
  assert.ok(TIMES.loop + 2 * TIMES.retry <= TIMES.ttl);
});

test('namespaces say whose they are, and those of others are nobody’s', () => {
  const { hub, nodes } = planNetwork(4711);
  assert.deepEqual([hub, ...nodes.map(({ namespace }) => namespace)].map(ownerOf), [4711, 4711, 4711, 4711]);
  assert.deepEqual(['other', 'kd-failover-x-hub', ''].map(ownerOf), [undefined, undefined, undefined]);
});

test('missing programs are named', () => {
  const found = findPrograms('');
  assert.ok(
    'missing' in found && ['ip', 'patroni', 'etcd', 'haproxy', 'setpriv'].every((name) => found.missing.includes(name)),
  );
});

test('every seed has a fault, all of them in turn', () => {
  assert.equal(new Set(FAULTS.map((_, seed) => faultOf(seed).name)).size, FAULTS.length);
  assert.equal(faultOf(FAULTS.length), faultOf(0));
  assert.throws(() => faultOf(0.5), /whole number/);
});
