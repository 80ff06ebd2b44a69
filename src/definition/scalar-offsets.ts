/** How a scalar is written in YAML. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Length of what stands for one character at this place of the source. */
const unitLength = (source: string, at: number, style: ScalarStyle): number => {
  if (style === 'double' && source[at] === '\\') return ESCAPE_LENGTH[source[at + 1] ?? ''] ?? 2;
  return style === 'single' && source.startsWith("''", at) ? 2 : 1;
};

const isSpace = (text: string | undefined): boolean => text !== undefined && /\s/.test(text);

const skipSpace = (source: string, from: number, style: ScalarStyle): number => {
  let at = from;
  while (isSpace(source[at]) || (style === 'double' && source[at] === '\\' && isSpace(source[at + 1]))) at += 1;
  return at;
};

/**
 * Where in the source of a scalar the character `offset` of its value stands. Folding and indentation change only white
 * space, so the two are walked side by side by their other characters.
 */
export const sourceOffset = (source: string, value: string, offset: number, style: ScalarStyle): number => {
  let at = style === 'plain' ? 0 : style === 'block' ? source.indexOf('\n') + 1 : 1;
  for (let i = 0; i < offset && i < value.length; i += 1) {
    if (isSpace(value[i]) && isSpace(source[at])) {
      if (!isSpace(value[i + 1])) at = skipSpace(source, at, style);
    } else if (isSpace(value[i])) at += source[at] === '\\' ? unitLength(source, at, style) : 0;
    else at = skipSpace(source, at, style) + unitLength(source, skipSpace(source, at, style), style);
  }
  const end = isSpace(value[offset]) ? at : skipSpace(source, at, style);
  return Math.min(end, source.length);
};
