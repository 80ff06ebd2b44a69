/** Blocks in blocks beyond this are a mistake or an attack. */
const MAX_NESTING = 50;

type Fault = { readonly kind: 'open' | 'depth'; readonly offset: number };

/** Where a place ends: at `}}` outside of FEEL strings; -1 where it never does, or another one begins before. */
const findEnd = (text: string, from: number): number => {
  let isInString = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') isInString = !isInString;
    else if (isInString && text[at] === '\\') at += 1;
    else if (!isInString && text.startsWith('{{', at)) return -1;
    else if (!isInString && text.startsWith('}}', at)) return at;
  }
  return -1;
};

/**
 * Finds a `{{` that is never closed, and blocks nested without end. Asked before templates are compiled: left open, a
 * place would be printed in a notice as it stands, and the time to find that out would grow without bound.
 */
export const findTemplateFault = (text: string): Fault | undefined => {
  let depth = 0;
  for (let at = text.indexOf('{{'); at >= 0; ) {
    const end = findEnd(text, at + 2);
    if (end < 0) return { kind: 'open', offset: at };
    const place = text.slice(at + 2, Math.min(end, at + 20)).trimStart();
    if (place.startsWith('#')) depth += 1;
    if (place.startsWith('/')) depth -= 1;
    if (depth > MAX_NESTING) return { kind: 'depth', offset: at };
    at = text.indexOf('{{', end + 2);
  }
  return undefined;
};
