import type { Language } from '#definition';
import { inLines } from './sentences.ts';
import { DE, type Words } from './words-de.ts';
import { EN } from './words-en.ts';
import { LEICHT } from './words-leicht.ts';

const WORDS: Partial<Record<Language, Words>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

/** The words of the applicants' pages; German where a language has none yet. */
export const citizenWords = (language: Language): Words => WORDS[language] ?? DE;

/** Fills `{name}` places. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

export type { Words };
