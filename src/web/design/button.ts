import { type Html, html, raw } from '#lib/html.ts';
import { type IconName, icon } from './icon.ts';

export type Button = {
  readonly text: string;
  readonly name?: string;
  readonly value?: string;
  readonly look?: 'primary' | 'secondary' | 'tertiary';
  readonly icon?: IconName;
  /** Read by screen readers after the text, where several buttons bear the same: "Ändern: Name der Firma". */
  readonly about?: string;
  /** Skips the browser's own checks: for buttons that do not go forward. */
  readonly unchecked?: boolean;
  readonly small?: boolean;
};

const content = ({ text, icon: name, about }: Omit<Button, 'name' | 'value'>): Html =>
  html`${name && icon(name)}<span class="kern-label">${text}${about && html`<span class="kd-hidden">: ${about}</span>`}</span>`;

const classes = ({ look = 'primary', small }: Pick<Button, 'look' | 'small'>): string =>
  `kern-btn kern-btn--${look}${small ? ' kern-btn--x-small' : ''}`;

/** A submit button. */
export const button = (b: Button): Html =>
  html`<button type="submit" class="${classes(b)}"${b.name && html` name="${b.name}"`}${b.value !== undefined && html` value="${b.value}"`}${b.unchecked && raw(' formnovalidate')}>${content(b)}</button>`;

/** A link that looks like a button: for going somewhere, never for doing something. */
export const linkButton = (b: Omit<Button, 'name' | 'value'> & { readonly href: string }): Html =>
  html`<a class="${classes(b)}" href="${b.href}">${content(b)}</a>`;

/** A row of buttons; wraps on narrow screens. */
export const buttonRow = (...buttons: readonly (Html | false | undefined)[]): Html =>
  html`<div class="kd-buttons">${buttons}</div>`;

/** A plain link. */
export const link = (href: string, text: string): Html => html`<a class="kern-link" href="${href}">${text}</a>`;
