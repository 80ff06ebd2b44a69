import { z } from 'zod';
import { type Failure, noteFailure } from '#intake';
import { describeRefusal, isRefusal } from '#lib/refusal.ts';
import type { Tx } from '#lib/sql.ts';

/** Who is told of what could not be opened or merged, after the commit that notes it. */
export type Watch = {
  /** Must not throw. */
  readonly troubled?: (failure: Failure) => void;
};

/** A failure within content: its message may quote what was answered. */
export class ContentError extends Error {}

/** Does what reads answers, so that a failure says which part failed and nothing of what it read. */
export const reading = <T>(part: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw new ContentError(`${part} could not be made of the answers: ${(error as Error).name}.`, { cause: error });
  }
};

/** Why something could not be worked on, for operators: never what stands in it. */
const reasonOf = (error: unknown): string => {
  if (isRefusal(error)) return describeRefusal(error);
  if (error instanceof z.ZodError) {
    const all = error.issues.map(({ path, code }) => `${path.slice(0, 2).join('.')} ${code}`.trim());
    return `It is not in the shape that this release knows: ${[...new Set(all)].join(', ')}.`;
  }
  // Its message quotes what could not be parsed.
  if (error instanceof SyntaxError) return 'Its content is not JSON.';
  return error instanceof Error ? error.message : 'Something was thrown that is no error.';
};

/** Notes a failure in the transaction that took the row. */
export const note = (tx: Tx, kind: Parameters<typeof noteFailure>[1], id: string, error: unknown): Promise<Failure> =>
  noteFailure(tx, kind, id, reasonOf(error));
