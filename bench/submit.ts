import { type Figures, medians } from './report.ts';
import { AUTHORITY, exampleOf, runLoad, startBaseline, type World } from './world.ts';

/** How long and how often one figure is measured. */
export type Effort = { readonly seconds: number; readonly rounds: number; readonly connections: readonly number[] };

/** Submissions over the API, validated, sealed, durable, with a receipt, beside a bare server with one INSERT a request. */
export const benchSubmit = async (
  world: World,
  { seconds, rounds, connections }: Effort,
  service = world.short,
): Promise<Figures> => {
  const path = `/api/v1/${AUTHORITY}/${service.service.id}/submissions`;
  const work = { kind: 'submit', path, body: JSON.stringify({ answers: exampleOf(service) }) } as const;
  const baseline = await startBaseline(world.url);
  await runLoad({ port: world.port, connections: 50, seconds: 6, work }); // the compiler of the engine takes some ten thousand requests
  await runLoad({ port: baseline.port, connections: 50, seconds: 2, work });
  const figures: Record<string, Record<string, number>> = {};
  for (const count of connections) {
    const measured: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await runLoad({ port: baseline.port, connections: count, seconds, work });
      const ours = await runLoad({ port: world.port, connections: count, seconds, work });
      if (ours.failed + bare.failed > 0)
        throw new Error(`${ours.failed} submissions and ${bare.failed} of the baseline failed.`);
      measured.push({
        perSecond: ours.perSecond,
        baselinePerSecond: bare.perSecond,
        ratio: ours.perSecond / bare.perSecond,
        p50Ms: ours.p50Ms,
        p99Ms: ours.p99Ms,
        baselineP99Ms: bare.p99Ms,
      });
    }
    figures[String(count)] = medians(measured);
  }
  baseline.stop();
  return figures;
};
