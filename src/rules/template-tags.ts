import type { ExpressionProblem } from './syntax.ts';

/** A piece of a template; `from` is the offset of `text`. */
export type Token = { readonly kind: 'text' | 'tag'; readonly text: string; readonly from: number };

/** A text for a page or a letter, not a library. */
const MAX_LENGTH = 1_000_000;

/** Where a tag ends: at `}}` outside of FEEL strings; -1 where it never does, or another one begins before. */
const findEnd = (text: string, from: number): number => {
  let isInString = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') isInString = !isInString;
    else if (isInString && char === '\\') at += 1;
    else if (!isInString && char === '{' && text[at + 1] === '{') return -1;
    else if (!isInString && char === '}' && text[at + 1] === '}') return at;
  }
  return -1;
};

/** Splits a template into text and tags, in one pass. Left open, a tag would be printed in a notice as it stands. */
export const splitTags = (text: string): readonly Token[] | ExpressionProblem => {
  if (text.length > MAX_LENGTH) {
    const message = `The text is longer than ${MAX_LENGTH} characters.`;
    return { code: 'limit.length', message, from: 0, to: 1 };
  }
  const tokens: Token[] = [];
  let done = 0;
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', done)) {
    const end = findEnd(text, at + 2);
    if (end < 0) return { code: 'template.open', message: 'This {{ is not closed by }}.', from: at, to: at + 2 };
    if (at > done) tokens.push({ kind: 'text', text: text.slice(done, at), from: done });
    tokens.push({ kind: 'tag', text: text.slice(at + 2, end), from: at + 2 });
    done = end + 2;
  }
  if (done < text.length) tokens.push({ kind: 'text', text: text.slice(done), from: done });
  return tokens;
};

/** `FEEL | money` in two; a bar inside a string belongs to the string. */
export const splitFormat = (tag: string): { readonly feel: string; readonly format: string | null } => {
  const bar = tag.lastIndexOf('|');
  const format = bar < 0 ? '' : tag.slice(bar + 1).trim();
  return /^[a-z]+$/.test(format) ? { feel: tag.slice(0, bar), format } : { feel: tag, format: null };
};

const isSpace = (char: string | undefined): boolean => char !== undefined && char.trim() === '';

/** `list as name` in two, read from its end; no name where it is written otherwise. */
export const splitAlias = (tag: string): { readonly feel: string; readonly name: string | null } => {
  const whole = tag.trimEnd();
  let start = whole.length;
  while (start > 0 && !isSpace(whole[start - 1])) start -= 1;
  const name = whole.slice(start);
  const before = whole.slice(0, start).trimEnd();
  const isAlias = before.endsWith('as') && isSpace(before.at(-3)) && /^[\p{L}_][\p{L}\d_]*$/u.test(name);
  return isAlias ? { feel: before.slice(0, -2), name } : { feel: tag, name: null };
};
