import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

/** What is remembered of a paper that was handed in. */
export type Sent = { readonly field: string; readonly name: string; readonly sha256: string; readonly size: number };

/** A paper in somebody's hands. */
export type Paper = Sent & { readonly content: Uint8Array<ArrayBuffer> };

const KILOBYTES = { few: [1, 9], many: [80, 300] } as const;
/** So many of them are larger than one piece of the encryption. */
const LARGE = 1 / 5;

/** A paper with content of its own; every field takes a PDF. */
export const makePaper = (random: Random, field: string): Paper => {
  const [least, most] = KILOBYTES[random.next() < LARGE ? 'many' : 'few'];
  const content = new Uint8Array(random.between(least * 1000, most * 1000)).map(() => random.between(0, 255));
  content.set(Buffer.from('%PDF-1.7\n'));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { field, name: `${sha256.slice(0, 12)}.pdf`, sha256, size: content.length, content };
};
