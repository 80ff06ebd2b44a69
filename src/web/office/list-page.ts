import type { Context } from 'hono';
import { may } from '#authority';
import type { QueueEntry } from '#case';
import type { CompiledService } from '#definition';
import { type Html, html, raw } from '#lib/html.ts';
import { alert, badge, button, icon, link, linkButton, table } from '#web/design/index.ts';
import type { OfficeEnv } from './deps.ts';
import { formatAge } from './format.ts';
import { page } from './frame.ts';
import { columnTexts } from './list-cell.ts';
import { textsOf } from './names.ts';
import { stateBadge } from './queue-page.ts';
import { wordsFor } from './words.ts';

type C = Context<OfficeEnv>;

export const LIST_TABS = ['open', 'done', 'everything'] as const;
export type ListTab = (typeof LIST_TABS)[number];
export type ListService = { readonly id: string; readonly title: string; readonly compiled: CompiledService };

export type ListView = {
  readonly service: ListService;
  readonly tab: ListTab;
  readonly counts: Readonly<Partial<Record<ListTab, number>>>;
  readonly entries: readonly QueueEntry[];
  readonly next?: string;
  readonly isFirst: boolean;
  readonly now: Temporal.Instant;
  readonly handled: boolean;
};

/** For authorities with several lists. */
export const listsPage = (c: C, lists: readonly ListService[]): Response => {
  const words = wordsFor(c.get('language'));
  const items = lists.map(
    ({ id, title }) => html`<li><a href="/${c.get('actor').authority}/lists/${id}">${title}</a></li>`,
  );
  return page(c, {
    title: words.lists,
    place: 'lists',
    body: html`<h1 class="kern-heading-large">${words.lists}</h1>${
      items.length > 0 ? html`<ul class="ko-choices">${items}</ul>` : html`<p class="ko-empty">${words.noLists}</p>`
    }`,
  });
};

const baseOf = (c: C, { service }: ListView): string => `/${c.get('actor').authority}/lists/${service.id}`;

const tabs = (c: C, view: ListView): Html => {
  const words = wordsFor(c.get('language'));
  return html`<nav class="ko-tabs" aria-label="${words.tabsLabel}"><ul>${LIST_TABS.map(
    (tab) =>
      html`<li><a href="${baseOf(c, view)}?tab=${tab}"${tab === view.tab && raw(' aria-current="page"')}>${words.listTabs[tab]} <span class="ko-count">${view.counts[tab] ?? 0}</span></a></li>`,
  )}</ul></nav>`;
};

const levelBadge = (c: C, { priority }: QueueEntry): Html => {
  const tone = priority <= 1 ? 'danger' : priority <= 2 ? 'warning' : 'info';
  return badge(tone, wordsFor(c.get('language')).level(priority));
};

const handleForm = (c: C, view: ListView, entry: QueueEntry): Html | false => {
  const words = wordsFor(c.get('language'));
  const actor = c.get('actor');
  if (entry.state !== 'registered' || !may(actor, 'case.decide', actor.authority)) return false;
  return html`<form method="post" action="${baseOf(c, view)}/handled"><input type="hidden" name="case" value="${entry.id}">${button({ text: words.handle, look: 'secondary', small: true, about: words.handleAbout(entry.number) })}</form>`;
};

const list = (c: C, view: ListView): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  const { columns } = view.service.compiled;
  const texts = textsOf(view.service.compiled, language);
  if (view.entries.length === 0) return html`<p class="ko-empty">${icon('check')} ${words.empty}</p>`;
  return table({
    caption: view.service.title,
    captionHidden: true,
    small: true,
    columns: [
      { heading: words.case },
      { heading: words.urgency },
      ...columns.map(({ id, kind }) => ({ heading: texts.columns[id] ?? id, numeric: kind === 'number' })),
      { heading: words.state },
    ],
    rows: view.entries.map((entry) => [
      html`<span class="ko-when ko-number">${link(`/${entry.authority}/cases/${entry.id}`, entry.number)}<small>${entry.summary ? formatAge(entry.receivedAt, view.now, language) : words.deleted}</small></span>`,
      levelBadge(c, entry),
      ...columnTexts(view.service.compiled, entry, language),
      handleForm(c, view, entry) || stateBadge(entry, language),
    ]),
  });
};

/** Who has registered, the most urgent first, with the columns that the package names. */
export const listPage = (c: C, view: ListView): Response => {
  const words = wordsFor(c.get('language'));
  const base = baseOf(c, view);
  const next = `${base}?${new URLSearchParams({ tab: view.tab, after: view.next ?? '' })}`;
  return page(c, {
    title: view.service.title,
    place: 'lists',
    body: html`<div class="ko-top"><div><h1 class="kern-heading-large">${view.service.title}</h1><p class="kern-body ko-muted">${words.listsIntro}</p></div>
${linkButton({ href: `${base}/export?tab=${view.tab}`, text: words.export, look: 'secondary', icon: 'download' })}</div>
${view.handled && alert({ tone: 'success', title: words.handledDone })}${tabs(c, view)}<div class="ko-list">${list(c, view)}</div>
<p class="ko-pages">${!view.isFirst && linkButton({ href: `${base}?tab=${view.tab}`, text: words.first, look: 'tertiary' })}
${view.next && linkButton({ href: next, text: words.more, look: 'secondary', icon: 'arrow-forward' })}</p>`,
  });
};
