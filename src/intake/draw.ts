import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

const Digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** What is published of a draw: enough for anybody to repeat it. */
export const Draw = z.strictObject({
  format: z.literal('knopfdruck-draw-1'),
  programme: z.string().describe('Authority and service.'),
  commitment: Digest.describe('SHA-256 of the seed, published before the first entry.'),
  announced: z.iso.datetime().optional().describe('Since when it was published, UTC, as the installation noted.'),
  seed: Digest.describe('Kept secret until now: 32 random bytes.'),
  beacon: z
    .string()
    .max(500)
    .describe('A public value that nobody could know before the end, such as the lottery numbers.'),
  entries: z.array(Digest).describe('SHA-256 of each number that takes part, sorted.'),
  order: z.array(Digest).describe('The same entries in the order drawn.'),
});
export type Draw = z.infer<typeof Draw>;

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** 32 random bytes as hexadecimal digits. */
export const makeSeed = (): string => randomBytes(32).toString('hex');

/** What is published before the first entry: it binds to the seed and tells nothing of it. */
export const commitmentOf = (seed: string): string => sha256(Buffer.from(seed, 'hex'));

/** A number as it stands in the list: whoever has the number finds it, whoever reads the list learns no number. */
export const entryOf = (number: string): string => sha256(number);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order: entries sorted by SHA-256 of a key and themselves. The key is made of the seed, which no applicant knew; of the
 * beacon, which nobody knew, the keeper of the seed included; and of all entries, so that the list cannot change later.
 */
const orderOf = (seed: string, beacon: string, entries: readonly string[]): string[] => {
  const key = sha256(['knopfdruck-draw-1', seed, beacon, ...entries].join('\n'));
  return entries
    .map((entry) => ({ entry, lot: sha256(`${key}:${entry}`) }))
    .sort((a, b) => compare(a.lot, b.lot))
    .map(({ entry }) => entry);
};

/** What a draw is made of. */
export type Lots = Pick<Draw, 'programme' | 'seed' | 'beacon' | 'announced'> & { readonly numbers: readonly string[] };

/** Draws. The order in which the numbers are given makes no difference, nor does one given twice. */
export const draw = ({ programme, seed, beacon, numbers, announced }: Lots): Draw => {
  const entries = [...new Set(numbers.map(entryOf))].sort(compare);
  return {
    format: 'knopfdruck-draw-1',
    programme,
    commitment: commitmentOf(seed),
    ...(announced === undefined ? {} : { announced }),
    seed,
    beacon,
    entries,
    order: orderOf(seed, beacon, entries),
  };
};

/** What can be wrong with a published draw. */
export type DrawFault = 'seed' | 'entries' | 'order';

/** Repeats a draw; the faults found, none when it holds. Whether the commitment is the one published before, people compare. */
export const verifyDraw = (published: Draw): readonly DrawFault[] => {
  const { seed, beacon, entries, order, commitment } = published;
  const isSorted = entries.every((entry, at) => at === 0 || compare(entries[at - 1] ?? '', entry) < 0);
  const expected = orderOf(seed, beacon, entries);
  const isSame = order.length === expected.length && order.every((entry, at) => entry === expected[at]);
  return [
    ...(commitmentOf(seed) === commitment ? [] : (['seed'] as const)),
    ...(isSorted ? [] : (['entries'] as const)),
    ...(isSame ? [] : (['order'] as const)),
  ];
};
