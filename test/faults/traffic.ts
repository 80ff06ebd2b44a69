import { makeUuid } from '#lib/id.ts';
import type { Keyring } from '#lib/seal.ts';
import { makeIban, readExample } from '#test/applicant.ts';
import type { Latecomers } from './latecomer.ts';
import { makePagePeople, type PagePeople } from './page-people.ts';
import type { Promised } from './promised.ts';
import { pause, type Random } from './random.ts';

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
  /** Through whom some hand in the short form and let the rest follow; absent: nobody does. */
  readonly latecomers?: Latecomers | undefined;
  /** With which keys some fill in the pages and add papers, and each so many-th of them; absent: nobody does. */
  readonly pages?: { readonly sealKeys: Keyring; readonly each?: number };
};

export type Traffic = {
  /** Grows as promises are made. */
  readonly promised: readonly Promised[];
  /** The same for what followed; the key is the supplement's. */
  readonly followed: readonly Promised[];
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
/** Each so many-th lets pages follow. */
const LATE = 3;
/** Each so many-th uses the pages. */
const ON_PAGES = 3;

/** Pages that may follow, and their fields. */
const FOLLOWING: Readonly<Record<string, readonly string[]>> = {
  kosten: ['mieten', 'kredite', 'leasing', 'sonstigeKosten'],
  einnahmen: ['einnahmenMonat1', 'einnahmenMonat2', 'einnahmenMonat3'],
};
const pick = (answers: Readonly<Record<string, unknown>>, isWanted: (field: string) => boolean) =>
  Object.fromEntries(Object.entries(answers).filter(([field]) => isWanted(field)));

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

type Post = { readonly key: string; readonly body: string; readonly path?: string; readonly secret?: string };
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
  latecomers,
  pages,
}: TrafficOptions): Traffic => {
  const promised: Promised[] = [];
  const followed: Promised[] = [];
  const faults: string[] = [];
  const refusals: Record<string, number> = {};
  const refuse = (why: string): Answer => {
    refusals[why] = (refusals[why] ?? 0) + 1;
    return { kind: 'later' };
  };
  let retries = 0;
  let stopped = false;
  const around = {
    addresses,
    random,
    answerWithin,
    twice,
    isStopped: () => stopped,
    onLater: (why: string) => {
      refuse(why);
      retries += 1;
    },
    onFault: (text: string) => void faults.push(text),
  };
  const onPages = pages && makePagePeople({ ...around, sealKeys: pages.sealKeys });

  const send = async ({ key, body, path = PATH, secret = '' }: Post): Promise<Answer> => {
    try {
      const response = await fetch(`${random.pick(addresses)}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          ...(secret ? { authorization: `Bearer ${secret}` } : {}),
        },
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

  const insist = async (post: Post): Promise<Answer> => {
    for (;;) {
      const answer = await send(post);
      if (answer.kind !== 'later' || stopped) return answer;
      retries += 1;
      await pause(random.between(20, 200));
    }
  };

  /** Sends until there is a receipt, often twice; what was promised, once. */
  const sendOften = async (post: Post): Promise<readonly Promised[]> => {
    const isDouble = random.next() < twice;
    const answers = await Promise.all([insist(post), ...(isDouble ? [insist(post)] : [])]);
    if (!isDouble && random.next() < again) answers.push(await insist(post));
    const held = answers.flatMap((answer) => (answer.kind === 'promised' ? [answer.promised] : []));
    if (new Set(held.map(({ receipt }) => receipt)).size > 1)
      faults.push(`${post.key} was given two different receipts`);
    return held.slice(0, 1);
  };

  /** The short form first, then its pages, one after the other. */
  const handInLate = async (through: Latecomers): Promise<void> => {
    const answers = makeAnswers(random);
    const later = new Set(Object.values(FOLLOWING).flat());
    const { secret, ...short } = await through.handIn(
      pick(answers, (field) => !later.has(field)),
      Object.keys(FOLLOWING),
    );
    promised.push({ ...short, at: performance.now() });
    const path = `${PATH}/${short.number}/supplements`;
    for (const fields of Object.values(FOLLOWING)) {
      const body = JSON.stringify({ answers: pick(answers, (field) => fields.includes(field)) });
      followed.push(...(await sendOften({ key: makeUuid(Date.now()), body, path, secret })));
    }
  };

  const handInOnPages = async (through: PagePeople): Promise<void> => {
    const given = await through.handIn(makeAnswers(random));
    promised.push(...given.promised);
    followed.push(...given.followed);
  };

  const handIn = async (place: number): Promise<void> => {
    if (latecomers && place % LATE === 0) return handInLate(latecomers);
    const each = pages?.each ?? ON_PAGES;
    if (onPages && place % each === each - 1) return handInOnPages(onPages);
    const body = JSON.stringify({ answers: makeAnswers(random) });
    promised.push(...(await sendOften({ key: makeUuid(Date.now()), body })));
  };

  let left = count;
  const one = async (): Promise<void> => {
    while (left > 0 && !stopped) {
      left -= 1;
      await handIn(left);
      await pause(random.between(0, rest));
    }
  };
  const done = Promise.all(Array.from({ length: people }, one)).then(() => undefined);
  return {
    promised,
    followed,
    faults,
    retries: () => retries,
    refusals: () => refusals,
    done,
    stop: () => {
      stopped = true;
    },
  };
};
