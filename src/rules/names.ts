/** Characters of FEEL names (DMN 1.5 § 10.3.1.2, rules 28 to 30). */
const START =
  'A-Z_a-z?\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const PART = `${START}0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040`;

const WORD = new RegExp(`[${START}][${PART}]*`, 'uy');
const PART_WORD = new RegExp(`[${PART}]+`, 'uy');
const NAME_PART = new RegExp(`[${PART}]+|[./'+*-]`, 'uy');
const SPACE = /[\s\u0085\u180E\u200B\uFEFF]*/uy;

const matchAt = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

/** The word that starts a name at this place, or null. */
export const readWord = (text: string, at: number): string | null => matchAt(WORD, text, at);

/** A further word of a name, which may start with a digit, or null. */
export const readPartWord = (text: string, at: number): string | null => matchAt(PART_WORD, text, at);

export const skipSpace = (text: string, at: number): number => at + (matchAt(SPACE, text, at) ?? '').length;

type Part = { readonly text: string; readonly isApart: boolean };

/** The words and signs of a name; `isApart` where white space stands before one. */
const splitName = (name: string): Part[] => {
  const parts: Part[] = [];
  let at = skipSpace(name, 0);
  while (at < name.length) {
    const text = matchAt(NAME_PART, name, at);
    if (text === null) return [];
    parts.push({ text, isApart: parts.length > 0 && /\s/.test(name.charAt(at - 1)) });
    at = skipSpace(name, at + text.length);
  }
  return parts;
};

/** A name as declared, with white space made one space. */
export const tidyName = (name: string): string => name.trim().replace(/\s+/g, ' ');

/** True when the text can stand as a name: words and the signs `. / - ' + *`, beginning with a letter. */
export const isName = (text: string): boolean => readWord(text.trim(), 0) !== null && splitName(text).length > 0;

type Candidate = { readonly name: string; readonly parts: readonly Part[] };

/** Names in scope: FEEL names may hold spaces and operators, so only what is declared tells where a name ends. */
export class NameSet {
  readonly #byFirst = new Map<string, Candidate[]>();
  readonly #names = new Set<string>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  add(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    const parts = splitName(name);
    const [first] = parts;
    if (first === undefined) return;
    const list = this.#byFirst.get(first.text) ?? [];
    // Longest first; to sort each time took seconds for thousands of names.
    const at = list.findIndex((other) => other.parts.length < parts.length);
    if (at < 0) list.push({ name, parts });
    else list.splice(at, 0, { name, parts });
    this.#byFirst.set(first.text, list);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The longest declared name that stands at this place. */
  match(text: string, at: number): { readonly name: string; readonly to: number } | null {
    const first = readWord(text, at);
    if (first === null) return null;
    for (const { name, parts } of this.#byFirst.get(first) ?? []) {
      const to = matchParts(text, at + first.length, parts);
      if (to !== null) return { name, to };
    }
    return null;
  }
}

/** White space must stand where the name has it, and nowhere else: `a - b` is no `a-b`. */
const matchParts = (text: string, start: number, parts: readonly Part[]): number | null => {
  let at = start;
  for (const { text: part, isApart } of parts.slice(1)) {
    const begin = skipSpace(text, at);
    if (begin > at !== isApart || matchAt(NAME_PART, text, begin) !== part) return null;
    at = begin + part.length;
  }
  return at;
};
