import type { Language } from '#definition';
import { type Html, type HtmlValue, html, raw } from '#lib/html.ts';
import { icon } from './icon.ts';
import { wordsFor } from './words.ts';

/** What every control has. `name` is its id too; `error` says what to do. */
export type Control = {
  readonly name: string;
  readonly label: string;
  readonly hint?: HtmlValue;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly language: Language;
};

export type TextInput = Control & {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'tel' | 'search' | 'date' | 'password';
  readonly inputmode?: 'numeric' | 'decimal' | 'email' | 'tel';
  readonly autocomplete?: string;
  /** Width that hints at the length expected. */
  readonly width?: 'short' | 'medium' | 'long';
  /** A unit behind the input, such as €. */
  readonly suffix?: string;
  readonly spellcheck?: boolean;
};

export const labelText = ({ label, optional, language }: Control): Html =>
  html`${label}${optional && html` <span class="kern-label__optional">${wordsFor(language).optional}</span>`}`;

export const hintBlock = ({ name, hint }: Control): HtmlValue =>
  hint && html`<div class="kern-hint" id="${name}-hint">${hint}</div>`;

export const errorBlock = ({ name, error }: Control): HtmlValue =>
  error && html`<p class="kern-error" id="${name}-error">${icon('danger')}<span class="kern-body">${error}</span></p>`;

/** Ties hint and error to the control for screen readers. */
export const describedBy = ({ name, hint, error }: Control): HtmlValue => {
  const ids = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ');
  return [ids && html` aria-describedby="${ids}"`, error && raw(' aria-invalid="true"')];
};

const attribute = (name: string, value: string | undefined): HtmlValue => value && html` ${raw(name)}="${value}"`;

/** The frame around label, hint, control and error. */
export const field = (c: Control, control: Html): Html =>
  html`<div class="kern-form-input${c.error ? ' kern-form-input--error' : ''}"><label class="kern-label" for="${c.name}">${labelText(c)}</label>${hintBlock(c)}${control}${errorBlock(c)}</div>`;

/** One line of text. */
export const textInput = (t: TextInput): Html => {
  const input = html`<input class="kern-form-input__input${t.error ? ' kern-form-input__input--error' : ''}${t.width ? ` kd-width-${t.width}` : ''}" id="${t.name}" name="${t.name}" type="${t.type ?? 'text'}" value="${t.value}"${attribute('inputmode', t.inputmode)}${attribute('autocomplete', t.autocomplete)}${t.spellcheck === false && raw(' spellcheck="false"')}${describedBy(t)}>`;
  return field(
    t,
    t.suffix
      ? html`<span class="kd-suffix">${input}<span class="kd-suffix__unit" aria-hidden="true">${t.suffix}</span></span>`
      : input,
  );
};

/** Several lines of text. */
export const textArea = (t: Control & { readonly value: string; readonly rows?: number }): Html =>
  field(
    t,
    html`<textarea class="kern-form-input__input${t.error ? ' kern-form-input__input--error' : ''}" id="${t.name}" name="${t.name}" rows="${t.rows ?? 5}"${describedBy(t)}>
${t.value}</textarea>`,
  );

export type Option = { readonly value: string; readonly label: string };

/** One of many options; with few, use `radios`. */
export const select = (
  s: Control & { readonly value: string; readonly options: readonly Option[]; readonly autocomplete?: string },
): Html =>
  field(
    s,
    html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select${s.error ? ' kern-form-input__select--error' : ''}" id="${s.name}" name="${s.name}"${attribute('autocomplete', s.autocomplete)}${describedBy(s)}><option value="">${wordsFor(s.language).choose}</option>${s.options.map(
      ({ value, label }) => html`<option value="${value}"${value === s.value && raw(' selected')}>${label}</option>`,
    )}</select></div>`,
  );

/** A file. The form that holds it must be multipart/form-data. */
export const fileInput = (f: Control & { readonly accept: string; readonly multiple?: boolean }): Html =>
  field(
    f,
    html`<input class="kern-form-input__input" id="${f.name}" name="${f.name}" type="file" accept="${f.accept}"${f.multiple && raw(' multiple')}${describedBy(f)}>`,
  );
