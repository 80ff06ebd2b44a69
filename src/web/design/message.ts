import type { Language } from '#definition';
import { type Html, type HtmlValue, html, raw } from '#lib/html.ts';
import { type IconName, icon } from './icon.ts';
import { wordsFor } from './words.ts';

type Tone = 'info' | 'success' | 'warning' | 'danger';

/** A boxed message. `role` status is announced without stealing the focus; danger is announced at once. */
export const alert = (a: {
  readonly tone: Tone;
  readonly title: string;
  readonly body?: HtmlValue;
  /** Level of the title's heading; default 2, and 1 where the message is what the page is about. */
  readonly level?: 1 | 2 | 3;
}): Html => html`<div class="kern-alert kern-alert--${a.tone} kd-block" role="${a.tone === 'danger' ? 'alert' : 'status'}">
<div class="kern-alert__header">${icon(a.tone)}${raw(`<h${a.level ?? 2} class="kern-title">`)}${a.title}${raw(`</h${a.level ?? 2}>`)}</div>${a.body && html`<div class="kern-alert__body">${a.body}</div>`}</div>`;

const BADGE_ICONS: Record<Tone, IconName> = { info: 'info', success: 'success', warning: 'warning', danger: 'danger' };

/** A short state: colour, icon and word, so that colour never stands alone (WCAG 1.4.1). */
export const badge = (tone: Tone, text: string): Html =>
  html`<span class="kern-badge kern-badge--small kern-badge--${tone}">${icon(BADGE_ICONS[tone])}<span class="kern-label">${text}</span></span>`;

/** One thing to correct: `path` is the id of the control it leads to. */
export type Fault = { readonly path: string; readonly message: string };

/** The summary of what to correct, first in the page, with links into the controls. Focus it by `autofocus`. */
export const errorSummary = (faults: readonly Fault[], language: Language): Html | false =>
  faults.length > 0 &&
  html`<div class="kern-alert kern-alert--danger kd-block" role="alert" tabindex="-1" id="fehler" autofocus>
<div class="kern-alert__header">${icon('danger')}<h2 class="kern-title">${wordsFor(language).errorTitle}</h2></div>
<div class="kern-alert__body"><ul class="kern-list kern-list--bullet kd-faults">${faults.map(
    ({ path, message }) =>
      html`<li><a class="kern-link kern-link--no-visited-state" href="#${path}">${message}</a></li>`,
  )}</ul></div></div>`;

/** How far one is: "Schritt 3 von 9". */
export const progress = (
  label: string,
  value: number,
  max: number,
): Html => html`<div class="kern-progress kd-progress">
<label class="kern-body kern-body--small kern-body--muted" for="fortschritt">${label}</label><progress id="fortschritt" value="${value}" max="${max}">${label}</progress></div>`;
