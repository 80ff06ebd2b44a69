import { fairnessOf } from '#definition';
import type { Installed, Look } from '#intake';
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

type Waiting = Extract<Look, { kind: 'waiting' }>;

/** Address of a place in the line. */
export const placeAddress = (visit: ServiceVisit, code: string): string =>
  `${serviceBase(visit)}/waiting?place=${code}`;

const codeList = (label: string, code: string): Html =>
  html`<dl class="kd-receipt"><div><dt class="kern-label">${label}</dt><dd class="kd-code" data-place>${code}</dd></div></dl>`;

/** Stands in a page for what is different for each: the rest is made once for all. */
const place = (name: string): string => `\u0002${name}\u0002`;
const fillPlaces = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\u0002(\w+)\u0002/g, (_, name: string) => values[name] ?? '');

const templates = new WeakMap<Installed, Map<string, string>>();

/** Hundreds of thousands may look at this page: it is made once for each service and language, as often as that is looked up. */
const templateOf = (visit: ServiceVisit, name: string, make: () => string): string => {
  const known = templates.get(visit.installed) ?? new Map<string, string>();
  templates.set(visit.installed, known);
  const key = `${name} ${visit.language}`;
  const found = known.get(key) ?? make();
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

const untilOf = (until: number, language: string): { day: string; time: string } =>
  dayAndTime(Temporal.Instant.fromEpochMilliseconds(until), language);

/** Where one stands, and that one may go away meanwhile. `code` is in the form in which it was given out. */
export const waitingPage = (visit: ServiceVisit, code: string, seen: Waiting, isStill: boolean): string => {
  const { language } = visit;
  const words = waitingWords(language);
  const template = templateOf(visit, isStill ? 'still' : 'waiting', () => waitingTemplate(visit, isStill));
  const ahead = (language === 'en' ? ENGLISH : GERMAN).format(seen.ahead);
  return fillPlaces(template, {
    ...untilOf(seen.until, language),
    code,
    ahead: seen.ahead === 0 ? words.next : fill(words.aheadCount, { ahead }),
    wait: waitText(words, seen.seconds),
    interval: String(seen.interval),
  });
};

/** One may begin, at leisure. */
export const admittedPage = (visit: ServiceVisit, code: string, until: number): string => {
  const { language } = visit;
  const words = waitingWords(language);
  const action = inLanguage(`${serviceBase(visit)}?place=${code}`, language);
  return frame(visit, {
    title: words.admittedTitle,
    here: placeAddress(visit, code),
    body: html`${alert({ tone: 'success', level: 1, title: words.admittedTitle, body: html`<p class="kern-body">${fill(words.admitted, untilOf(until, language))}</p>` })}
<form method="post" action="${action}">${buttonRow(button({ text: words.begin, name: 'action', value: 'continue', icon: 'arrow-forward' }))}</form>
${codeList(words.code, code)}`,
  });
};

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
