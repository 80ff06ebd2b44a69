import { join } from 'node:path';
import type { Config } from '#config';
import { type Problem, printProblem } from '#lib/problem.ts';
import { type Embedded, type EmbeddedOptions, probeGiven, startEmbedded, watchEmbedded } from '#postgres';
import { makeLog } from './log.ts';
import type { Running } from './running.ts';

/** The database to work with; `running` where it was ours to start, and is ours to stop. */
export type Database = {
  readonly kind: 'database';
  readonly url: string;
  readonly about: string;
  readonly running?: Running;
  /** What an operator should know all the same. */
  readonly warnings: readonly Problem[];
};

/** Starts the server again should it die; one that another process runs is that process's care. */
const watched = (server: Embedded, options: EmbeddedOptions): Running => {
  if (server.how === 'joined') return server;
  const log = makeLog('database');
  const watch = watchEmbedded(options, {
    onChange: (change) => {
      if (change === 'gone') log('PostgreSQL ended unexpectedly; starting it again.');
      else if (change === 'back') log('PostgreSQL runs again.');
      else for (const problem of change) log(printProblem(problem));
    },
  });
  return {
    stop: async () => {
      await watch.stop();
      await server.stop();
    },
  };
};

/** The server at `DATABASE_URL`, else the one of our own in the data folder, which is started if it does not run. */
export const findDatabase = async (
  { databaseUrl, dataFolder, mode }: Pick<Config, 'databaseUrl' | 'dataFolder' | 'mode'>,
  path: string,
): Promise<Database | { readonly kind: 'problems'; readonly problems: readonly Problem[] }> => {
  if (databaseUrl !== undefined) {
    const { version, problems } = await probeGiven(databaseUrl);
    // A demonstration may run on a server that forgets; receipts may not.
    if (problems.some(({ severity }) => severity === 'error' || mode === 'production'))
      return { kind: 'problems', problems };
    const about = `PostgreSQL ${version} at DATABASE_URL`;
    return { kind: 'database', url: databaseUrl, about, warnings: problems };
  }
  const options = { folder: join(dataFolder, 'postgres'), path };
  const server = await startEmbedded(options);
  if (server.kind === 'problems') return server;
  const about = `PostgreSQL ${server.version}, ${server.how}, data in ${join(dataFolder, 'postgres')}`;
  return { kind: 'database', url: server.url, about, running: watched(server, options), warnings: [] };
};
