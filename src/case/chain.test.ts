import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findChainFault, hashLink, type Link, startOfChain } from './chain.ts';

const makeChain = (length: number, authority = 'a', id = 'c'): Link[] => {
  const links: Link[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const previous = links.at(-1)?.hash ?? startOfChain(authority, id);
    const link = { seq, kind: 'noted', actor: 'staff:1', at: `2026-11-23T09:00:0${seq}.000Z`, previous };
    const sealed = Buffer.from(`sealed ${seq}`);
    links.push({ ...link, sealed, hash: hashLink({ ...link, sealed }) });
  }
  return links;
};

const change = (at: number, part: Partial<Link>): Link[] =>
  makeChain(4).map((link, i) => (i === at ? { ...link, ...part } : link));

const rehashed = (at: number, part: Partial<Link>): Link[] =>
  change(at, part).map((link, i) => (i === at ? { ...link, hash: hashLink(link) } : link));

const tampered: readonly [string, Link[], { seq: number; what: string }][] = [
  ['sealed bytes changed', change(1, { sealed: Buffer.from('sealed 9') }), { seq: 2, what: 'changed' }],
  ['time changed', change(2, { at: '2026-11-24T09:00:00.000Z' }), { seq: 3, what: 'changed' }],
  ['actor changed', change(0, { actor: 'staff:2' }), { seq: 1, what: 'changed' }],
  ['kind changed', change(3, { kind: 'approved' }), { seq: 4, what: 'changed' }],
  ['changed and hashed anew', rehashed(1, { kind: 'approved' }), { seq: 3, what: 'moved' }],
  ['one taken out', makeChain(4).toSpliced(1, 1), { seq: 2, what: 'missing' }],
  ['first taken out', makeChain(4).slice(1), { seq: 1, what: 'missing' }],
  ['another case', makeChain(4, 'a', 'other'), { seq: 1, what: 'moved' }],
  ['another authority', makeChain(4, 'b'), { seq: 1, what: 'moved' }],
];
for (const [name, links, fault] of tampered)
  test(`a chain shows where it was tampered with: ${name}`, () =>
    assert.deepEqual(findChainFault('a', 'c', links), fault));

test('an untouched chain holds', () => {
  assert.equal(findChainFault('a', 'c', makeChain(4)), undefined);
  assert.equal(findChainFault('a', 'c', []), undefined);
});
