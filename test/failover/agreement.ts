import pg from 'pg';
import { pause } from '#test/faults/random.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';

const WITHIN_MS = 30_000;

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, query_timeout: WITHIN_MS, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const DIGEST = `
  select count(*) || ' submissions, ' || md5(coalesce(string_agg(id || hash || number, ',' order by id), '')) as held
  from intake.submission`;
const ask = async (client: pg.Client, question: string, values: unknown[] = []): Promise<string> =>
  String(Object.values((await client.query<Record<string, unknown>>(question, values)).rows[0] ?? {})[0]);

/** What a standby holds once it has replayed all that the primary had written at `position`. */
const readStandby = (url: string, position: string): Promise<string> =>
  withClient(url, async (client) => {
    const until = performance.now() + WITHIN_MS;
    while ((await ask(client, 'select pg_last_wal_replay_lsn() >= $1::pg_lsn', [position])) !== 'true') {
      if (performance.now() > until) return `not caught up within ${WITHIN_MS / 1000} s`;
      await pause(100);
    }
    return ask(client, DIGEST);
  });

/** Nodes that do not hold the same submissions as the primary: an old one that came back with rows of its own would. */
export const findDisagreement = async (cluster: Cluster, primary: Node): Promise<string[]> => {
  const { position, held } = await withClient(cluster.urlOf(primary), async (client) => ({
    held: await ask(client, DIGEST),
    position: await ask(client, 'select pg_current_wal_lsn()::text'),
  }));
  const found: string[] = [];
  for (const node of cluster.nodes) {
    if (node === primary) continue;
    const its = await readStandby(cluster.urlOf(node), position);
    if (its !== held) found.push(`${node.name} disagrees: ${its}; the primary ${primary.name} holds ${held}`);
  }
  return found;
};
