/** Something that was started. */
export type Running = {
  /** Finishes what it accepted, then ends. */
  stop(): Promise<void>;
};

/** Stops all, the last started first, each even when another one fails. */
export const stopAll = async (all: readonly Running[]): Promise<void> => {
  for (const one of all.toReversed()) await one.stop().catch(() => {});
};
