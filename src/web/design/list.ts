import { type Html, type HtmlValue, html, raw } from '#lib/html.ts';

/** A question with its answer, and how to change it. */
export type Row = { readonly label: HtmlValue; readonly value: HtmlValue; readonly action?: HtmlValue };

/** Label and value in pairs. */
export const descriptionList = (rows: readonly Row[]): Html =>
  html`<dl class="kern-description-list">${rows.map(
    ({ label, value }) =>
      html`<div class="kern-description-list-item"><dt class="kern-description-list-item__key">${label}</dt><dd class="kern-description-list-item__value">${value}</dd></div>`,
  )}</dl>`;

/** A titled block of answers with one action, such as a button that leads back to their page. */
export const summaryCard = (card: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly action?: HtmlValue;
}): Html => html`<section class="kern-summary kd-summary"><div class="kern-summary__header kd-summary__header">
<h2 class="kern-title">${card.title}</h2>${card.action}</div><div class="kern-summary__body">${descriptionList(card.rows)}</div></section>`;

/** A step of the whole with its state. `title` is a link, a button or plain text. */
export type Task = { readonly title: HtmlValue; readonly status: HtmlValue };

export const taskList = (tasks: readonly Task[]): Html =>
  html`<ol class="kern-task-list__list kd-tasks">${tasks.map(
    ({ title, status }, i) =>
      html`<li class="kern-task-list__item"><span class="kern-number" aria-hidden="true">${i + 1}</span><div class="kern-task-list__title">${title}</div><div class="kern-task-list__status">${status}</div></li>`,
  )}</ol>`;

/** Points below each other. */
export const bulletList = (items: readonly HtmlValue[]): Html =>
  html`<ul class="kern-list kern-list--bullet kd-points">${items.map((item) => html`<li>${item}</li>`)}</ul>`;

export type Column = { readonly heading: string; readonly numeric?: boolean };

/**
 * A table with a caption. It scrolls sideways inside its own region, reachable by keyboard (WCAG 2.1.1), never the page.
 */
export const table = (t: {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly HtmlValue[])[];
  readonly small?: boolean;
  /** Hides the caption from sight where a heading above says the same. */
  readonly captionHidden?: boolean;
}): Html => {
  const cell = (value: HtmlValue, i: number): Html =>
    html`<td class="kern-table__cell${t.columns[i]?.numeric ? ' kern-table__cell--numeric' : ''}">${value}</td>`;
  return html`<div class="kern-table-responsive" role="region" tabindex="0" aria-label="${t.caption}"><table class="kern-table${t.small ? ' kern-table--small' : ''}">
<caption class="${t.captionHidden ? 'kd-hidden' : 'kern-title'}">${t.caption}</caption>
<thead class="kern-table__head"><tr class="kern-table__row">${t.columns.map(
    ({ heading, numeric }) =>
      html`<th scope="col" class="kern-table__header${numeric ? ' kern-table__header--numeric' : ''}">${heading}</th>`,
  )}</tr></thead>
<tbody class="kern-table__body">${t.rows.map((row) => html`<tr class="kern-table__row">${row.map(cell)}</tr>`)}</tbody></table></div>`;
};

/** Text in paragraphs: blank lines part them. */
export const paragraphs = (text: string): Html =>
  html`${text
    .trim()
    .split(/\n\s*\n/)
    .map((part) => html`<p class="kern-body">${part}</p>`)}`;

/** A heading of the page's content. The first level is set smaller on pages that ask something. */
export const heading = (level: 1 | 2 | 3, text: HtmlValue, size: 'x-large' | 'large' = 'x-large'): Html => {
  const look = { 1: size, 2: 'medium', 3: 'small' }[level];
  return html`${raw(`<h${level} class="kern-heading-${look}">`)}${text}${raw(`</h${level}>`)}`;
};
