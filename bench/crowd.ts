import { readBase32 } from '#lib/id.ts';
import { type Answer, type Client, makeGet, makePost, openClient } from './client.ts';
import type { Step } from './load.ts';

const FORM = 'application/x-www-form-urlencoded';

/** What a crowd is asked to do: so many come each second, whatever becomes of those before. */
export type CrowdWork = { readonly kind: 'crowd'; readonly steps: readonly Step[]; readonly arrivals: number };

/** Connections that are opened when needed and handed from one virtual citizen to the next; beyond `most` people queue. */
const makePool = (port: number, most: number) => {
  const free: Client[] = [];
  const queue: ((client: Client) => void)[] = [];
  let open = 0;
  const take = async (): Promise<Client> => {
    for (let client = free.pop(); client; client = free.pop()) {
      if (client.isOpen()) return client;
      open -= 1; // the server ends what was idle for long
    }
    if (open >= most) return new Promise((resolve) => queue.push(resolve));
    open += 1;
    return openClient(port);
  };
  return {
    isExhausted: (): boolean => free.length === 0 && open >= most,
    use: async (request: string): Promise<Answer> => {
      const client = await take();
      const answer = await client.send(request).catch((): Answer => ({ status: 0, bytes: 0, head: '', text: '' }));
      if (answer.status === 0) {
        open -= 1;
        return answer; // cut off, as with a lost network: whoever asked tries again
      }
      const next = queue.shift();
      if (next) next(client);
      else free.push(client);
      return answer;
    },
    close: (): void => {
      for (const client of free) client.close();
    },
    open: (): number => open,
  };
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const headerOf = ({ head }: Answer, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();

/** The number on a ticket; its code carries it in front. */
const numberOf = (path: string): number => readBase32(/place=([^&]+)/.exec(path)?.[1] ?? '', 24)?.readUInt32BE(0) ?? 0;

/** Processes learn once a second how far the line has moved; who is told earlier than others has overtaken nobody. */
const GRACE_MS = 3000;

const makeLine = () => {
  const seen: { at: number; number: number }[] = [];
  let overtaken = 0;
  return {
    admitted: (number: number): void => {
      if (number > (seen.at(-1)?.number ?? 0)) seen.push({ at: performance.now(), number });
    },
    stillWaiting: (number: number): void => {
      const since = performance.now() - GRACE_MS;
      const far = seen.findLast(({ at }) => at < since);
      if (far && far.number > number) overtaken += 1;
    },
    count: (): number => overtaken,
  };
};

/** Connections at the door and inside: as many people as ask at the same time, up to what one process can hold. */
const MOST = 9000;

/** Who is inside at the end has so long to finish. */
const AFTERWARDS_MS = 15_000;

/** Runs a crowd against the server: open loop, with tickets, at the pace at which the waiting page asks. */
export const runCrowd = async (port: number, seconds: number, { steps, arrivals }: CrowdWork) => {
  const door = makePool(port, MOST);
  const inside = makePool(port, MOST);
  const line = makeLine();
  const latencies: number[] = [];
  const finished: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let arrived = 0;
  let turnedAway = 0;
  const [first, ...rest] = steps;
  const base = first?.path ?? '/';

  /** Waits in line until let in; the page behind the door, undefined when the minute is over. */
  const waitInLine = async (path: string, first: number): Promise<string | undefined> => {
    const number = numberOf(path);
    await sleep(Math.max(0, Math.min(first * 1000, end - performance.now())));
    while (performance.now() < end) {
      const answer = await door.use(makeGet(path));
      const interval = Number(headerOf(answer, 'retry-after') ?? 0);
      if (interval === 0 && answer.status === 200) {
        line.admitted(number);
        const begun = await inside.use(makePost(`${base}?${path.split('?')[1]}`, FORM, 'action=continue'));
        return begun.status === 200 ? begun.text : undefined;
      }
      line.stillWaiting(number);
      await sleep(Math.max(0, Math.min(Math.max(1, interval) * 1000, end - performance.now())));
    }
    return undefined;
  };

  const arrive = async (): Promise<string | undefined> => {
    const answer = await door.use(makePost(base, FORM, 'action=continue'));
    if (answer.status !== 200) return undefined;
    const place = headerOf(answer, 'content-location');
    return place === undefined ? answer.text : waitInLine(place, Number(headerOf(answer, 'retry-after')));
  };

  const step = async ({ path, body = '' }: Step, page: string): Promise<string | undefined> => {
    const seal = /name="_seal" value="([^"]*)"/.exec(page)?.[1] ?? '';
    while (performance.now() < end + AFTERWARDS_MS) {
      const since = performance.now();
      const answer = await inside.use(makePost(path, FORM, `_seal=${seal}&${body}`));
      latencies.push(performance.now() - since);
      if (answer.status === 200) return answer.text;
      await sleep(Number(headerOf(answer, 'retry-after') ?? 1) * 1000);
    }
    return undefined;
  };

  const citizen = async (): Promise<void> => {
    let page = await arrive();
    for (const next of rest) {
      if (page === undefined) return;
      page = await step(next, page);
    }
    if (page?.includes('data-receipt>')) finished.push(performance.now());
  };

  const all: Promise<void>[] = [];
  const used = process.cpuUsage();
  while (performance.now() < end) {
    const due = Math.floor(((performance.now() - begin) / 1000) * arrivals);
    for (; arrived < due; arrived += 1) {
      if (door.isExhausted()) turnedAway += 1;
      else all.push(citizen());
    }
    await sleep(5);
  }
  const { user, system } = process.cpuUsage(used);
  await Promise.all(all);
  door.close();
  inside.close();
  const within = finished.filter((at) => at <= end).length;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    perSecond: within / seconds,
    done: finished.length,
    arrived,
    turnedAway,
    connections: door.open() + inside.open(),
    cpu: (user + system) / 1e6 / seconds,
    overtaken: line.count(),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
};
