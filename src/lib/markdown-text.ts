import { type Block, type Inline, plainText, readMarkdown } from './markdown.ts';

const inline = (node: Inline): string => {
  switch (node.kind) {
    case 'text':
      return node.text.replace(/\s+/g, ' ');
    case 'strong':
    case 'emphasis':
      return node.children.map(inline).join('');
    case 'link': {
      const text = node.children.map(inline).join('');
      const address = node.href.replace(/^(mailto|tel):/, '');
      return text === address ? text : `${text} (${address})`;
    }
    case 'break':
      return '\n';
    default:
      return node satisfies never;
  }
};

const line = (children: readonly Inline[]): string => children.map(inline).join('');
const indent = (text: string, first: string): string =>
  first + text.replaceAll('\n', `\n${' '.repeat(first.length)}`).replace(/[ ]+\n/g, '\n');

const block = (node: Block): string => {
  switch (node.kind) {
    case 'heading': {
      const text = line(node.children);
      return node.level > 2 ? text : `${text}\n${(node.level === 1 ? '=' : '-').repeat(Math.min(72, text.length))}`;
    }
    case 'paragraph':
      return line(node.children);
    case 'list':
      return node.items
        .map((blocks, i) =>
          indent(blocks.map(block).join('\n'), node.start === undefined ? '- ' : `${node.start + i}. `),
        )
        .join('\n');
    case 'quote':
      return node.children.map(block).join('\n\n').replace(/^/gm, '> ');
    case 'table':
      return [node.head, ...node.rows]
        .map((row) => row.map(({ children }) => plainText(children)).join(' | '))
        .join('\n');
    case 'rule':
      return '-'.repeat(20);
    default:
      return node satisfies never;
  }
};

/** Renders blocks as plain text: addresses of links in brackets, items with dashes, a blank line between blocks. */
export const blocksToText = (blocks: readonly Block[]): string => blocks.map(block).join('\n\n');

/** Renders Markdown as plain text, for mails and terminals. */
export const markdownToText = (text: string): string => blocksToText(readMarkdown(text));
