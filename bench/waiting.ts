import { hkdfSync } from 'node:crypto';
import { makeTicket, writeTicket } from '#src/intake/ticket.ts';
import { type Figures, medians } from './report.ts';
import type { Effort } from './submit.ts';
import { AUTHORITY, runLoad, type World } from './world.ts';

/** The waiting page with the check of its ticket, for somebody who stands far behind. */
export const benchWaiting = async (world: World, { seconds, rounds, connections }: Effort): Promise<Figures> => {
  const programme = { authority: AUTHORITY, service: world.short.service.id };
  const key = new Uint8Array(hkdfSync('sha256', world.secretKey, '', 'knopfdruck ticket v1', 32));
  const code = writeTicket(key, programme, makeTicket(1_000_000_000, Date.now()));
  const path = `/${AUTHORITY}/${programme.service}/waiting?place=${code}`;
  const work = { kind: 'read', path, headers: '' } as const;
  const figures: Record<string, Record<string, number>> = {};
  for (const count of connections) {
    const measured: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { perSecond, p50Ms, p99Ms, bytes, failed } = await runLoad({
        port: world.port,
        connections: count,
        seconds,
        work,
      });
      if (failed > 0) throw new Error(`${failed} of the waiting pages were none.`);
      measured.push({ perSecond, p50Ms, p99Ms, bytes });
    }
    figures[String(count)] = medians(measured);
  }
  return figures;
};
