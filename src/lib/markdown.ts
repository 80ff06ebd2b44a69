import { Marked, type Token, type Tokens } from 'marked';

/** Running text. `break` is a hard line break. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: 'break' };

/** A block of a document. Items and cells hold what they contain, so a renderer is one switch for each union. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly start?: number; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'rule' };
export type Cell = { readonly right: boolean; readonly children: readonly Inline[] };

const parser = new Marked({ gfm: true });

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  shy: '\u00ad',
};
const decode = (text: string): string => text.replace(/&(\w{2,4});/g, (whole, name) => ENTITIES[name] ?? whole);

/** Schemes a reader may follow; anything else (`javascript:`, `data:`) stays text. */
const SAFE = /^(https?:|mailto:|tel:|\/(?!\/)|#)/i;

const readInline = (token: Token): readonly Inline[] => {
  const children = (): readonly Inline[] => readInlines((token as Tokens.Generic).tokens);
  switch (token.type) {
    case 'strong':
      return [{ kind: 'strong', children: children() }];
    case 'em':
      return [{ kind: 'emphasis', children: children() }];
    case 'br':
      return [{ kind: 'break' }];
    case 'link':
      return SAFE.test(token['href'])
        ? [{ kind: 'link', href: decode(token['href']), children: children() }]
        : children();
    case 'codespan':
    case 'escape':
      return [{ kind: 'text', text: token['text'] }];
    case 'text':
      return token['tokens'] ? children() : [{ kind: 'text', text: decode(token['text']) }];
    case 'checkbox':
      return [];
    default: // HTML, images, struck text: shown as it was written, never interpreted
      return [{ kind: 'text', text: token.raw }];
  }
};

const readInlines = (tokens: readonly Token[] = []): readonly Inline[] => tokens.flatMap(readInline);

const readCell = (cell: Tokens.TableCell): Cell => ({
  right: cell.align === 'right',
  children: readInlines(cell.tokens),
});

const readBlock = (token: Token): readonly Block[] => {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    case 'heading':
      return [{ kind: 'heading', level: token['depth'], children: readInlines(token['tokens']) }];
    case 'paragraph':
      return [{ kind: 'paragraph', children: readInlines(token['tokens']) }];
    case 'text':
      return [{ kind: 'paragraph', children: readInline(token) }];
    case 'list': {
      const items = (token as Tokens.List).items.map(({ tokens }) => tokens.flatMap(readBlock));
      return [{ kind: 'list', ...(token['ordered'] ? { start: Number(token['start']) || 1 } : {}), items }];
    }
    case 'blockquote':
      return [{ kind: 'quote', children: (token as Tokens.Blockquote).tokens.flatMap(readBlock) }];
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [{ kind: 'table', head: header.map(readCell), rows: rows.map((row) => row.map(readCell)) }];
    }
    case 'hr':
      return [{ kind: 'rule' }];
    default: // code, HTML: shown as it was written
      return [{ kind: 'paragraph', children: [{ kind: 'text', text: token.raw.trimEnd() }] }];
  }
};

/**
 * Reads Markdown (GitHub's dialect) into blocks. HTML in it has no effect: it comes out as the text it is, so a
 * renderer that escapes text is safe whatever an applicant typed.
 */
export const readMarkdown = (text: string): readonly Block[] => parser.lexer(text).flatMap(readBlock);

/** The text without any markup: for subjects and titles. */
export const plainText = (children: readonly Inline[]): string =>
  children
    .map((inline) => {
      if (inline.kind === 'text') return inline.text;
      return inline.kind === 'break' ? ' ' : plainText(inline.children);
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Escapes a value that is put into Markdown so that it stays the text it is: `*`, `[`, `#` and the like have no effect,
 * and a line break cannot begin a new block.
 */
export const escapeMarkdown = (value: string): string =>
  value
    .trim()
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@=^$"']/g, (c) => (c === '&' ? '&amp;' : `\\${c}`));
