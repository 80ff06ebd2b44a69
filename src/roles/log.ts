/** Writes a line for the operator to standard error. Never content of applications: no name, no answer, no address. */
export type Log = (text: string) => void;

export const makeLog =
  (source: string): Log =>
  (text) => {
    process.stderr.write(`${new Date().toISOString()} ${source}: ${text}\n`);
  };

/** An unexpected failure as a log takes it. */
export const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
