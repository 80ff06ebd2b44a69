import { join } from 'node:path';
import type { Problem } from '#lib/problem.ts';
import { isAlive, readPostmaster } from './postmaster.ts';
import { type EmbeddedOptions, startEmbedded } from './supervisor.ts';

/** Ends the watch; resolves when a start under way is through. */
export type Watch = { stop(): Promise<void> };

export type WatchOptions = {
  /** Told when the server is gone, when it runs again, and once why it does not. */
  readonly onChange: (change: 'gone' | 'back' | readonly Problem[]) => void;
  /** ms between two looks. */
  readonly pause?: number;
};

/**
 * Starts a server of ours again when it has died, by a crash or the kernel's choice of whom to end for memory. Its
 * address stays, so whoever uses it connects anew.
 */
export const watchEmbedded = (options: EmbeddedOptions, { onChange, pause = 500 }: WatchOptions): Watch => {
  let isGone = false;
  let stopping = false;
  let explained = false;
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const found = readPostmaster(join(options.folder, 'data'));
    if (found && isAlive(found.pid)) return;
    if (!isGone) onChange('gone');
    isGone = true;
    // Its children need a moment to notice; until they are gone too it does not start. The next look tries again.
    const server = await startEmbedded(options);
    if (server.kind === 'running') {
      onChange('back');
      isGone = false;
      explained = false;
    } else if (!explained) {
      onChange(server.problems);
      explained = true;
    }
  };
  const next = (): void => {
    timer = setTimeout(() => {
      turn = look()
        .catch(() => {}) // the folder vanished or the database does not answer yet: the next look says more
        .finally(() => stopping || next());
    }, pause);
    timer.unref();
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
