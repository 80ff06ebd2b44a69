import { fairnessOf } from '#definition';
import type { InLine, Installed, Standing } from '#intake';
import { type Html, html } from '#lib/html.ts';
import {
  alert,
  button,
  buttonRow,
  descriptionList,
  errorSummary,
  heading,
  link,
  linkButton,
  textInput,
} from '#web/design/index.ts';
import { dayAndTime } from './receipt-page.ts';
import { frame, inLanguage, type ServiceVisit, serviceBase } from './visit.ts';
import { type WaitingWords, waitingWords } from './waiting-words.ts';
import { fill } from './words.ts';

const GERMAN = new Intl.NumberFormat('de-DE');
const ENGLISH = new Intl.NumberFormat('en-GB');

/** Address of a place in the line. */
export const placeAddress = (visit: ServiceVisit, code: string): string =>
  `${serviceBase(visit)}/waiting?place=${code}`;

const codeList = (label: string, code: string): Html =>
  html`<dl class="kd-receipt"><div><dt class="kern-label">${label}</dt><dd class="kd-code" data-place>${code}</dd></div></dl>`;

/** Stands in a page for what is different for each: the rest is made once for all. */
const place = (name: string): string => `\u0002${name}\u0002`;

/** A page cut at its places: text, name, text, name, …, text. */
type Template = readonly string[];
const fillPlaces = (template: Template, values: Readonly<Record<string, string>>): string => {
  let page = '';
  for (const [i, part] of template.entries()) page += i % 2 === 0 ? part : (values[part] ?? '');
  return page;
};

const templates = new WeakMap<Installed, Map<string, Template>>();

/** Hundreds of thousands may look at this page: it is made once for each service and language, as often as that is looked up. */
const templateOf = (visit: ServiceVisit, name: string, make: () => string): Template => {
  const known = templates.get(visit.installed) ?? new Map<string, Template>();
  templates.set(visit.installed, known);
  const key = `${name} ${visit.language}`;
  const found = known.get(key) ?? make().split('\u0002');
  known.set(key, found);
  return found;
};

const orderText = (visit: ServiceVisit, words: WaitingWords): Html | false => {
  const fairness = fairnessOf(visit.installed.compiled.service);
  if (fairness !== 'unlimited' && fairness !== 'draw') return false;
  return html`<p class="kern-body"><strong>${words[fairness]}</strong></p>`;
};

const waitingTemplate = (visit: ServiceVisit, isStill: boolean): string => {
  const { language } = visit;
  const words = waitingWords(language);
  const here = placeAddress(visit, place('code'));
  const rows = [
    { label: words.ahead, value: place('ahead') },
    { label: words.wait, value: place('wait') },
  ];
  const refreshing = isStill
    ? buttonRow(linkButton({ text: words.refresh, href: inLanguage(`${here}&still=1`, language) }))
    : html`<p class="kern-body">${fill(words.refreshing, { interval: place('interval') })} ${link(inLanguage(`${here}&still=1`, language), words.still)}</p>`;
  return frame(visit, {
    title: words.title,
    here: isStill ? `${here}&still=1` : here,
    body: html`${heading(1, words.title)}<p class="kern-body">${words.lead}</p>${orderText(visit, words)}${descriptionList(rows)}${refreshing}
${codeList(words.code, place('code'))}<p class="kern-body">${fill(words.kept, { day: place('day'), time: place('time') })}</p>`,
  });
};

const waitText = (words: WaitingWords, seconds: number | undefined): string => {
  if (seconds === undefined) return words.waitUnknown;
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return words.minute;
  return minutes < 120 ? fill(words.minutes, { minutes }) : fill(words.hours, { hours: Math.round(minutes / 60) });
};

type Moment = { readonly day: string; readonly time: string };

/** All who came in a minute keep their place until the same minute: it is printed once for a language. */
const moments = new Map<string, Moment>();
const MOST_MOMENTS = 1000;

const untilOf = (until: number, language: string): Moment => {
  const key = `${language} ${until}`;
  const known = moments.get(key);
  if (known) return known;
  const moment = dayAndTime(Temporal.Instant.fromEpochMilliseconds(until), language);
  if (moments.size >= MOST_MOMENTS) moments.clear();
  moments.set(key, moment);
  return moment;
};

/** Where one stands, and that one may go away meanwhile. */
const waitingPage = (visit: ServiceVisit, seen: InLine, isStill: boolean): string => {
  const { language } = visit;
  const words = waitingWords(language);
  const template = templateOf(visit, isStill ? 'still' : 'waiting', () => waitingTemplate(visit, isStill));
  const ahead = (language === 'en' ? ENGLISH : GERMAN).format(seen.ahead);
  return fillPlaces(template, {
    ...untilOf(seen.until, language),
    code: seen.code,
    ahead: seen.ahead === 0 ? words.next : fill(words.aheadCount, { ahead }),
    wait: waitText(words, seen.seconds),
    interval: String(seen.interval),
  });
};

/** A page with the headers that are its own. */
export type WaitingAnswer = { readonly page: string; readonly headers: Readonly<Record<string, string>> };

/**
 * The waiting page. It asks again by a header, not by a tag: checkers take the tag for a page that runs away, which this
 * one does not. A newcomer gets it at once, instead of being sent to it, which would be a second request of each of those
 * who are too many already; from then on the page lives at its own address.
 */
export const answerWaiting = (
  visit: ServiceVisit,
  seen: InLine,
  { isNew = false, isStill = false }: { readonly isNew?: boolean; readonly isStill?: boolean } = {},
): WaitingAnswer => {
  const interval = String(seen.interval);
  const headers = { 'cache-control': 'no-store', 'retry-after': interval };
  const page = waitingPage(visit, seen, isStill);
  if (isStill) return { page, headers };
  if (!isNew) return { page, headers: { ...headers, refresh: interval } };
  const here = inLanguage(placeAddress(visit, seen.code), visit.language);
  return { page, headers: { ...headers, refresh: `${interval}; url=${here}`, 'content-location': here } };
};

const admittedTemplate = (visit: ServiceVisit): string => {
  const { language } = visit;
  const words = waitingWords(language);
  const action = inLanguage(`${serviceBase(visit)}?place=${place('code')}`, language);
  const until = fill(words.admitted, { day: place('day'), time: place('time') });
  return frame(visit, {
    title: words.admittedTitle,
    here: placeAddress(visit, place('code')),
    body: html`${alert({ tone: 'success', level: 1, title: words.admittedTitle, body: html`<p class="kern-body">${until}</p>` })}
<form method="post" action="${action}">${buttonRow(button({ text: words.begin, name: 'action', value: 'continue', icon: 'arrow-forward' }))}</form>
${codeList(words.code, place('code'))}`,
  });
};

/** One may begin, at leisure. */
const admittedPage = (visit: ServiceVisit, { code, until }: Standing): string =>
  fillPlaces(
    templateOf(visit, 'admitted', () => admittedTemplate(visit)),
    { ...untilOf(until, visit.language), code },
  );

/** How somebody's place stands: still in the line, or let in. */
export const answerStanding = (visit: ServiceVisit, seen: Standing, isStill: boolean): WaitingAnswer =>
  seen.kind === 'waiting'
    ? answerWaiting(visit, seen, { isStill })
    : { page: admittedPage(visit, seen), headers: { 'cache-control': 'no-store' } };

export type CodeFault = 'unreadable' | 'expired';

/** Asks for a code, so that one can go on elsewhere; or says what is wrong with it. */
export const codePage = (visit: ServiceVisit, typed: string, fault?: CodeFault): string => {
  const { language } = visit;
  const words = waitingWords(language);
  const base = serviceBase(visit);
  const error = fault && words[fault];
  const input = textInput({
    name: 'place',
    label: words.code,
    hint: words.codeHint,
    value: typed,
    width: 'long',
    spellcheck: false,
    autocomplete: 'off',
    language,
    ...(error ? { error } : {}),
  });
  return frame(visit, {
    title: words.codeTitle,
    failed: fault !== undefined,
    here: `${base}/waiting`,
    body: html`${errorSummary(error ? [{ path: 'place', message: error }] : [], language)}${heading(1, words.codeTitle)}<p class="kern-body">${words.codeLead}</p>
<form method="get" action="${base}/waiting" class="kd-stack">${language !== 'de' && html`<input type="hidden" name="lang" value="${language}">`}${input}${buttonRow(
      button({ text: words.show }),
      linkButton({ text: words.start, href: inLanguage(base, language), look: 'secondary' }),
    )}</form>`,
  });
};

/** Not even a place in the line can be given out. */
export const busyPage = (visit: ServiceVisit, seconds: number): string => {
  const words = waitingWords(visit.language);
  const base = serviceBase(visit);
  return frame(visit, {
    title: words.busyTitle,
    here: base,
    body: html`${alert({ tone: 'warning', level: 1, title: words.busyTitle, body: html`<p class="kern-body">${fill(words.busy, { seconds })}</p>` })}
${buttonRow(linkButton({ text: words.again, href: inLanguage(base, visit.language) }))}`,
  });
};

/** Holds a post that cannot be answered now: everything it carried is in the page, and one button sends it again. */
export const holdPage = (
  visit: ServiceVisit,
  action: string,
  controls: Iterable<readonly [string, readonly string[]]>,
  seconds: number,
): string => {
  const words = waitingWords(visit.language);
  const hidden = [...controls].flatMap(([name, values]) =>
    values.map((value) => html`<input type="hidden" name="${name}" value="${value}">`),
  );
  return frame(visit, {
    title: words.holdTitle,
    body: html`${alert({ tone: 'warning', level: 1, title: words.holdTitle, body: html`<p class="kern-body">${fill(words.hold, { seconds })}</p>` })}
<form method="post" action="${inLanguage(action, visit.language)}">${hidden}${buttonRow(button({ text: words.holdOn }))}</form>`,
  });
};
