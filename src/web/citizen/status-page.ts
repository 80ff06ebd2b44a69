import type { Authority } from '#authority';
import type { ApplicantStatus } from '#case';
import type { CompiledService } from '#definition';
import type { Rest } from '#intake';
import { type Html, html, raw } from '#lib/html.ts';
import type { InboxItem } from '#notify';
import {
  alert,
  badge,
  button,
  buttonRow,
  errorSummary,
  type Fault,
  heading,
  select,
  textInput,
} from '#web/design/index.ts';
import { laterWords } from './later-words.ts';
import { outstandingBlock } from './outstanding.ts';
import { FORM } from './question-page.ts';
import { dayAndTime } from './receipt-page.ts';
import { frame, inLanguage, prose, type Visit } from './visit.ts';
import { fill, type Words } from './words.ts';

/** What was typed to ask for a status. */
export type StatusQuery = { readonly authority: string; readonly number: string; readonly secret: string };

/** The form that asks for number and secret. They are posted, so that they stand in no address and no log. */
export const statusForm = (
  visit: Visit,
  authorities: readonly Authority[],
  query: StatusQuery,
  faults: readonly Fault[] = [],
): string => {
  const { words, language } = visit;
  const errorOf = (path: string): { error?: string } => {
    const found = faults.find((fault) => fault.path === path);
    return found ? { error: found.message } : {};
  };
  const [only] = authorities;
  const options = authorities.map(({ id, name }) => ({ value: id, label: name }));
  const whose =
    authorities.length === 1
      ? html`<input type="hidden" name="authority" value="${only?.id}">`
      : select({
          name: 'authority',
          label: words.statusAuthority,
          value: query.authority,
          options,
          language,
          ...errorOf('authority'),
        });
  return frame(visit, {
    title: words.statusTitle,
    failed: faults.length > 0,
    authority: authorities.find(({ id }) => id === query.authority),
    here: query.authority ? `/status?authority=${encodeURIComponent(query.authority)}` : '/status',
    body: html`${errorSummary(faults, language)}${heading(1, words.statusTitle)}<p class="kern-body">${words.statusLead}</p>
<form method="post" action="${inLanguage('/status', language)}" novalidate class="kd-stack">${whose}
${textInput({ name: 'number', label: words.statusNumber, value: query.number, width: 'medium', spellcheck: false, autocomplete: 'off', language, ...errorOf('number') })}
${textInput({ name: 'secret', label: words.statusSecret, value: query.secret, width: 'medium', spellcheck: false, autocomplete: 'off', language, ...errorOf('secret') })}
${buttonRow(button({ text: words.statusButton, name: 'action', value: 'continue' }))}</form>`,
  });
};

const STATES = {
  received: { tone: 'info', word: 'received' },
  inreview: { tone: 'info', word: 'inreview' },
  decided: { tone: 'success', word: 'decided' },
  paid: { tone: 'success', word: 'paid' },
  registered: { tone: 'success', word: 'registered' },
  closed: { tone: 'success', word: 'finished' },
} as const satisfies Record<ApplicantStatus, { tone: string; word: keyof Words }>;

const printSize = (bytes: number, language: string): string =>
  `${(Math.max(bytes, 1024) / 1024).toLocaleString(language.startsWith('de') ? 'de' : language, { maximumFractionDigits: 0 })} kB`;

/** What somebody with number and secret may see. */
export type StatusView = {
  /** Undefined when it offers nothing any more. */
  readonly authority: Authority | undefined;
  readonly query: StatusQuery;
  readonly status: ApplicantStatus;
  /** Something they handed in waits for an operator. */
  readonly isHeldUp: boolean;
  readonly receivedAt: Temporal.Instant;
  readonly inbox: readonly InboxItem[];
  /** What was outstanding at submission, and the package that asks for it. */
  readonly rest: (Rest & { readonly compiled: CompiledService }) | undefined;
};

/** The notice in the page itself, its explanation first: a page is easier to read than a file for most, with any aid. */
const noticeBlock = ({ notice }: InboxItem, words: Words): Html | undefined => {
  if (!notice) return undefined;
  const { explanation } = notice;
  return html`${
    explanation &&
    html`<details class="kd-details" open><summary class="kern-link">${words.explanation}</summary>${raw(explanation.html)}</details>`
  }<details class="kd-details"${!explanation && raw(' open')}><summary class="kern-link">${words.notice}</summary>${raw(notice.html)}</details>`;
};

const itemBlock = (item: InboxItem, { words, language }: Visit): Html => {
  const documents = item.attachments.map((file) =>
    button({
      text: fill(words.download, { name: file.name, size: printSize(file.size, language) }),
      name: 'document',
      value: `${item.id}/${file.position}`,
      look: 'secondary',
      icon: 'download',
    }),
  );
  return html`<article class="kd-entry kd-message"><header class="kd-entry__head"><h3 class="kern-title" lang="${item.language}">${item.subject}</h3><p class="kern-body kern-body--small kern-body--muted">${dayAndTime(item.at, language).day}</p></header><div class="kd-prose" lang="${item.language}">${raw(item.html)}</div>${noticeBlock(item, words)}${documents.length > 0 && buttonRow(...documents)}</article>`;
};

/** What is still missing, with the button that asks for it; or that nothing is. */
const restBlock = ({ language }: Visit, { rest }: StatusView): Html | false => {
  if (!rest) return false;
  const words = laterWords(language);
  const { outstanding } = rest.remainder;
  const count = rest.position > 0 && html`<p class="kern-body">${fill(words.count, { count: rest.position })}</p>`;
  const way = buttonRow(button({ text: words.handIn, name: 'action', value: 'handin' }));
  const block = outstandingBlock(rest.compiled, language, outstanding, way);
  return html`${block || html`<p class="kern-body" data-complete>${words.complete}</p>`}${count}`;
};

/** State of the case and messages, with their documents. The buttons post number and secret again. */
export const statusPage = (visit: Visit, view: StatusView): string => {
  const { authority, query, status, isHeldUp, receivedAt, inbox } = view;
  const { words, language } = visit;
  const { tone, word } = STATES[status];
  const items = inbox.map((item) => itemBlock(item, visit));
  const hidden = (name: keyof StatusQuery) => html`<input type="hidden" name="${name}" value="${query[name]}">`;
  return frame(visit, {
    title: words.statusTitle,
    authority,
    here: '/status',
    form: FORM,
    body: html`${heading(1, words.statusTitle)}<p class="kern-body">${words.number}: <strong data-receipt>${query.number}</strong>. ${fill(words.receivedAt, dayAndTime(receivedAt, language))}</p>
<div class="kd-state" data-status="${status}"><p>${badge(tone, words[word])}</p><p class="kern-body">${words[`${word}Text`]}</p></div>${
      isHeldUp &&
      html`<div data-delayed>${alert({ tone: 'warning', title: words.delayedTitle, body: prose(words.delayedText) })}</div>`
    }
<form method="post" action="${inLanguage('/status', language)}" id="${FORM}" class="kd-stack">${hidden('authority')}${hidden('number')}${hidden('secret')}${restBlock(visit, view)}${buttonRow(
      button({ text: words.refresh, name: 'action', value: 'continue', look: 'secondary' }),
    )}<div>${heading(2, words.messages)}${items.length > 0 ? html`<div class="kd-stack">${items}</div>` : html`<p class="kern-body">${words.noMessages}</p>`}</div></form>`,
  });
};
