import { Trouble } from '#lib/trouble.ts';

/** Writes a line for the operator to standard error. Never content of applications: no name, no answer, no address. */
export type Log = (text: string) => void;

/** For how many ms a line that is told again is only counted. */
const REPEATED_MS = 10_000;

/**
 * Tells a line once, and after a while how often it came again: in an outage all that is under way says the same, and what else
 * happens meanwhile must still be seen.
 */
export const onceAWhile = (log: Log, ms = REPEATED_MS): Log => {
  const told = new Map<string, number>();
  return (text) => {
    const again = told.get(text);
    told.set(text, again === undefined ? 0 : again + 1);
    if (again !== undefined) return;
    log(text);
    setTimeout(() => {
      const count = told.get(text) ?? 0;
      told.delete(text);
      if (count > 0) log(`${text} (${count} more within ${ms / 1000} s)`);
    }, ms).unref();
  };
};

export const makeLog = (source: string): Log =>
  onceAWhile((text) => {
    process.stderr.write(`${new Date().toISOString()} ${source}: ${text}\n`);
  });

/** A failure as a log takes it: where it arose, if it is unexpected. That the database is away is told in one line. */
export const describe = (error: unknown): string => {
  if (error instanceof Trouble) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
