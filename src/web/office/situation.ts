import type { Context, Hono } from 'hono';
import { type CaseState, readSituation, type ServiceSituation } from '#case';
import { type Html, html } from '#lib/html.ts';
import { BERLIN } from '#lib/time.ts';
import { heading, link, table } from '#web/design/index.ts';
import type { OfficeDeps, OfficeEnv, OfficeLanguage } from './deps.ts';
import { formatAge, formatDuration, formatTime } from './format.ts';
import { page } from './frame.ts';
import { requireRole } from './guard.ts';
import { listServices } from './names.ts';
import { tile } from './payouts-page.ts';
import { wordsFor } from './words.ts';
import { loadWords } from './words-load.ts';

type C = Context<OfficeEnv>;
type View = {
  readonly services: readonly ServiceSituation[];
  readonly titles: ReadonlyMap<string, string>;
  readonly now: Temporal.Instant;
};

const ORDER = [
  'opened',
  'todecide',
  'toapprove',
  'registered',
  'decided',
  'paid',
  'closed',
] as const satisfies CaseState[];

const sum = (services: readonly ServiceSituation[], figure: (one: ServiceSituation) => number): string =>
  String(services.reduce((total, one) => total + figure(one), 0));

const inState = (state: CaseState) => (one: ServiceSituation) => one.states[state] ?? 0;

const tiles = (c: C, { services, now }: View): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  const oldest = services.flatMap(({ oldestWaiting }) => oldestWaiting ?? []).sort(Temporal.Instant.compare)[0];
  return html`<ul class="ko-tiles">${tile(
    words.receivedToday,
    sum(services, (one) => one.receivedToday),
  )}
${tile(words.waiting, sum(services, inState('todecide')))}${tile(words.approvals, sum(services, inState('toapprove')))}
${tile(
  words.decidedToday,
  sum(services, (one) => one.decidedToday),
)}${tile(words.paidCount, sum(services, inState('paid')))}
${tile(words.oldest, oldest ? formatAge(oldest, now, language) : '–', oldest ? formatTime(oldest, language) : '')}</ul>`;
};

/** Where a service's cases stand, as a bar; the figures stand beside it, so it is decoration. */
const bar = ({ states }: ServiceSituation): Html => {
  const total = ORDER.reduce((all, state) => all + (states[state] ?? 0), 0) || 1;
  let from = 0;
  const parts = ORDER.map((state) => {
    const width = (100 * (states[state] ?? 0)) / total;
    const part = html`<rect class="ko-bar__${state}" x="${from.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="10"></rect>`;
    from += width;
    return part;
  });
  return html`<svg class="ko-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
};

const distribution = (one: ServiceSituation, language: OfficeLanguage): Html => {
  const words = wordsFor(language);
  const present = ORDER.filter((state) => (one.states[state] ?? 0) > 0);
  return html`${bar(one)}<ul class="ko-legend">${present.map(
    (state) =>
      html`<li><span class="ko-dot ko-dot--${state}"></span>${words.states[state]} <b>${one.states[state] ?? 0}</b></li>`,
  )}</ul>`;
};

const byService = (c: C, { services, titles, now }: View): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  if (services.length === 0) return html`<p class="ko-empty">${words.noneYet}</p>`;
  return table({
    caption: words.byService,
    captionHidden: true,
    small: true,
    columns: [
      { heading: words.service },
      { heading: words.distribution },
      { heading: words.receivedToday, numeric: true },
      { heading: words.decidedToday, numeric: true },
      { heading: words.timeToDecision, numeric: true },
      { heading: words.oldest, numeric: true },
    ],
    rows: services.map((one) => [
      html`<b>${titles.get(one.service) ?? one.service}</b>`,
      distribution(one, language),
      one.receivedToday,
      one.decidedToday,
      one.secondsToDecision === undefined ? '–' : formatDuration(one.secondsToDecision, language),
      one.oldestWaiting ? formatAge(one.oldestWaiting, now, language) : '–',
    ]),
  });
};

/** What comes in, what waits, how fast it goes: for the lead. Figures only. */
export const addSituation = (app: Hono<OfficeEnv>, { db, registry, clock }: OfficeDeps): void => {
  app.get('/:authority/situation', requireRole('situation.read'), async (c) => {
    const { authority } = c.get('actor');
    const language = c.get('language');
    const now = clock();
    const services = await db.tx(authority, (tx) => readSituation(tx, authority, now.toZonedDateTimeISO(BERLIN)));
    const titles = new Map((await listServices(registry, authority, language)).map(({ id, title }) => [id, title]));
    const words = wordsFor(language);
    const view = { services, titles, now };
    return page(c, {
      title: words.situation,
      place: 'situation',
      body: html`<div class="ko-top"><div><h1 class="kern-heading-large">${words.situation}</h1><p class="kern-body ko-muted">${words.situationIntro(formatTime(now, language))}</p></div></div>
${tiles(c, view)}<p class="kern-body">${link(`/${authority}/load`, loadWords(language).title)}</p>${heading(2, words.byService)}<p class="kern-body kern-body--small ko-muted">${words.timeToDecision}: ${words.timeHint}</p>${byService(c, view)}`,
    });
  });
};
