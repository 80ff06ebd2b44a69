/**
 * The characters that every bank in SEPA takes (EPC217-08, DFÜ-Abkommen Anlage 3); banks may refuse a whole file for
 * one other character.
 */
const FORBIDDEN = /[^A-Za-z0-9/\-?:().,'+ ]/g;

/** Letters that do not fall apart into a Latin letter and its marks (DIN 91379), in the German way where there is one. */
const LETTERS: Record<string, string> = {
  ...{ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe' },
  ...{ ø: 'oe', Ø: 'Oe', å: 'aa', Å: 'Aa', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ł: 'l', Ł: 'L' },
  ...{ ħ: 'h', Ħ: 'H', ŧ: 't', Ŧ: 'T', ŋ: 'n', Ŋ: 'N', ı: 'i', ĸ: 'k', ŀ: 'l', Ŀ: 'L', ə: 'e', Ə: 'E', ſ: 's' },
  ...{ '&': '+', '–': '-', '—': '-', '‐': '-', '‑': '-', '−': '-', _: '-', '’': "'", '‘': "'", '´': "'", '`': "'" },
  ...{ ʼ: "'", ʻ: "'", ʹ: "'", ʺ: '', '"': "'", '„': "'", '“': "'", '”': "'", '«': "'", '»': "'", '€': 'EUR' },
  ...{
    '@': '(at)',
    ';': ',',
    '!': '.',
    '…': '...',
    '·': '.',
    '[': '(',
    ']': ')',
    '{': '(',
    '}': ')',
    '|': '/',
    '\\': '/',
  },
};

const replaceLetter = (letter: string): string =>
  LETTERS[letter] ??
  letter
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(FORBIDDEN, (rest) => LETTERS[rest] ?? ' ');

/**
 * Writes text in the SEPA character set, at most `max` characters. Umlauts become two letters (ä → ae), other letters
 * lose their marks, what has no counterpart becomes a space. May come out empty: the caller decides what then.
 * @param max most characters: 70 for names, 140 for the purpose, 35 for references
 */
export const toSepaText = (text: string, max: number): string =>
  text
    .normalize('NFC')
    .replace(FORBIDDEN, replaceLetter)
    .replace(/\p{M}/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, max)
    .trimEnd();

/** True for a reference as the banks take it: SEPA characters, no slash at an end, no two slashes together. */
export const isSepaReference = (text: string): boolean =>
  /^[A-Za-z0-9/\-?:().,'+ ]{1,35}$/.test(text) && !/^\/|\/$|\/\//.test(text);
