import type { CompiledService, Language } from '#definition';
import { type Outstanding, textsFor } from '#form';
import { type Html, html } from '#lib/html.ts';
import { alert, bulletList } from '#web/design/index.ts';
import { laterWords } from './later-words.ts';

const nameOf = (compiled: CompiledService, language: Language, { page, field }: Outstanding): string => {
  const texts = textsFor(compiled, language);
  return (field === undefined ? texts.pages[page]?.title : texts.fields[field]?.label) ?? field ?? page;
};

/** What is still to be handed in; `way` says or does how. */
export const outstandingBlock = (
  compiled: CompiledService,
  language: Language,
  outstanding: readonly Outstanding[],
  way: Html,
): Html | false => {
  if (outstanding.length === 0) return false;
  const words = laterWords(language);
  const names = outstanding.map((one) => nameOf(compiled, language, one));
  return html`<div data-outstanding>${alert({
    tone: 'warning',
    title: words.outstandingTitle,
    body: html`${bulletList(names)}<p class="kern-body">${words.outstandingText}</p>${way}`,
  })}</div>`;
};
