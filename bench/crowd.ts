import { readBase32 } from '#lib/id.ts';
import type { Answer } from './client.ts';
import type { Step } from './load.ts';
import { goDirectly, goThroughProxy } from './ways.ts';

/** What a crowd is asked to do: so many come each second, whatever becomes of those before. */
export type CrowdWork = {
  readonly kind: 'crowd';
  readonly way: 'proxy' | 'direct';
  readonly steps: readonly Step[];
  readonly arrivals: number;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A header of an answer, by its name in lower case as our server writes it. Quicker than a pattern: a crowd reads many. */
const headerOf = ({ head }: Answer, name: string): string | undefined => {
  const at = head.indexOf(`\r\n${name}: `);
  return at < 0 ? undefined : head.slice(at + name.length + 4, head.indexOf('\r\n', at + 2));
};

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
    /** `asked`: when the look was sent; who was let in while it was on its way has overtaken nobody. */
    stillWaiting: (number: number, asked: number): void => {
      const since = asked - GRACE_MS;
      const far = seen.findLast(({ at }) => at < since);
      if (far && far.number > number) overtaken += 1;
    },
    count: (): number => overtaken,
  };
};

/** Who is inside at the end has so long to finish. */
const AFTERWARDS_MS = 15_000;

/** Runs a crowd against the server: open loop, with tickets, at the pace at which the waiting page asks. */
export const runCrowd = async (port: number, seconds: number, { way: name, steps, arrivals }: CrowdWork) => {
  const line = makeLine();
  const latencies: number[] = [];
  const finished: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let arrived = 0;
  let turnedAway = 0;
  const [first, ...further] = steps;
  const base = first?.path ?? '/';
  const journeys: Promise<void>[] = [];
  /** How many newcomers have no answer yet. */
  let coming = 0;
  let allCame = (): void => {};
  const came = (answer: Answer): void => {
    coming -= 1;
    if (answer.status === 200) journeys.push(travel(answer));
    else turnedAway += 1;
    if (coming === 0) allCame();
  };
  const newcomers = { asking: { path: base, body: 'action=continue' }, answered: came };
  const way = name === 'proxy' ? goThroughProxy(port, newcomers) : goDirectly(port, newcomers);

  /** Waits so many seconds, or until the minute is over. */
  const rest = (waited: number): Promise<void> => sleep(Math.max(0, Math.min(waited * 1000, end - performance.now())));

  /** Waits in line until let in; the page behind the door, undefined when the minute is over. */
  const waitInLine = async (path: string, first: number): Promise<string | undefined> => {
    await rest(first);
    while (performance.now() < end) {
      const asked = performance.now();
      const answer = await way.ask({ path }, 'line');
      const interval = Number(headerOf(answer, 'retry-after') ?? 0);
      if (interval === 0 && answer.status === 200) {
        line.admitted(numberOf(path));
        const begun = await way.ask({ path: `${base}?${path.split('?')[1]}`, body: 'action=continue' }, 'inside');
        return begun.status === 200 ? begun.text : undefined;
      }
      if (answer.status === 200) line.stillWaiting(numberOf(path), asked);
      await rest(Math.max(1, interval));
    }
    return undefined;
  };

  /** The first page of who was let in at once or after the line. */
  const enter = async (answer: Answer): Promise<string | undefined> => {
    const place = headerOf(answer, 'content-location');
    return place === undefined ? answer.text : waitInLine(place, Number(headerOf(answer, 'retry-after')));
  };

  const step = async ({ path, body = '' }: Step, page: string): Promise<string | undefined> => {
    const seal = /name="_seal" value="([^"]*)"/.exec(page)?.[1] ?? '';
    while (performance.now() < end + AFTERWARDS_MS) {
      const since = performance.now();
      const answer = await way.ask({ path, body: `_seal=${seal}&${body}` }, 'inside');
      latencies.push(performance.now() - since);
      if (answer.status === 200) return answer.text;
      await sleep(Number(headerOf(answer, 'retry-after') ?? 1) * 1000);
    }
    return undefined;
  };

  const travel = async (answer: Answer): Promise<void> => {
    let page = await enter(answer);
    for (const next of further) {
      if (page === undefined) return;
      page = await step(next, page);
    }
    if (page?.includes('data-receipt>')) finished.push(performance.now());
  };

  const used = process.cpuUsage();
  while (performance.now() < end) {
    const due = Math.floor(((performance.now() - begin) / 1000) * arrivals);
    for (; arrived < due; arrived += 1) {
      if (way.isExhausted()) turnedAway += 1;
      else {
        coming += 1;
        way.come();
      }
    }
    await sleep(5);
  }
  const { user, system } = process.cpuUsage(used);
  await new Promise<void>((resolve) => {
    allCame = resolve;
    if (coming === 0) resolve();
  });
  await Promise.all(journeys);
  const connections = way.open();
  way.close();
  const within = finished.filter((at) => at <= end).length;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    perSecond: within / seconds,
    done: finished.length,
    arrived,
    turnedAway,
    connections,
    cpu: (user + system) / 1e6 / seconds,
    overtaken: line.count(),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
};
