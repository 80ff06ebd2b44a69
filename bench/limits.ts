import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Figures, medians } from './report.ts';
import type { Effort } from './submit.ts';
import { exampleOf, runLoad, startBaseline, startFloor, type World } from './world.ts';

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

/**
 * What this machine can do at most: batched inserts, posts answered without any work, and durable receipts for posts that nobody
 * checks, seals or hashes, beside the bare server of `submit`: more times the baseline than that no program can reach here.
 */
export const benchLimits = async (world: World, { seconds, rounds }: Effort): Promise<Figures> => {
  const [body, short] = [world.service, world.short].map((service) => JSON.stringify({ answers: exampleOf(service) }));
  const work = { kind: 'submit', path: '/', body: body ?? '' } as const;
  const least = { ...work, body: short ?? '' } as const;
  const [bare, baseline, floor] = await Promise.all([
    startBaseline('none'),
    startBaseline(world.url),
    startFloor(world.url),
  ]);
  for (const { port } of [floor, baseline]) await runLoad({ port, connections: 50, seconds: 4, work: least });
  const measured: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const posts = await runLoad({ port: bare.port, connections: 100, seconds, work });
    const insertsPerSecond = await insertBatches(world.url, work.body, seconds);
    const inserted = await runLoad({ port: baseline.port, connections: 100, seconds, work: least });
    const receipts = await runLoad({ port: floor.port, connections: 100, seconds, work: least });
    if (inserted.failed + receipts.failed > 0)
      throw new Error(`${inserted.failed} and ${receipts.failed} posts failed.`);
    measured.push({
      insertsPerSecond,
      postsPerSecond: posts.perSecond,
      postsP99Ms: posts.p99Ms,
      receiptsPerSecond: receipts.perSecond,
      baselinePerSecond: inserted.perSecond,
      receiptsRatio: receipts.perSecond / inserted.perSecond,
    });
  }
  for (const one of [bare, baseline, floor]) one.stop();
  return { machine: medians(measured) };
};
