import { PatternError } from './pattern-class.ts';
import { findMatch, type Match, toPoints } from './pattern-match.ts';
import { type Flags, parsePattern } from './pattern-parse.ts';
import { makeProgram, type Program } from './pattern-program.ts';
import { MAX_TEXT, type Run } from './run.ts';
import type { Value } from './value.ts';

type Compiled = { readonly program: Program; readonly flags: Flags };

/** The flag x removes white space everywhere but in brackets, even after a backslash (XPath F&O § 5.6.1.1). */
const withoutSpace = (pattern: string): string =>
  pattern.replace(/(\\\S)|(\[(?:\\[\s\S]|[^\]])*\])|\s+/g, (_, escaped?: string, set?: string) => escaped ?? set ?? '');

const literally = (pattern: string): string => pattern.replace(/[\\|.?*+(){}$[\]^]/g, '\\$&');

const compile = (pattern: string, letters: string): Compiled => {
  if (!/^[smixq]*$/.test(letters)) throw new PatternError(`The flags “${letters}” are unknown; use s, m, i, x or q.`);
  const flags = { dotAll: letters.includes('s'), multiline: letters.includes('m'), ignoreCase: letters.includes('i') };
  const spaced = letters.includes('x') && !letters.includes('q') ? withoutSpace(pattern) : pattern;
  const parsed = parsePattern(letters.includes('q') ? literally(pattern) : spaced, flags);
  return { program: makeProgram(parsed.pattern, parsed.groups), flags };
};

const cache = new Map<string, Compiled | PatternError>();

const find = (run: Run, pattern: string, letters: string | null | undefined): Compiled | null => {
  const key = `${letters ?? ''}/${pattern}`;
  let found = cache.get(key);
  if (!found) {
    try {
      found = compile(pattern, letters ?? '');
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      found = error;
    }
    // Patterns come from packages, not from people; a few hundred is much.
    if (cache.size >= 1000) cache.clear();
    cache.set(key, found);
  }
  return found instanceof PatternError ? run.warn('pattern', { detail: found.message }) : found;
};

const textOf = (points: Uint32Array, from: number, to: number): string => {
  let text = '';
  for (let at = from; at < to; at += 1) text += String.fromCodePoint(points[at] ?? 0);
  return text;
};

const allMatches = (run: Run, { program, flags }: Compiled, points: Uint32Array): Match[] => {
  const matches: Match[] = [];
  let at = 0;
  while (at <= points.length) {
    run.spend(1 + (points.length >> 6));
    const match = findMatch(program, flags, points, at);
    if (!match) break;
    matches.push(match);
    at = match.to > match.from ? match.to : match.to + 1;
  }
  return matches;
};

/** XPath `fn:matches`: true when the pattern is found anywhere. */
export const matches = (run: Run, input: string, pattern: string, flags: string | null | undefined): Value => {
  const found = find(run, pattern, flags);
  return found && findMatch(found.program, found.flags, toPoints(input), 0) !== null;
};

/** The parts of a replacement: text, or the number of a group; null when it is written wrongly. */
const readReplacement = (replacement: string, groups: number): (string | number)[] | null => {
  const parts: (string | number)[] = [];
  let at = 0;
  while (at < replacement.length) {
    const escaped = /^\\([\\$])/.exec(replacement.slice(at, at + 2));
    const reference = /^\$(\d+)/.exec(replacement.slice(at, at + 12));
    const char = replacement.charAt(at);
    if (escaped) {
      parts.push(escaped[1] ?? '');
      at += 2;
    } else if (reference) {
      let digits = reference[1] ?? '0';
      while (digits.length > 1 && Number(digits) > groups) digits = digits.slice(0, -1);
      parts.push(Number(digits));
      at += 1 + digits.length;
    } else if (char === '$' || char === '\\') return null;
    else {
      parts.push(char);
      at += 1;
    }
  }
  return parts;
};

const fill = (parts: readonly (string | number)[], points: Uint32Array, match: Match): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const group = part === 0 ? ([match.from, match.to] as const) : match.groups[part - 1];
      return group ? textOf(points, group[0], group[1]) : '';
    })
    .join('');

/** XPath `fn:replace`: `$1` is a group, `$0` the match; a pattern that matches nothing at all is an error. */
export const replace = (
  run: Run,
  input: string,
  pattern: string,
  replacement: string,
  flags: string | null | undefined,
): Value => {
  const found = find(run, pattern, flags);
  if (!found) return null;
  const isLiteral = flags?.includes('q') ?? false;
  const parts = isLiteral ? [replacement] : readReplacement(replacement, found.program.groups);
  if (!parts) return run.warn('pattern.replacement');
  if (findMatch(found.program, found.flags, new Uint32Array(), 0)) return run.warn('pattern.empty');
  const points = toPoints(input);
  let result = '';
  let end = 0;
  for (const match of allMatches(run, found, points)) {
    result += textOf(points, end, match.from) + fill(parts, points, match);
    if (result.length > MAX_TEXT) return run.warn('limit.text', { most: MAX_TEXT });
    end = match.to;
  }
  return result + textOf(points, end, points.length);
};

/** The texts between the matches of the delimiter. */
export const split = (run: Run, input: string, delimiter: string): Value => {
  const found = find(run, delimiter, '');
  if (!found) return null;
  const points = toPoints(input);
  const parts: string[] = [];
  let end = 0;
  for (const match of allMatches(run, found, points)) {
    if (match.to === match.from && (match.from === 0 || match.from === points.length)) continue;
    parts.push(textOf(points, end, match.from));
    end = match.to;
  }
  return [...parts, textOf(points, end, points.length)];
};
