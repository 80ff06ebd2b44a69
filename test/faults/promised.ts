import type { Sent } from './paper.ts';

/** What somebody was promised. */
export type Promised = {
  readonly key: string;
  readonly number: string;
  readonly receipt: string;
  /** When it was in somebody's hands, on the clock of `performance.now()`. */
  readonly at: number;
  /** The papers that went with it; absent where no page was used. */
  readonly papers?: readonly Sent[];
};
