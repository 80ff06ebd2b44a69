import type { Context } from 'hono';
import { may } from '#authority';
import { type Html, html } from '#lib/html.ts';
import { formatMoney } from '#lib/money.ts';
import type { Batch, BatchState, PaymentOrder, Payouts } from '#payout';
import { badge, button, heading, link, table } from '#web/design/index.ts';
import type { OfficeEnv, OfficeLanguage } from './deps.ts';
import { formatTime } from './format.ts';
import { page } from './frame.ts';
import { wordsFor } from './words.ts';

type C = Context<OfficeEnv>;

const TONES = { made: 'warning', released: 'success', cancelled: 'info' } as const satisfies Record<BatchState, string>;

/** What became of a batch, as a badge. */
export const batchBadge = ({ state }: Batch, language: OfficeLanguage): Html =>
  badge(TONES[state], wordsFor(language).batchStates[state]);

/** A figure with its name. */
export const tile = (name: string, figure: string, more = ''): Html =>
  html`<li class="ko-tile"><span class="ko-tile__name">${name}</span><b class="ko-tile__figure">${figure}</b><span class="ko-muted">${more}</span></li>`;

const tiles = (c: C, { piles }: Payouts): Html => {
  const language = c.get('language');
  const words = wordsFor(language);
  return html`<ul class="ko-tiles">${(['ordered', 'batched', 'held', 'released'] as const).map((state) => {
    const pile = piles.find((one) => one.state === state) ?? { count: 0, total: '0.00' };
    return tile(words.piles[state], formatMoney(pile.total, language), words.payments(pile.count));
  })}</ul>`;
};

const makeForm = (c: C, { piles }: Payouts): Html | false => {
  const actor = c.get('actor');
  const language = c.get('language');
  const words = wordsFor(language);
  const pile = piles.find(({ state }) => state === 'ordered');
  if (!may(actor, 'payout.batch', actor.authority)) return false;
  if (!pile?.count) return html`<p class="ko-empty">${words.nothingToPay}</p>`;
  const text = words.makeBatchText(words.payments(pile.count), formatMoney(pile.total, language));
  return html`<section class="ko-panel ko-panel--task"><p class="kern-body">${text}</p>
<form method="post" action="/${actor.authority}/payouts">${button({ text: words.makeBatch, icon: 'add' })}</form></section>`;
};

const batchTable = (c: C, caption: string, batches: readonly Batch[]): Html | false => {
  const language = c.get('language');
  const words = wordsFor(language);
  const columns = [
    { heading: words.batch },
    { heading: words.made },
    { heading: words.numberOfPayments, numeric: true },
    { heading: words.total, numeric: true },
    { heading: words.state },
    { heading: words.ended },
  ];
  return (
    batches.length > 0 &&
    html`${heading(2, caption)}${table({
      caption,
      captionHidden: true,
      small: true,
      columns,
      rows: batches.map((batch) => [
        html`<a class="kern-link ko-number" href="/${batch.authority}/payouts/${batch.id}">${batch.messageId}</a>`,
        words.by(batch.madeBy.name, formatTime(batch.madeAt, language)),
        batch.count,
        html`<span class="ko-money">${formatMoney(batch.total, language)}</span>`,
        batchBadge(batch, language),
        batch.endedBy && batch.endedAt ? words.by(batch.endedBy.name, formatTime(batch.endedAt, language)) : '',
      ]),
    })}`
  );
};

const orderTable = (c: C, caption: string, orders: readonly PaymentOrder[]): Html | false => {
  const language = c.get('language');
  const words = wordsFor(language);
  const actor = c.get('actor');
  const held = orders.some(({ obstacle }) => obstacle);
  const canRead = may(actor, 'case.read', actor.authority);
  return (
    orders.length > 0 &&
    html`${heading(2, caption)}${held && html`<p class="kern-body">${words.heldText}</p>`}${table({
      caption,
      captionHidden: true,
      small: true,
      columns: [
        { heading: words.number },
        { heading: words.since },
        { heading: words.total, numeric: true },
        ...(held ? [{ heading: words.hints }] : []),
      ],
      rows: orders.map((order) => [
        canRead
          ? link(`/${order.authority}/cases/${order.caseId}`, order.number)
          : html`<span class="ko-number">${order.number}</span>`,
        formatTime(order.orderedAt, language),
        html`<span class="ko-money">${formatMoney(order.amount, language)}</span>`,
        ...(held ? [order.obstacle ? badge('danger', words.obstacles[order.obstacle]) : ''] : []),
      ]),
    })}`
  );
};

/** How payments stand. Nothing personal here: who gets what is seen, and logged, in the batch. */
export const payoutsPage = (c: C, read: Payouts): Response => {
  const words = wordsFor(c.get('language'));
  const made = read.batches.filter(({ state }) => state === 'made');
  return page(c, {
    title: words.payouts,
    place: 'payouts',
    body: html`<div class="ko-top"><h1 class="kern-heading-large">${words.payouts}</h1></div>
${tiles(c, read)}${makeForm(c, read)}${batchTable(c, words.toRelease, made)}
${orderTable(
  c,
  words.heldTitle,
  read.waiting.filter(({ state }) => state === 'held'),
)}
${orderTable(
  c,
  words.waitingTitle,
  read.waiting.filter(({ state }) => state === 'ordered'),
)}
${batchTable(
  c,
  words.batches,
  read.batches.filter(({ state }) => state !== 'made'),
)}`,
  });
};
