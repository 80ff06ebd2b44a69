import { RE2JS } from 're2js';
import { MAX_TEXT, type Run } from './run.ts';
import type { Value } from './value.ts';

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  s: RE2JS.DOTALL,
  m: RE2JS.MULTILINE,
};

const strip = (pattern: string): string =>
  pattern.replace(/(\\.)|(\[(?:\\.|[^\]])*\])|\s+/gs, (_, escaped, set) => escaped ?? set ?? '');

const compiled = new Map<string, RE2JS | null>();

/** Compiles an XPath pattern for the linear-time engine; null when it is wrong. */
const compilePattern = (pattern: string, flags: string): RE2JS | null => {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  let made: RE2JS | null = null;
  try {
    const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
    if (/^[ismx]*$/.test(flags)) made = RE2JS.compile(flags.includes('x') ? strip(pattern) : pattern, bits);
  } catch {
    made = null;
  }
  if (compiled.size > 1000) compiled.clear();
  compiled.set(key, made);
  return made;
};

const find = (run: Run, pattern: string, flags: string | null | undefined): RE2JS | null =>
  compilePattern(pattern, flags ?? '') ?? run.warn('pattern', `“${pattern}” is no pattern.`);

export const matches = (run: Run, input: string, pattern: string, flags: string | null | undefined): Value =>
  find(run, pattern, flags)?.matcher(input).find() ?? null;

export const replace = (
  run: Run,
  input: string,
  pattern: string,
  replacement: string,
  flags: string | null | undefined,
): Value => {
  const found = find(run, pattern, flags);
  if (!found) return null;
  const result = found.matcher(input).replaceAll(replacement);
  return result.length <= MAX_TEXT ? result : run.warn('limit.text', 'The text would be too long.');
};

export const split = (run: Run, input: string, delimiter: string): Value => {
  const found = find(run, delimiter, '');
  return found ? found.split(input, -1) : null;
};
