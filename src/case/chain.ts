import { createHash } from 'node:crypto';

/** One link: what of an action stands in the open, its sealed data, and the hash of the link before. */
export type Link = {
  readonly seq: number;
  readonly kind: string;
  /** `staff:<id>` or `system:<part>`. */
  readonly actor: string;
  /** UTC, to the millisecond. */
  readonly at: string;
  readonly sealed: Uint8Array;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
};

/** The hash before the first link: binds the chain to its case. */
export const startOfChain = (authority: string, caseId: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(['case', authority, caseId]))
    .digest();

/** SHA-256 over the link before, the open columns and the sealed bytes: holds when the key has been destroyed. */
export const hashLink = (link: Omit<Link, 'hash'>): Buffer =>
  createHash('sha256')
    .update(link.previous)
    .update(JSON.stringify([link.seq, link.kind, link.actor, link.at]))
    .update(link.sealed)
    .digest();

/** What is wrong with a chain, by the number of the first link that does not hold. */
export type ChainFault = { readonly seq: number; readonly what: 'missing' | 'moved' | 'changed' };

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Checks links in order from the first; undefined when each stands where it stood and says what it said. */
export const findChainFault = (authority: string, caseId: string, links: readonly Link[]): ChainFault | undefined => {
  let previous: Uint8Array = startOfChain(authority, caseId);
  for (const [index, link] of links.entries()) {
    if (link.seq !== index + 1) return { seq: index + 1, what: 'missing' };
    if (!same(link.previous, previous)) return { seq: link.seq, what: 'moved' };
    if (!same(link.hash, hashLink(link))) return { seq: link.seq, what: 'changed' };
    previous = link.hash;
  }
  return undefined;
};
