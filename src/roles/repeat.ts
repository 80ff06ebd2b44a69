import type { Running } from './running.ts';

export type RepeatOptions = {
  readonly onError: (error: Error) => void;
  /** ms to wait when there was nothing to do. */
  readonly pause?: number;
};

/** ms to wait after a failure: long enough not to flood the log while a database fails over. */
const AFTER_FAILURE = 2000;

/** Does a piece of work over and over, at once again while it finds something to do; `work` returns how much it did. */
export const repeat = (work: () => Promise<number>, { onError, pause = 250 }: RepeatOptions): Running => {
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let turn: Promise<void> = Promise.resolve();
  const step = async (): Promise<void> => {
    const done = await work().catch((error: Error) => {
      onError(error);
      return -1;
    });
    if (stopping) return;
    const wait = done > 0 ? 0 : done < 0 ? AFTER_FAILURE : pause;
    timer = setTimeout(next, wait);
  };
  const next = (): void => {
    turn = step();
  };
  next();
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await turn;
    },
  };
};
