import type { Keyring } from '#lib/seal.ts';
import { fillIn, flatten, type Seen, see } from '#test/walk.ts';
import { openEnvelope } from '#web/citizen/envelope.ts';
import { makePaper, type Paper } from './paper.ts';
import type { Promised } from './promised.ts';
import { pause, type Random } from './random.ts';

/** What people on the pages need to know of their surroundings. */
export type Surroundings = {
  /** Where to go; any will do. */
  readonly addresses: readonly string[];
  readonly random: Random;
  /** Those of the applicants' processes: only so is the id of a journey known here. */
  readonly sealKeys: Keyring;
  /** After how many ms without an answer they try again. */
  readonly answerWithin: number;
  /** How many send a page twice at once (a double click), from 0 to 1. */
  readonly twice: number;
  readonly isStopped: () => boolean;
  /** Told why a try came to nothing and has to be repeated. */
  readonly onLater: (why: string) => void;
  /** Told what should never have been answered. */
  readonly onFault: (text: string) => void;
};

/** What somebody on the pages was promised: for what was handed in, and for what followed. */
export type HandedIn = { readonly promised: readonly Promised[]; readonly followed: readonly Promised[] };

export type PagePeople = { handIn(answers: Readonly<Record<string, unknown>>): Promise<HandedIn> };

/** One filling of the form. */
type Journey = {
  readonly flat: ReturnType<typeof flatten>;
  readonly papers: Paper[];
  /** Asked for in this journey so far. */
  readonly asked: Set<string>;
  /** Still to be done by somebody who is not straight about it; each once. */
  readonly whims: Set<'save' | 'change'>;
};

type Body = URLSearchParams | FormData;

const PLACE = { authority: 'musterland', service: 'soforthilfe' };
const START = `/${PLACE.authority}/${PLACE.service}`;
/** On which page which papers are asked for. */
const PAGES: Readonly<Record<string, string>> = { nachweis: 'konto', belege: 'kosten' };
const PAPERS = ['nachweis', 'belege', 'belege'];
/** How many of them do it; the first of all gives up once, so that there is something to be cleared away. */
const SAVE = 1 / 3;
const CHANGE = 1 / 3;
const GIVE_UP = 1 / 4;
/** More pages than any journey has that gets anywhere. */
const MOST_PAGES = 120;

const sealOf = ({ controls }: Seen): string => controls.find(({ name }) => name === '_seal')?.value ?? '';
const placeOf = ({ text }: Seen): string => {
  const [, code] = /data-place>([^<]+)</.exec(text) ?? [];
  return code ? `?place=${code}` : '';
};
const isOf = (name: string, { action }: Seen): boolean => action.split('?')[0]?.endsWith(`/${name}`) ?? false;

/** The files that a page shows as uploaded, by their names, with their handles. */
const heldOn = ({ text }: Seen): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/value="([0-9a-f-]{36})"><span class="kern-body">([^<]+\.pdf) \(/g)].map(
      ([, handle = '', name = '']) => [name, handle] as const,
    ),
  );

/** What a browser posts: all controls, the files behind them, and the button. */
const bodyOf = (page: Seen, flat: Journey['flat'], files: readonly Paper[], action: string): Body => {
  const plain = { ...page, controls: page.controls.filter(({ type }) => type !== 'file') };
  const pairs = [...fillIn(plain, flat)];
  if (plain.controls.length === page.controls.length) return new URLSearchParams([...pairs, ['action', action]]);
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value);
  for (const { field, name, content } of files) form.append(field, new File([content], name));
  form.append('action', action);
  return form;
};

/** Where somebody goes from a page, and with which files. */
type Move = { readonly action: string; readonly files: readonly Paper[] };

const moveFrom = (page: Seen, journey: Journey, random: Random): Move => {
  const { papers, asked, whims } = journey;
  for (const { name, type } of page.controls) if (type === 'file') asked.add(name);
  if (isOf('check', page)) {
    // What is gone meanwhile is uploaded once more.
    const gone = papers.find(({ field, name }) => asked.has(field) && !page.text.includes(name));
    return { action: gone ? `goto:${PAGES[gone.field]}` : 'continue', files: [] };
  }
  if (isOf('kontakt', page) && whims.delete('save')) return { action: 'save', files: [] };
  const held = heldOn(page);
  const here = papers.filter(({ field }) => page.controls.some((one) => one.type === 'file' && one.name === field));
  const missing = here.filter(({ name }) => !held.has(name));
  const [first] = here;
  if (!first || missing.length > 0 || !whims.has('change')) return { action: 'continue', files: missing };
  // Somebody takes a paper out again and sends another in its place.
  whims.delete('change');
  const other = makePaper(random, first.field);
  papers[papers.indexOf(first)] = other;
  return { action: `detach:${held.get(first.name)}`, files: [other] };
};

/** People who fill in the pages as they come and add papers; whatever is lost on the way is sent again. */
export const makePagePeople = (around: Surroundings): PagePeople => {
  const { addresses, random, sealKeys, answerWithin, twice, isStopped, onLater, onFault } = around;

  const send = async (path: string, body?: Body): Promise<Seen | undefined> => {
    try {
      const response = await fetch(`${random.pick(addresses)}${path}`, {
        method: 'POST',
        ...(body ? { body } : {}),
        signal: AbortSignal.timeout(answerWithin),
      });
      const seen = await see(response);
      if (seen.status < 500 && seen.status !== 429) return seen;
      onLater(String(seen.status));
    } catch {
      onLater('none'); // refused, reset, cut off or too slow: nobody knows what became of it
    }
    return undefined;
  };

  const insist = async (path: string, body: Body): Promise<Seen | undefined> => {
    for (;;) {
      const seen = await send(path, body);
      if (seen || isStopped()) return seen;
      await pause(random.between(20, 200));
    }
  };

  /** The first page; who is given a place in a line asks for it until it is their turn. */
  const begin = async (place = ''): Promise<Seen | undefined> => {
    const seen = await send(`${START}${place}`);
    if ((seen && sealOf(seen) !== '') || isStopped()) return seen;
    if (seen) onLater('waiting');
    await pause(random.between(300, 900));
    return begin(seen ? placeOf(seen) : place);
  };

  const insistOften = async (path: string, body: Body): Promise<Seen | undefined> => {
    const isDouble = random.next() < twice;
    const seen = await Promise.all([insist(path, body), ...(isDouble ? [insist(path, body)] : [])]);
    const receipts = new Set(seen.flatMap((one) => (one?.receipt ? [one.text.match(/data-proof>([^<]+)/)?.[1]] : [])));
    if (receipts.size > 1) onFault(`${path} gave two different receipts`);
    return seen[random.between(0, seen.length - 1)];
  };

  /** Keeps the journey under a code, as to go on at another device. */
  const saveAndResume = async (path: string, body: Body): Promise<Seen | undefined> => {
    const saved = await insist(path, body);
    const code = saved && /data-code>([^<]+)</.exec(saved.text)?.[1];
    if (saved && !code) onFault(`nothing was saved: ${saved.status} ${saved.heading}`);
    return code ? insist(`${START}/resume`, new URLSearchParams({ code })) : undefined;
  };

  const makeJourney = (answers: Readonly<Record<string, unknown>>): Journey => ({
    flat: flatten(answers),
    papers: PAPERS.filter((_, i) => i === 0 || random.next() < 1 / 2).map((field) => makePaper(random, field)),
    asked: new Set(),
    whims: new Set([
      ...(random.next() < SAVE ? (['save'] as const) : []),
      ...(random.next() < CHANGE ? (['change'] as const) : []),
    ]),
  });

  /** Goes from page to page until `isEnd`; undefined where that was not to be had. */
  const walk = async (first: Seen | undefined, journey: Journey, isEnd: (page: Seen) => boolean) => {
    let page = first;
    let before = first;
    for (let pages = 0; page && !isEnd(page); pages += 1) {
      if (sealOf(page) === '' || pages > MOST_PAGES) {
        onFault(`after ${pages} pages at ${before?.action}: ${page.status} «${page.heading}»`);
        return undefined;
      }
      const { action, files } = moveFrom(page, journey, random);
      const body = bodyOf(page, journey.flat, files, action);
      before = page;
      page = await (action === 'save' ? saveAndResume(page.action, body) : insistOften(page.action, body));
    }
    return page && before && { end: page, last: before };
  };

  const isReceipt = ({ receipt }: Seen): boolean => receipt !== undefined;

  const promiseOf = (walked: { end: Seen; last: Seen }, { papers, asked }: Journey): Promised => ({
    key: openEnvelope(sealKeys, PLACE, sealOf(walked.last))?.id ?? '',
    number: walked.end.receipt ?? '',
    receipt: /data-proof>([^<]+)/.exec(walked.end.text)?.[1] ?? '',
    at: performance.now(),
    papers: papers.filter(({ field }) => asked.has(field)).map(({ content: _, ...sent }) => sent),
  });

  /** Hands in on the status page what may follow later. */
  const follow = async ({ receipt: number = '', secret = '' }: Seen, answers: Readonly<Record<string, unknown>>) => {
    const status = new URLSearchParams({ authority: PLACE.authority, number, secret, action: 'handin' });
    const journey = makeJourney(answers);
    journey.whims.delete('save'); // it is kept under number and secret already
    const walked = await walk(await insist('/status', status), journey, isReceipt);
    return walked ? [promiseOf(walked, journey)] : [];
  };

  let isFirst = true;
  return {
    handIn: async (answers) => {
      const givesUp = isFirst || random.next() < GIVE_UP;
      isFirst = false;
      if (givesUp) await walk(await begin(), makeJourney(answers), (page) => isOf('kontakt', page));
      const journey = makeJourney(answers);
      const walked = await walk(await begin(), journey, isReceipt);
      if (!walked) return { promised: [], followed: [] };
      const isRest = /data-outstanding/.test(walked.end.text);
      return { promised: [promiseOf(walked, journey)], followed: isRest ? await follow(walked.end, answers) : [] };
    },
  };
};
