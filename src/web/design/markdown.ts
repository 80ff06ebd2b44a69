import { Marked } from 'marked';
import { escapeHtml, type Html, raw } from '#lib/html.ts';

// What a package writes is data: markup in it is shown, not obeyed; links lead only to https, mail and telephone.
const marked = new Marked({ gfm: true, breaks: false });
marked.use({
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
    heading({ tokens, depth }) {
      const level = Math.min(6, depth + 1);
      return `<h${level} class="kern-heading-${level < 3 ? 'medium' : 'small'}">${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    paragraph({ tokens }) {
      return `<p class="kern-body">${this.parser.parseInline(tokens)}</p>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (!/^(https:\/\/|mailto:|tel:)/i.test(href)) return text;
      return `<a class="kern-link" href="${escapeHtml(href)}" rel="noreferrer">${text}</a>`;
    },
  },
});

/** Markdown of a package or message as HTML: headings begin at level 2, raw HTML and images are shown as text. */
export const renderMarkdown = (text: string): Html =>
  raw(`<div class="kd-prose">${marked.parse(text, { async: false })}</div>`);
