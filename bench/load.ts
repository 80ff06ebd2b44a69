import { randomUUID } from 'node:crypto';
import { type Client, makeGet, makePost, openClient } from './client.ts';
import { type CrowdWork, runCrowd } from './crowd.ts';

/** One step of a journey: where, and what is sent besides the sealed answers; without `body` it is read only. */
export type Step = { readonly path: string; readonly body?: string };

/** What a load process is told to do: closed loops over kept connections. */
export type Job = {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly work:
    | { readonly kind: 'submit'; readonly path: string; readonly body: string }
    | { readonly kind: 'read'; readonly path: string; readonly headers: string }
    | { readonly kind: 'come'; readonly path: string; readonly body: string }
    | { readonly kind: 'journey'; readonly steps: readonly Step[] };
};

/** A job for a crowd: open loop. */
export type CrowdJob = Omit<Job, 'work'> & { readonly work: CrowdWork };
export type Crowd = Awaited<ReturnType<typeof runCrowd>>;

/** What came of it. Latencies are those of single requests, in ms. */
export type Measured = {
  readonly perSecond: number;
  readonly done: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytes: number;
  /** CPU seconds of the load generator, for each second. */
  readonly cpu: number;
};

const FORM = 'application/x-www-form-urlencoded';
const latencies: number[] = [];
let bytes = 0;
let failed = 0;

const send = async (client: Client, request: string, expected: number): Promise<string | undefined> => {
  const begin = performance.now();
  const answer = await client.send(request);
  latencies.push(performance.now() - begin);
  bytes += answer.bytes;
  if (answer.status === expected) return answer.text;
  failed += 1;
  return undefined;
};

const sealOf = (page: string): string => {
  const start = page.indexOf('name="_seal" value="') + 20;
  return start < 20 ? '' : page.slice(start, page.indexOf('"', start));
};

/** One whole journey; true when a receipt was seen. */
const travel = async (client: Client, steps: readonly Step[]): Promise<boolean> => {
  let page = '';
  for (const { path, body } of steps) {
    const request = body === undefined ? makeGet(path) : makePost(path, FORM, `_seal=${sealOf(page)}&${body}`);
    const next = await send(client, request, 200);
    if (next === undefined) return false;
    page = next;
  }
  return page.includes('data-receipt>');
};

const once = async (client: Client, { work }: Job): Promise<boolean> => {
  switch (work.kind) {
    case 'submit': {
      const headers = `Idempotency-Key: ${randomUUID()}\r\n`;
      return (await send(client, makePost(work.path, 'application/json', work.body, headers), 201)) !== undefined;
    }
    case 'read':
      return (
        (await send(client, `GET ${work.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${work.headers}\r\n`, 200)) !== undefined
      );
    case 'come':
      return (await send(client, makePost(work.path, FORM, work.body), 200))?.includes('data-place') === true;
    case 'journey':
      return travel(client, work.steps);
    default:
      return work satisfies never;
  }
};

const run = async (job: Job): Promise<Measured> => {
  const clients = await Promise.all(Array.from({ length: job.connections }, () => openClient(job.port)));
  const begin = performance.now();
  const end = begin + job.seconds * 1000;
  const used = process.cpuUsage();
  let done = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) if (await once(client, job)) done += 1;
      client.close();
    }),
  );
  // Who was under way at the end finishes: what was acknowledged is counted, and the time it took as well.
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(used);
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    perSecond: done / seconds,
    done,
    failed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    bytes: bytes / Math.max(1, latencies.length),
    cpu: (user + system) / 1e6 / seconds,
  };
};

process.once('message', async (message) => {
  const job = message as Job | CrowdJob;
  process.send?.(job.work.kind === 'crowd' ? await runCrowd(job.port, job.seconds, job.work) : await run(job as Job));
  process.disconnect?.();
});
