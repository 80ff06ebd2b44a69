import { type Html, html, raw } from './html.ts';
import { type Block, type Cell, type Inline, readMarkdown } from './markdown.ts';

const inline = (node: Inline): Html => {
  switch (node.kind) {
    case 'text':
      return html`${node.text}`;
    case 'strong':
      return html`<strong>${node.children.map(inline)}</strong>`;
    case 'emphasis':
      return html`<em>${node.children.map(inline)}</em>`;
    case 'link':
      return html`<a href="${node.href}">${node.children.map(inline)}</a>`;
    case 'break':
      return raw('<br>');
    default:
      return node satisfies never;
  }
};

// A class, since a page's policy refuses style attributes; page and mail say what it looks like.
const figure = ({ right }: Cell): Html | false => right && html` class="figure"`;
const cell = (c: Cell): Html => html`<td${figure(c)}>${c.children.map(inline)}</td>`;
const headCell = (c: Cell): Html => html`<th scope="col"${figure(c)}>${c.children.map(inline)}</th>`;

const heading = (level: number, children: readonly Inline[]): Html => {
  const tag = raw(`h${Math.min(6, level)}`);
  return html`<${tag}>${children.map(inline)}</${tag}>`;
};

/** One item: a single paragraph stands without `<p>`, so that tight lists stay tight. */
const item = (blocks: readonly Block[], top: number): Html => {
  const [first, ...rest] = blocks;
  const body =
    first?.kind === 'paragraph'
      ? [...first.children.map(inline), blocksToHtml(rest, top)]
      : [blocksToHtml(blocks, top)];
  return html`<li>${body}</li>`;
};

const block = (node: Block, top: number): Html => {
  switch (node.kind) {
    case 'heading':
      return heading(node.level + top - 1, node.children);
    case 'paragraph':
      return html`<p>${node.children.map(inline)}</p>`;
    case 'list': {
      const items = node.items.map((blocks) => item(blocks, top));
      if (node.start === undefined) return html`<ul>${items}</ul>`;
      return node.start === 1 ? html`<ol>${items}</ol>` : html`<ol start="${node.start}">${items}</ol>`;
    }
    case 'quote':
      return html`<blockquote>${blocksToHtml(node.children, top)}</blockquote>`;
    case 'table':
      return html`<table><thead><tr>${node.head.map(headCell)}</tr></thead><tbody>${node.rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`;
    case 'rule':
      return raw('<hr>');
    default:
      return node satisfies never;
  }
};

/** Renders blocks; a `#` becomes `<h{top}>`. */
export const blocksToHtml = (blocks: readonly Block[], top = 1): Html =>
  html`${blocks.map((node) => block(node, top))}`;

/** Renders Markdown as HTML in which every word of the source is escaped. @example markdownToHtml('**Hallo**', 2) */
export const markdownToHtml = (text: string, top = 1): Html => blocksToHtml(readMarkdown(text), top);
