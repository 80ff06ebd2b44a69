import { hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { formatSecret, parseSecret } from '#lib/id.ts';

/** Where a journey belongs; a code opens nowhere else. */
export type SavedPlace = { readonly authority: string; readonly service: string };

/** What a code opens: the row, and its content. Neither can be had from the other. */
export type SavedKeys = { readonly id: string; readonly key: Uint8Array };

/** A fresh code: 80 random bits as people can copy them from paper. */
export const makeSavedCode = (): string => formatSecret(randomBytes(10));

/** The code as typed, in canonical form; undefined when it cannot be one. */
export const parseSavedCode = (typed: string): string | undefined => parseSecret(typed);

// 16 MiB and about 40 ms a try: whoever guesses pays for it, with 80 bits to guess.
const COST = { N: 16_384, r: 8, p: 1 };

const stretch = (code: string, { authority, service }: SavedPlace): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(code, `knopfdruck saved ${authority}/${service}`, 32, COST, (error, root) =>
      error ? reject(error) : resolve(root),
    );
  });

/** Tries that may be under way or wait in a process; beyond it the others are told to come again. */
const MOST_WAITING = 40;
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** Two at a time, so that guessing cannot take the cores from those who submit. */
const takeTurn = async (): Promise<void> => {
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
};
const endTurn = (): void => {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
};

/** Derives row and key from a code; undefined when too many ask at once. */
export const deriveSaved = async (code: string, place: SavedPlace): Promise<SavedKeys | undefined> => {
  if (waiting.length >= MOST_WAITING) return undefined;
  await takeTurn();
  try {
    const root = await stretch(code, place);
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, 'knopfdruck saved', use, 32));
    return { id: derive('id').toString('hex'), key: derive('key') };
  } finally {
    endTurn();
  }
};
