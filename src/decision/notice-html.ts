import type { Language } from '#definition';
import { type Html, html, raw } from '#lib/html.ts';
import { readMarkdown } from '#lib/markdown.ts';
import { blocksToHtml } from '#lib/markdown-html.ts';
import { type Letter, levelHeadings } from './letter.ts';
import { type NoticeSource, readNotice, renderMarkdown } from './notice.ts';
import { remedyText } from './remedy.ts';

const lines = (texts: readonly string[]): Html => html`${texts.map((text, i) => html`${i > 0 && raw('<br>')}${text}`)}`;

/**
 * The letter as a part of a page: an article with headings from level 2, no style or script of its own. The inbox and
 * the office show it; the PDF holds the same text.
 */
export const letterHtml = (letter: Letter): Html => html`<article class="notice" lang="de">
<header class="notice-head">
<p class="notice-sender"><strong>${letter.sender.name}</strong><br>${letter.sender.place}</p>
<p class="notice-recipient">${lines(letter.recipient)}</p>
<dl class="notice-info">${letter.info.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<h2>${letter.title}</h2>
${blocksToHtml(letter.body, 2)}
${blocksToHtml(letter.remedy, 2)}
<footer class="notice-foot">
<p>Mit freundlichen Grüßen</p>
<p>${lines(letter.signature)}</p>
<p class="notice-validity">${letter.validity}</p>
</footer>
</article>`;

/** The notice explained in another language; binding is the German one, § 23 (1) VwVfG. */
export const explanationHtml = (source: NoticeSource, language: Language): Html => {
  const outcome = source.compiled.texts.get(language)?.outcomes[source.decision.outcome] ?? '';
  const { title, body } = readNotice(renderMarkdown(source, language), outcome);
  const remedy = readMarkdown(remedyText(source.authority.remedy, language));
  return html`<article class="notice" lang="${language}">
<h2>${title}</h2>
${blocksToHtml(body, 2)}
${blocksToHtml(levelHeadings(remedy, 2), 2)}
</article>`;
};
