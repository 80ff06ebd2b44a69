import { randomUUID } from 'node:crypto';
import { type Figures, medians } from './report.ts';
import type { Effort } from './submit.ts';
import { AUTHORITY, exampleOf, runLoad, startBaseline, type World } from './world.ts';

/** Submissions that were taken over already, as after weeks of operation; random content of the usual length. */
const FILL = `
  insert into intake.submission (id, authority, service, digest, number, received_at, hash, secret_hash, content, taken_at)
  select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - 9000000 + i), 12, '0')
      || '7' || substr(r, 1, 3) || 'a' || substr(r, 4, 15))::uuid,
    $3, $4, $5, 'F' || i, now(), r || r, r || r, repeat(r, 25), now()
  from (select i, md5(i::text) as r from generate_series($1::int, $2::int) as i) as s`;

const CHUNK = 100_000;

const fill = async ({ sql, short }: World, from: number, to: number): Promise<void> => {
  for (let i = from; i < to; i += CHUNK)
    await sql.query(FILL, [i + 1, Math.min(i + CHUNK, to), AUTHORITY, short.service.id, short.digest]);
  await sql.query('vacuum analyze intake.submission');
  await sql.query('checkpoint');
};

/**
 * Rate of submission and latency of the status with few and with millions of submissions stored: both must stay. The bare
 * server beside them has the same few rows all the time: what it loses from one size to the next, the machine lost.
 */
export const benchGrowth = async (
  world: World,
  { seconds, rounds }: Effort,
  sizes: readonly number[],
): Promise<Figures> => {
  const path = `/api/v1/${AUTHORITY}/${world.short.service.id}/submissions`;
  const body = JSON.stringify({ answers: exampleOf(world.short) });
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const response = await fetch(`http://127.0.0.1:${world.port}${path}`, { method: 'POST', headers, body });
  const { number, secret } = (await response.json()) as { number: string; secret: string };
  const write = { kind: 'submit', path, body } as const;
  const read = { kind: 'read', path: `${path}/${number}`, headers: `Authorization: Bearer ${secret}\r\n` } as const;
  const baseline = await startBaseline(world.url);
  await runLoad({ port: world.port, connections: 50, seconds: 8, work: write }); // the compiler takes some ten thousand requests
  await runLoad({ port: world.port, connections: 20, seconds: 4, work: read });
  await runLoad({ port: baseline.port, connections: 50, seconds: 2, work: write });
  const figures: Record<string, Record<string, number>> = {};
  let stored = 0;
  for (const size of sizes) {
    await fill(world, stored, size);
    stored = size;
    const measured: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await runLoad({ port: baseline.port, connections: 100, seconds, work: write });
      const submitted = await runLoad({ port: world.port, connections: 100, seconds, work: write });
      const status = await runLoad({ port: world.port, connections: 20, seconds, work: read });
      if (submitted.failed + status.failed > 0) throw new Error('Some requests failed; see what the server said.');
      measured.push({
        submitPerSecond: submitted.perSecond,
        submitP99Ms: submitted.p99Ms,
        baselinePerSecond: bare.perSecond,
        ratio: submitted.perSecond / bare.perSecond,
        statusPerSecond: status.perSecond,
        statusP50Ms: status.p50Ms,
        statusP99Ms: status.p99Ms,
      });
    }
    figures[String(size)] = medians(measured);
  }
  baseline.stop();
  return figures;
};
