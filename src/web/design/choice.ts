import { type Html, html, raw } from '#lib/html.ts';
import { type Control, describedBy, errorBlock, hintBlock, labelText, type Option } from './input.ts';
import { wordsFor } from './words.ts';

/** A group of controls under one question. */
export const fieldset = (c: Control, body: Html, horizontal = false): Html =>
  html`<fieldset class="kern-fieldset${c.error ? ' kern-fieldset--error' : ''}"${describedBy({ ...c, error: undefined })}><legend class="kern-label">${labelText(c)}</legend>${hintBlock(c)}<div class="kern-fieldset__body${horizontal ? ' kern-fieldset__body--horizontal' : ''}">${body}</div>${errorBlock(c)}</fieldset>`;

// The first control bears the name as id, so that the error summary leads to it.
const check = (c: Control, kind: 'radio' | 'checkbox', option: Option, checked: boolean, i: number): Html => {
  const id = i === 0 ? c.name : `${c.name}-${option.value}`;
  return html`<div class="kern-form-check"><input class="kern-form-check__${kind}${c.error ? ` kern-form-check__${kind}--error` : ''}" type="${kind}" id="${id}" name="${c.name}" value="${option.value}"${checked && raw(' checked')}${c.error && html` aria-describedby="${c.name}-error"`}><label class="kern-label" for="${id}">${option.label}</label></div>`;
};

/** One of a few options. */
export const radios = (
  c: Control & { readonly value: string; readonly options: readonly Option[]; readonly horizontal?: boolean },
): Html =>
  fieldset(
    c,
    html`${c.options.map((option, i) => check(c, 'radio', option, option.value === c.value, i))}`,
    c.horizontal,
  );

/** Any of several options. */
export const checkboxes = (
  c: Control & { readonly values: readonly string[]; readonly options: readonly Option[] },
): Html =>
  fieldset(c, html`${c.options.map((option, i) => check(c, 'checkbox', option, c.values.includes(option.value), i))}`);

/** One box to tick, such as a declaration. */
export const checkbox = (
  c: Control & { readonly value: string; readonly checked: boolean; readonly text?: Html },
): Html => {
  const body = html`<div class="kern-form-check${c.error ? ' kern-form-check--error' : ''}"><input class="kern-form-check__checkbox${c.error ? ' kern-form-check__checkbox--error' : ''}" type="checkbox" id="${c.name}" name="${c.name}" value="${c.value}"${c.checked && raw(' checked')}${describedBy(c)}><label class="kern-label" for="${c.name}">${labelText(c)}</label>${errorBlock(c)}</div>`;
  return html`<div class="kd-declaration">${c.text}${hintBlock(c)}${body}</div>`;
};

/** A date in three inputs: no picker to fight with, works with every keyboard and screen reader. */
export const dateInput = (
  c: Control & { readonly day: string; readonly month: string; readonly year: string; readonly birth?: boolean },
): Html => {
  const words = wordsFor(c.language);
  const part = (key: 'day' | 'month' | 'year', value: string, label: string): Html => {
    const id = key === 'day' ? c.name : `${c.name}.${key}`;
    return html`<div class="kern-form-input"><label class="kern-label" for="${id}">${label}</label><input class="kern-form-input__input kd-date-${key}${c.error ? ' kern-form-input__input--error' : ''}" id="${id}" name="${c.name}.${key}" type="text" inputmode="numeric" value="${value}"${c.birth && html` autocomplete="bday-${key}"`}${c.error && html` aria-describedby="${c.name}-error" aria-invalid="true"`}></div>`;
  };
  return fieldset(
    c,
    html`${part('day', c.day, words.day)}${part('month', c.month, words.month)}${part('year', c.year, words.year)}`,
    true,
  );
};
