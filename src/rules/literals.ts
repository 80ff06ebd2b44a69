import { parseDuration } from './duration.ts';
import { parseDate, parseDateTime, parseTime } from './parse-time.ts';
import type { Scanner } from './scanner.ts';
import type { Value } from './value.ts';

const STRING = /"(?:[^"\\]|\\[\s\S])*"/uy;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([\s\S]))/gu;
const SINGLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

const resolveEscapes = (body: string): string =>
  body.replace(ESCAPE, (whole: string, four?: string, six?: string, one?: string) => {
    const code = Number.parseInt(four ?? six ?? '', 16);
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    // A backslash before another character stays: patterns such as "\s" are written with one.
    return (one !== undefined && Object.hasOwn(SINGLE, one) ? SINGLE[one] : whole) ?? whole;
  });

/** A string literal with its escapes resolved; null when none stands here. */
export const takeString = (scanner: Scanner): string | null => {
  const raw = scanner.takePattern(STRING);
  if (raw === null && scanner.peek('"')) scanner.fail('syntax', 'The string has no closing quotation mark.');
  return raw === null ? null : resolveEscapes(raw.slice(1, -1));
};

/** The text of a number literal; null when none stands here. `1..5` is 1, then a range. */
export const takeNumber = (scanner: Scanner): string | null =>
  scanner.takePattern(/(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy);

/** What `@"…"` means: the first of date and time, date, time, duration that reads it; null for none. */
export const parseAt = (text: string): Value =>
  parseDateTime(text) ?? parseDate(text) ?? parseTime(text) ?? parseDuration(text);
