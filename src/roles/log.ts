import { DatabaseAway } from '#lib/sql.ts';

/** Writes a line for the operator to standard error. Never content of applications: no name, no answer, no address. */
export type Log = (text: string) => void;

export const makeLog =
  (source: string): Log =>
  (text) => {
    process.stderr.write(`${new Date().toISOString()} ${source}: ${text}\n`);
  };

/** A failure as a log takes it: where it arose, if it is unexpected. That the database is away is told in one line a request. */
export const describe = (error: unknown): string => {
  if (error instanceof DatabaseAway) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
