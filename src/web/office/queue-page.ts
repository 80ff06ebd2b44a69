import type { Context } from 'hono';
import { may } from '#authority';
import type { CaseState, QueueEntry } from '#case';
import { type Html, html, raw } from '#lib/html.ts';
import {
  alert,
  badge,
  button,
  errorSummary,
  icon,
  linkButton,
  type Option,
  table,
  textInput,
} from '#web/design/index.ts';
import type { OfficeEnv, OfficeLanguage } from './deps.ts';
import { formatAge, formatTime } from './format.ts';
import { page } from './frame.ts';
import { wordsFor } from './words.ts';

export const TABS = ['open', 'mine', 'approve', 'all'] as const;
export type Tab = (typeof TABS)[number];

export type QueueView = {
  readonly tab: Tab;
  readonly order: 'priority' | 'newest';
  readonly service: string | undefined;
  readonly services: readonly { readonly id: string; readonly title: string }[];
  readonly counts: Readonly<Partial<Record<Tab, number>>>;
  readonly entries: readonly QueueEntry[];
  readonly next?: string;
  readonly names: ReadonlyMap<string, string>;
  readonly now: Temporal.Instant;
  readonly isFirst: boolean;
  /** What somebody looked for in vain, and what to tell them. */
  readonly searched?: string;
  readonly fault?: string;
  readonly nothingLeft?: boolean;
};

type C = Context<OfficeEnv>;

const TONES = {
  opened: 'info',
  todecide: 'warning',
  toapprove: 'warning',
  decided: 'success',
  paid: 'success',
  registered: 'info',
  closed: 'info',
} as const satisfies Record<CaseState, 'info' | 'warning' | 'success'>;

/** Where a case stands, as a badge; a decision says how it ended. */
export const stateBadge = (
  { state, outcome }: { readonly state: CaseState; readonly outcome?: 'granted' | 'rejected' | undefined },
  language: OfficeLanguage,
): Html => {
  const words = wordsFor(language);
  if (state === 'decided' && outcome === 'rejected') return badge('danger', words.rejected);
  if (state === 'decided' && outcome === 'granted') return badge('success', words.granted);
  return badge(TONES[state], words.states[state]);
};

const href = (c: C, view: QueueView, change: Record<string, string | undefined>): string => {
  const all = { tab: view.tab, order: view.order, service: view.service, ...change };
  const query = new URLSearchParams(Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1])));
  return `/${c.get('actor').authority}/cases?${query}`;
};

const tabs = (c: C, view: QueueView): Html => {
  const words = wordsFor(c.get('language'));
  const shown = TABS.filter(
    (tab) => tab !== 'approve' || may(c.get('actor'), 'case.approve', c.get('actor').authority),
  );
  return html`<nav class="ko-tabs" aria-label="${words.tabsLabel}"><ul>${shown.map(
    (tab) =>
      html`<li><a href="${href(c, view, { tab, order: undefined })}"${tab === view.tab && raw(' aria-current="page"')}>${words.tabs[tab]} <span class="ko-count">${view.counts[tab] ?? 0}</span></a></li>`,
  )}</ul></nav>`;
};

/** A choice that always has a value: without the empty first option of forms. */
const pick = (name: string, label: string, value: string, options: readonly Option[]): Html =>
  html`<div class="kern-form-input"><label class="kern-label" for="${name}">${label}</label><div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id="${name}" name="${name}">${options.map(
    (one) => html`<option value="${one.value}"${one.value === value && raw(' selected')}>${one.label}</option>`,
  )}</select></div></div>`;

const filters = (c: C, view: QueueView): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  const services = view.services.map(({ id, title }) => ({ value: id, label: title }));
  const orders = (['priority', 'newest'] as const).map((value) => ({ value, label: words.orders[value] }));
  const base = `/${c.get('actor').authority}/cases`;
  return html`<div class="ko-filters">
<form method="get" action="${base}"><input type="hidden" name="tab" value="${view.tab}">
${view.services.length > 1 && pick('service', words.service, view.service ?? '', [{ value: '', label: words.allServices }, ...services])}
${pick('order', words.order, view.order, orders)}
${button({ text: words.apply, look: 'secondary' })}</form>
<form method="get" action="${base}/search" role="search">
${textInput({ name: 'number', label: words.search, value: view.searched ?? '', type: 'search', autocomplete: 'off', spellcheck: false, error: view.fault, language })}
${button({ text: words.find, look: 'secondary', icon: 'search' })}</form></div>`;
};

const hints = (entry: QueueEntry, language: OfficeLanguage): Html => {
  const words = wordsFor(language);
  const open = entry.state === 'todecide' || entry.state === 'toapprove';
  return html`<span class="ko-badges">${entry.priority < 5 && badge(entry.priority === 1 ? 'danger' : entry.priority === 2 ? 'warning' : 'info', words.urgent(entry.priority))}
${entry.doubts > 0 && badge('warning', words.doubts(entry.doubts))}${open && entry.second && badge('info', words.second)}</span>`;
};

const worker = (c: C, { names, now }: QueueView, { assignee, leaseUntil }: QueueEntry): string => {
  const words = wordsFor(c.get('language'));
  const running = assignee && leaseUntil && Temporal.Instant.compare(leaseUntil, now) > 0;
  if (!running) return words.nobody;
  return assignee === c.get('actor').id ? words.you : (names.get(assignee) ?? words.nobody);
};

const list = (c: C, view: QueueView): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  if (view.entries.length === 0) return html`<p class="ko-empty">${icon('check')} ${words.empty}</p>`;
  const titles = new Map(view.services.map(({ id, title }) => [id, title]));
  return table({
    caption: `${words.tabs[view.tab]}: ${words.count(view.counts[view.tab] ?? 0)}`,
    captionHidden: true,
    small: true,
    columns: [words.number, words.service, words.received, words.state, words.hints, words.inWork].map((heading) => ({
      heading,
    })),
    rows: view.entries.map((entry) => [
      html`<a class="kern-link ko-number" href="/${entry.authority}/cases/${entry.id}">${entry.number}</a>`,
      titles.get(entry.service) ?? entry.service,
      html`<span class="ko-when">${formatTime(entry.receivedAt, language)}<small>${formatAge(entry.receivedAt, view.now, language)}</small></span>`,
      stateBadge(entry, language),
      hints(entry, language),
      worker(c, view, entry),
    ]),
  });
};

/** What is to be done, most urgent first. Numbers only: who it is about is seen, and logged, in the case itself. */
export const queuePage = (c: C, view: QueueView): Response => {
  const words = wordsFor(c.get('language'));
  const actor = c.get('actor');
  const canTake = may(actor, 'case.claim', actor.authority);
  const next = html`<form method="post" action="/${actor.authority}/next"><input type="hidden" name="service" value="${view.service ?? ''}">${button({ text: words.takeNext, icon: 'arrow-forward' })}</form>`;
  return page(c, {
    title: words.cases,
    place: 'cases',
    status: view.fault ? 404 : 200,
    body: html`${view.fault && errorSummary([{ path: 'number', message: view.fault }], c.get('language'))}
<div class="ko-top"><h1 class="kern-heading-large">${words.cases}</h1>${canTake && next}</div>
${view.nothingLeft && alert({ tone: 'success', title: words.nothingLeft, body: words.nothingLeftText })}
${tabs(c, view)}${filters(c, view)}${list(c, view)}
<p class="ko-pages">${!view.isFirst && linkButton({ href: href(c, view, {}), text: words.first, look: 'tertiary' })}
${view.next && linkButton({ href: href(c, view, { after: view.next }), text: words.more, look: 'secondary', icon: 'arrow-forward' })}</p>`,
  });
};
