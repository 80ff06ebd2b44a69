/** HTML that has been escaped or written by us; only `html` and `raw` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** What may stand in an `html` template. `false`, `null` and `undefined` print nothing, so `cond && html…` reads well. */
export type HtmlValue = Html | string | number | boolean | null | undefined | readonly HtmlValue[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for element content and quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Marks text as HTML that needs no escaping. Only for text that this program wrote itself. */
export const raw = (text: string): Html => new Html(text);

const print = (value: HtmlValue): string => {
  if (value === null || value === undefined || value === false || value === true) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(print).join('');
};

/**
 * Builds HTML; every interpolated value is escaped unless it is `Html` itself. Attributes must be quoted in the template.
 * @example html`<p>${name}</p>`
 */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html => {
  let text = strings[0] ?? '';
  for (let i = 0; i < values.length; i += 1) text += print(values[i]) + (strings[i + 1] ?? '');
  return new Html(text);
};
