import type { Context } from 'hono';
import type { Refusal } from '#authority';
import { may } from '#authority';
import { type Html, html } from '#lib/html.ts';
import { formatMoney } from '#lib/money.ts';
import type { BatchView } from '#payout';
import {
  alert,
  button,
  buttonRow,
  descriptionList,
  errorSummary,
  heading,
  link,
  linkButton,
  table,
  textArea,
} from '#web/design/index.ts';
import type { OfficeEnv } from './deps.ts';
import { formatDay, formatTime } from './format.ts';
import { page } from './frame.ts';
import { rolesThatMay } from './guard.ts';
import { batchBadge } from './payouts-page.ts';
import { type OfficeWords, wordsFor } from './words.ts';

type C = Context<OfficeEnv>;
type View = BatchView & { readonly refusal?: Refusal; readonly fault?: string; readonly done?: string };

const hrefOf = ({ batch }: View, below = ''): string => `/${batch.authority}/payouts/${batch.id}${below}`;

const notices = (view: View, words: OfficeWords): Html => {
  const { refusal, done } = view;
  const known = done && Object.hasOwn(words.batchDone, done) ? words.batchDone[done as 'made'] : undefined;
  const text = refusal?.reason === 'sameperson' ? words.ownBatch : words.batchState;
  return html`${known && alert({ tone: 'success', title: known })}${refusal && alert({ tone: 'warning', title: words.refused[refusal.reason], body: text })}`;
};

const facts = (c: C, { batch }: View): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  const ended = batch.endedBy && batch.endedAt;
  return descriptionList([
    { label: words.numberOfPayments, value: batch.count },
    { label: words.total, value: html`<b>${formatMoney(batch.total, language)}</b>` },
    { label: words.made, value: words.by(batch.madeBy.name, formatTime(batch.madeAt, language)) },
    ...(ended && batch.endedBy && batch.endedAt
      ? [
          {
            label: words.batchStates[batch.state],
            value: words.by(batch.endedBy.name, formatTime(batch.endedAt, language)),
          },
        ]
      : []),
    ...(batch.remark ? [{ label: words.remarkTitle, value: batch.remark }] : []),
    ...(batch.executionDay ? [{ label: words.executionDay, value: formatDay(batch.executionDay, language) }] : []),
    ...(batch.fileHash
      ? [
          {
            label: words.fileHash,
            value: html`<code class="ko-hash">${batch.fileHash}</code><br><span class="ko-muted">${words.fileHashHint}</span>`,
          },
        ]
      : []),
  ]);
};

const cancelForm = (c: C, view: View): Html => {
  const words = wordsFor(c.get('language'));
  const remark = textArea({
    name: 'remark',
    label: words.cancelRemark,
    value: '',
    rows: 2,
    error: view.fault,
    language: c.get('language'),
  });
  return html`<details class="ko-details"${view.fault && html` open`}><summary>${words.cancelBatch}</summary>
<form method="post" action="${hrefOf(view, '/cancel')}" class="ko-form">${remark}${buttonRow(button({ text: words.cancelBatch, look: 'secondary' }))}</form></details>`;
};

const releaseForm = (c: C, view: View): Html => {
  const words = wordsFor(c.get('language'));
  const actor = c.get('actor');
  if (!may(actor, 'payout.release', actor.authority))
    return html`<p class="kern-body">${words.onlyRelease(rolesThatMay(c, 'payout.release'))}</p>`;
  if (view.batch.madeBy.id === actor.id) return alert({ tone: 'info', title: words.ownBatch, level: 3 });
  const total = formatMoney(view.batch.total, c.get('language'));
  return html`<p class="kern-body">${words.releaseText}</p><form method="post" action="${hrefOf(view, '/release')}">${button({ text: words.releaseBatch(total), icon: 'check' })}</form>`;
};

const downloads = (c: C, view: View): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  const actor = c.get('actor');
  const file = may(actor, 'payout.download', actor.authority)
    ? linkButton({ href: hrefOf(view, '/file'), text: words.download, icon: 'download' })
    : html`<p class="kern-body">${words.onlyDownload(rolesThatMay(c, 'payout.download'))}</p>`;
  return html`<section class="ko-panel ko-panel--task">${heading(2, words.file)}${file}${
    view.downloads.length > 0 &&
    html`<p class="kern-body ko-muted">${words.downloads}: ${view.downloads.map(({ name, at }) => words.by(name, formatTime(at, language))).join('; ')}</p>`
  }</section>`;
};

const next = (c: C, view: View): Html | false => {
  const words = wordsFor(c.get('language'));
  const actor = c.get('actor');
  const acts = may(actor, 'payout.batch', actor.authority) || may(actor, 'payout.release', actor.authority);
  if (view.batch.state === 'released') return downloads(c, view);
  return (
    view.batch.state === 'made' &&
    html`<section class="ko-panel ko-panel--task">${heading(2, words.releaseTitle)}${releaseForm(c, view)}${acts && cancelForm(c, view)}</section>`
  );
};

const orders = (c: C, view: View): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  return table({
    caption: words.numberOfPayments,
    small: true,
    columns: [
      { heading: words.number },
      { heading: words.payee },
      { heading: words.iban },
      { heading: words.purpose },
      { heading: words.total, numeric: true },
    ],
    rows: view.orders.map(({ number, payee, amount }) => [
      html`<span class="ko-number">${number}</span>`,
      payee.name,
      html`<span class="ko-number">${payee.iban.replace(/(.{4})(?=.)/g, '$1 ')}</span>`,
      payee.purpose,
      html`<span class="ko-money">${formatMoney(amount, language)}</span>`,
    ]),
  });
};

/** One batch: what a second person checks before the release, and afterwards the file for the bank. */
export const batchPage = (c: C, view: View): Response => {
  const language = c.get('language');
  const words = wordsFor(language);
  const { batch, refusal, fault } = view;
  const refused = refusal ? (refusal.reason === 'state' ? 409 : 403) : 200;
  return page(c, {
    title: `${words.batch} ${batch.messageId}`,
    place: 'payouts',
    status: fault ? 422 : refused,
    body: html`${errorSummary(fault ? [{ path: 'remark', message: fault }] : [], language)}${notices(view, words)}
<p class="ko-back">${link(`/${batch.authority}/payouts`, words.backToPayouts)}</p>
<div class="ko-top"><h1 class="kern-heading-large">${words.batch} <span class="ko-number">${batch.messageId}</span></h1>${batchBadge(batch, language)}</div>
<div class="ko-two"><section class="ko-panel">${facts(c, view)}</section>${next(c, view)}</div>${orders(c, view)}`,
  });
};
