import { hkdfSync } from 'node:crypto';
import { makeTicket, writeTicket } from '#src/intake/ticket.ts';
import type { Job } from './load.ts';
import { type Figures, medians } from './report.ts';
import type { Effort } from './submit.ts';
import { AUTHORITY, runLoad, type World } from './world.ts';

/** Numbers in the line, whose holders all ask, as one who looked has said: so it moves no faster than people are served. */
const DRAWN = 1_000_000_000;
/** Processes learn of a line within a second. */
const LEARN_MS = 2500;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What the line costs: the waiting page with the check of its ticket, for somebody who stands far behind, and the place and
 * page of somebody who comes.
 */
export const benchWaiting = async (world: World, { seconds, rounds, connections }: Effort): Promise<Figures> => {
  const programme = { authority: AUTHORITY, service: world.short.service.id };
  const key = new Uint8Array(hkdfSync('sha256', world.secretKey, '', 'knopfdruck ticket v1', 32));
  const base = `/${AUTHORITY}/${programme.service}`;
  const path = `${base}/waiting?place=${writeTicket(key, programme, makeTicket(DRAWN, Date.now()))}`;
  await world.sql.query(
    'insert into intake.line (authority, service, drawn) values ($1, $2, $3) on conflict (authority, service) do update set drawn = excluded.drawn',
    [AUTHORITY, programme.service, DRAWN],
  );
  await world.sql.query(
    "insert into intake.line_pollers (authority, service, node, pollers, until) values ($1, $2, gen_random_uuid(), $3, now() + interval '1 hour')",
    [AUTHORITY, programme.service, DRAWN],
  );
  await sleep(LEARN_MS);
  const run = async (count: number, work: Job['work']) => {
    const load = await runLoad({ port: world.port, connections: count, seconds, work });
    if (load.failed > 0) throw new Error(`${load.failed} of the waiting pages were none.`);
    return load;
  };
  const look = { kind: 'read', path, headers: '' } as const;
  const come = { kind: 'come', path: base, body: 'action=continue' } as const;
  await run(50, look);
  await run(50, come);
  const figures: Record<string, Record<string, number>> = {};
  for (const count of connections) {
    const measured: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { perSecond, p50Ms, p99Ms, bytes, cpu } = await run(count, look);
      const newcomers = await run(count, come);
      const loadUs = (cpu / perSecond) * 1e6;
      measured.push({ perSecond, p50Ms, p99Ms, bytes, newcomersPerSecond: newcomers.perSecond, loadUs });
    }
    figures[String(count)] = medians(measured);
  }
  await world.sql.query('delete from intake.line_pollers');
  await world.sql.query('update intake.line set admitted = drawn');
  await sleep(LEARN_MS);
  return figures;
};
