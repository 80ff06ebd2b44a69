import type { Step } from './load.ts';
import { type Figures, medians } from './report.ts';
import type { Effort } from './submit.ts';
import { AUTHORITY, runLoad, type World } from './world.ts';

const ANSWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  person: { vorname: 'Ada', 'geburt.day': '1', 'geburt.month': '1', 'geburt.year': '1990', hatKinder: 'yes' },
  kinder: { 'kinder.0.alter': '7', 'kinder.0.inSchule': 'yes', 'kinder.0.klasse': 'grund' },
  konto: { kontoinhaber: 'Ada', iban: 'DE02120300000000202051' },
};

const post = (path: string, answers: Readonly<Record<string, string>>, action = 'continue'): Step => ({
  path,
  body: new URLSearchParams({ ...answers, action }).toString(),
});

/**
 * Nine requests: the authority's services, the start page, three question pages read and posted, from the check back to
 * the second page and forward again, and the submission that answers with the receipt. Each post answers with the next
 * page, so where others redirect and read, this is one request.
 */
export const nineRequests = (service: string): readonly Step[] => {
  const base = `/${AUTHORITY}/${service}`;
  const page = (id: string): Step => post(`${base}/${id}`, ANSWERS[id] ?? {});
  return [
    { path: `/${AUTHORITY}` },
    { path: base },
    post(base, {}),
    page('person'),
    page('kinder'),
    page('konto'),
    post(`${base}/check`, {}, 'goto:kinder'),
    page('kinder'),
    post(`${base}/check`, {}),
  ];
};

/** Whole journeys by virtual citizens; what is stored must be exactly what was acknowledged. */
export const benchJourney = async (world: World, { seconds, rounds, connections }: Effort): Promise<Figures> => {
  const service = world.short.service.id;
  const work = { kind: 'journey', steps: nineRequests(service) } as const;
  const stored = async (): Promise<number> => {
    const { rows } = await world.sql.query('select count(*)::int as n from intake.submission where service = $1', [
      service,
    ]);
    return rows[0].n;
  };
  await runLoad({ port: world.port, connections: 50, seconds: 8, work });
  const figures: Record<string, Record<string, number>> = {};
  for (const count of connections) {
    const measured: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = await stored();
      const load = await runLoad({ port: world.port, connections: count, seconds, work });
      const more = (await stored()) - before;
      if (more !== load.done || load.failed > 0)
        throw new Error(`${load.done} journeys were acknowledged and ${more} stored; ${load.failed} requests failed.`);
      measured.push({
        perSecond: load.perSecond,
        requestsPerSecond: load.perSecond * work.steps.length,
        p50Ms: load.p50Ms,
        p99Ms: load.p99Ms,
        stored: more,
        acknowledged: load.done,
      });
    }
    figures[String(count)] = medians(measured);
  }
  return figures;
};
