/** Whether a code point belongs to a class of characters. */
export type CharacterClass = (point: number) => boolean;

/** Thrown for a pattern that XPath does not allow, caught by the functions that take patterns. */
export class PatternError extends Error {}

/** The commonest of the Unicode blocks that XML Schema names (XSD 1.1 part 2, § G.4.2.3). */
const BLOCKS: Readonly<Record<string, readonly [number, number]>> = {
  BasicLatin: [0x0000, 0x007f],
  'Latin-1Supplement': [0x0080, 0x00ff],
  'LatinExtended-A': [0x0100, 0x017f],
  'LatinExtended-B': [0x0180, 0x024f],
  IPAExtensions: [0x0250, 0x02af],
  SpacingModifierLetters: [0x02b0, 0x02ff],
  CombiningDiacriticalMarks: [0x0300, 0x036f],
  Greek: [0x0370, 0x03ff],
  GreekandCoptic: [0x0370, 0x03ff],
  Cyrillic: [0x0400, 0x04ff],
  Armenian: [0x0530, 0x058f],
  Hebrew: [0x0590, 0x05ff],
  Arabic: [0x0600, 0x06ff],
  Devanagari: [0x0900, 0x097f],
  Thai: [0x0e00, 0x0e7f],
  Georgian: [0x10a0, 0x10ff],
  LatinExtendedAdditional: [0x1e00, 0x1eff],
  GreekExtended: [0x1f00, 0x1fff],
  GeneralPunctuation: [0x2000, 0x206f],
  CurrencySymbols: [0x20a0, 0x20cf],
  MathematicalOperators: [0x2200, 0x22ff],
  Hiragana: [0x3040, 0x309f],
  Katakana: [0x30a0, 0x30ff],
  CJKUnifiedIdeographs: [0x4e00, 0x9fff],
  HangulSyllables: [0xac00, 0xd7af],
};

const CATEGORY = /^(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

const byPattern =
  (pattern: RegExp): CharacterClass =>
  (point) =>
    pattern.test(String.fromCodePoint(point));

/** `\p{Lu}` or `\p{IsBasicLatin}`. @throws PatternError */
export const propertyClass = (name: string): CharacterClass => {
  if (CATEGORY.test(name)) return byPattern(new RegExp(`^\\p{${name}}$`, 'u'));
  const block = name.startsWith('Is') && Object.hasOwn(BLOCKS, name.slice(2)) ? BLOCKS[name.slice(2)] : undefined;
  if (!block) throw new PatternError(`There is no character class \\p{${name}}.`);
  return (point) => point >= block[0] && point <= block[1];
};

export const negate =
  (inner: CharacterClass): CharacterClass =>
  (point) =>
    !inner(point);

const START =
  '[:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD]';

/** The classes that a letter after a backslash means (XSD 1.1 part 2, § G.4.2.5); capitals are their opposites. */
const LETTERS: Readonly<Record<string, CharacterClass>> = {
  s: (point) => point === 0x20 || point === 0x09 || point === 0x0a || point === 0x0d,
  d: byPattern(/^\p{Nd}$/u),
  w: byPattern(/^[^\p{P}\p{Z}\p{C}]$/u),
  i: byPattern(new RegExp(`^${START}$`, 'u')),
  c: byPattern(new RegExp(`^(?:${START}|[-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040])$`, 'u')),
};

const SINGLE: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09 };

/** The class of `\d` and the like; undefined when the letter means none. */
export const letterClass = (letter: string): CharacterClass | undefined => {
  const lower = letter.toLowerCase();
  const found = Object.hasOwn(LETTERS, lower) ? LETTERS[lower] : undefined;
  return found && (letter === lower ? found : negate(found));
};

/** The character of `\n` or `\.`; undefined when nothing may be escaped like that. */
export const escapedPoint = (letter: string): number | undefined => {
  if (Object.hasOwn(SINGLE, letter)) return SINGLE[letter];
  return /^[\\|.?*+(){}$[\]^-]$/.test(letter) ? letter.codePointAt(0) : undefined;
};
