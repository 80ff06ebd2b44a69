/** How a scalar is written in YAML. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };
const BLANK_ESCAPES = 'nrtvf \nN_LP';

/** Length of what stands for one character at this place of the source. */
const unitLength = (source: string, at: number, style: ScalarStyle): number => {
  if (style === 'double' && source[at] === '\\') return ESCAPE_LENGTH[source[at + 1] ?? ''] ?? 2;
  return style === 'single' && source.startsWith("''", at) ? 2 : 1;
};

const isBlank = (source: string, at: number, style: ScalarStyle): boolean =>
  /\s/.test(source[at] ?? '') ||
  (style === 'double' && source[at] === '\\' && BLANK_ESCAPES.includes(source[at + 1] ?? '?'));

/**
 * Where in the source of a scalar the character `offset` of its value stands. Folding and indentation change white space
 * alone, so the other characters are counted.
 */
export const sourceOffset = (source: string, value: string, offset: number, style: ScalarStyle): number => {
  let left = value.slice(0, offset).replace(/\s/g, '').length;
  let at = style === 'plain' ? 0 : style === 'block' ? source.indexOf('\n') + 1 : 1;
  const end = source.trimEnd().length;
  for (; at < end; at += unitLength(source, at, style)) {
    if (isBlank(source, at, style)) continue;
    if (left === 0) return at;
    left -= 1;
  }
  return end;
};
