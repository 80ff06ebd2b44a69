import { type Html, html } from '#lib/html.ts';
import { markdownToHtml } from '#lib/markdown-html.ts';

/** Markdown of a package or message as part of a page: headings begin at level 2. */
export const renderMarkdown = (text: string): Html => html`<div class="kd-prose">${markdownToHtml(text, 2)}</div>`;
