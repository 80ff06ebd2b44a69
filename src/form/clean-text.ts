import { answered, type Fault, failed, NOTHING, type Read } from './kind.ts';

// Control characters break letters and payment files; bidirectional overrides show one text and store another.
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/u;

/** Text in normal form C, without blanks around it and with one kind of line break. Empty text is no answer. */
export const cleanText = (text: string, lines = false): Read<string> => {
  const normal = text.normalize('NFC').replace(/\r\n?/g, '\n');
  const plain = (lines ? normal : normal.replace(/[\n\t\u00a0 ]+/g, ' ')).trim();
  if (plain === '') return NOTHING;
  return FORBIDDEN.test(plain) ? failed('characters') : answered(plain);
};

/** Length as people count it: code points after normalisation, not UTF-16 units. */
export const countCharacters = (text: string): number => [...text].length;

/** Latin letters with their combining marks, digits and signs: what DIN 91379 lets registers, letters and banks carry. */
const LATIN =
  /^[\p{Script=Latin}\p{Mn}\p{Nd}\u0020-\u007e\u00a1-\u00bf\u00d7\u00f7\u02b9-\u02bf\u02c8\u2013\u2014\u2018-\u201e\u2020\u2021\u2026\u2030\u20ac\u2122]+$/u;

/** Whether a name or an address keeps to the letters of DIN 91379. */
export const findForeignLetters = (text: string): readonly Fault[] =>
  LATIN.test(text) && !/[\p{Nd}--[0-9]]/v.test(text) ? [] : [{ code: 'latin' }];
