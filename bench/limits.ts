import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Figures, medians } from './report.ts';
import type { Effort } from './submit.ts';
import { exampleOf, runLoad, startBaseline, type World } from './world.ts';

const INSERT =
  'insert into public.baseline select id, content from json_to_recordset($1::json) as r (id uuid, content text)';

/** Rows a second in batches of 256 on two connections: what the database could take if nothing else were to be done. */
const insertBatches = async (url: string, content: string, seconds: number): Promise<number> => {
  const end = performance.now() + seconds * 1000;
  let rows = 0;
  const lane = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (performance.now() < end) {
      const batch = Array.from({ length: 256 }, () => ({ id: randomUUID(), content }));
      await client.query({ name: 'batch', text: INSERT, values: [JSON.stringify(batch)] });
      rows += batch.length;
    }
    await client.end();
  };
  await Promise.all([lane(), lane()]);
  return rows / seconds;
};

/** What this machine can do at most: batched inserts, and posts answered without any work. */
export const benchLimits = async (world: World, { seconds, rounds }: Effort): Promise<Figures> => {
  const body = JSON.stringify({ answers: exampleOf(world.service) });
  const bare = await startBaseline('none');
  const measured: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const work = { kind: 'submit', path: '/', body } as const;
    const posts = await runLoad({ port: bare.port, connections: 100, seconds, work });
    const insertsPerSecond = await insertBatches(world.url, body, seconds);
    measured.push({ insertsPerSecond, postsPerSecond: posts.perSecond, postsP99Ms: posts.p99Ms });
  }
  bare.stop();
  return { machine: medians(measured) };
};
