/**
 * Words of Leichte Sprache with a line for each sentence (DIN SPEC 33429); a number before the point is a date or an order,
 * not the end of a sentence. The style sheet shows the lines.
 */
export const inLines = <W extends Readonly<Record<string, unknown>>>(words: W): W =>
  Object.fromEntries(
    Object.entries(words).map(([name, text]) => [
      name,
      typeof text === 'string' ? text.replace(/(?<=\p{L}[.?!]) (?=\p{Lu})/gu, '\n') : text,
    ]),
  ) as W;
