import { makeUuid } from '#lib/id.ts';
import { makeIban, readExample } from '#test/applicant.ts';
import { pause, type Random } from './random.ts';

/** What somebody was promised. */
export type Promised = {
  readonly key: string;
  readonly number: string;
  readonly receipt: string;
  /** When it was in somebody's hands, on the clock of `performance.now()`. */
  readonly at: number;
};

export type TrafficOptions = {
  /** Where to hand in; any will do. */
  readonly addresses: readonly string[];
  readonly random: Random;
  readonly count: number;
  /** People at the same time. */
  readonly people?: number;
  /** How many send twice at once (a double click), and how many again after their receipt; from 0 to 1. */
  readonly twice?: number;
  readonly again?: number;
  /** After how many ms without an answer they try again. */
  readonly answerWithin?: number;
  /** How many ms at most pass between two hand-ins of the same person. */
  readonly rest?: number;
};

export type Traffic = {
  /** Grows as promises are made. */
  readonly promised: readonly Promised[];
  /** What should never have been answered. */
  readonly faults: readonly string[];
  /** Tries that brought no answer, or one that says «later». */
  readonly retries: () => number;
  /** Why: how many had which HTTP status; `none` got no answer. */
  readonly refusals: () => Readonly<Record<string, number>>;
  readonly done: Promise<void>;
  /** Nobody tries any more: what was promised so far is all. */
  stop(): void;
};

const PATH = '/api/v1/musterland/soforthilfe/submissions';
const ANSWER_WITHIN_MS = 5000;
const REST_MS = 60;
const TWICE = 1 / 3;
const AGAIN = 1 / 4;

let person = 0;
/** Answers that the rules grant by themselves; no two people share an account. */
const makeAnswers = (random: Random): Record<string, unknown> => {
  person += 1;
  const one = random.between(0, 9999) * 100_000 + person;
  return {
    ...readExample('soforthilfe', 'hoechstgrenze.yaml', 0),
    email: `p${one}@example.org`,
    iban: makeIban(one),
    steuernummer: String(20_000_000_000 + one),
  };
};

type Answer = { readonly kind: 'promised'; readonly promised: Promised } | { readonly kind: 'later' | 'fault' };

/** People who hand in, try again under the same key until they hold a receipt, and often send twice. */
export const startTraffic = ({
  addresses,
  random,
  count,
  people = 6,
  twice = TWICE,
  again = AGAIN,
  answerWithin = ANSWER_WITHIN_MS,
  rest = REST_MS,
}: TrafficOptions): Traffic => {
  const promised: Promised[] = [];
  const faults: string[] = [];
  const refusals: Record<string, number> = {};
  const refuse = (why: string): Answer => {
    refusals[why] = (refusals[why] ?? 0) + 1;
    return { kind: 'later' };
  };
  let retries = 0;
  let stopped = false;

  const send = async (key: string, body: string): Promise<Answer> => {
    try {
      const response = await fetch(`${random.pick(addresses)}${PATH}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body,
        signal: AbortSignal.timeout(answerWithin),
      });
      const text = await response.text();
      if (response.status >= 500 || response.status === 429) return refuse(String(response.status));
      if (response.status === 201) {
        const { number, receipt } = JSON.parse(text) as Omit<Promised, 'key' | 'at'>;
        return { kind: 'promised', promised: { key, number, receipt, at: performance.now() } };
      }
      faults.push(`${key} was answered ${response.status}: ${text.slice(0, 300)}`);
      return { kind: 'fault' };
    } catch {
      return refuse('none'); // refused, reset, cut off or too slow: nobody knows what became of it
    }
  };

  const insist = async (key: string, body: string): Promise<Answer> => {
    for (;;) {
      const answer = await send(key, body);
      if (answer.kind !== 'later' || stopped) return answer;
      retries += 1;
      await pause(random.between(20, 200));
    }
  };

  const handIn = async (): Promise<void> => {
    const key = makeUuid(Date.now());
    const body = JSON.stringify({ answers: makeAnswers(random) });
    const isDouble = random.next() < twice;
    const answers = await Promise.all([insist(key, body), ...(isDouble ? [insist(key, body)] : [])]);
    if (!isDouble && random.next() < again) answers.push(await insist(key, body));
    const held = answers.flatMap((answer) => (answer.kind === 'promised' ? [answer.promised] : []));
    if (new Set(held.map(({ receipt }) => receipt)).size > 1) faults.push(`${key} was given two different receipts`);
    if (held[0]) promised.push(held[0]);
  };

  let left = count;
  const one = async (): Promise<void> => {
    while (left > 0 && !stopped) {
      left -= 1;
      await handIn();
      await pause(random.between(0, rest));
    }
  };
  const done = Promise.all(Array.from({ length: people }, one)).then(() => undefined);
  return {
    promised,
    faults,
    retries: () => retries,
    refusals: () => refusals,
    done,
    stop: () => {
      stopped = true;
    },
  };
};
