import { type Euros, formatCents, parseCents } from '#lib/money.ts';

const GERMAN = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$/;
const ENGLISH = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$/;
const PLAIN = /^\d{1,13}([.,]\d{1,2})?$/;

/** Reads an amount as typed, in German or English notation; undefined when it is none. Three digits after a mark are thousands. */
export const readAmount = (typed: string): Euros | undefined => {
  const text = typed.replace(/[\s\u00a0\u202f€]/g, '');
  if (GERMAN.test(text)) return formatCents(parseCents(text.replaceAll('.', '').replace(',', '.')));
  if (ENGLISH.test(text)) return formatCents(parseCents(text.replaceAll(',', '')));
  return PLAIN.test(text) ? formatCents(parseCents(text.replace(',', '.'))) : undefined;
};

/** Prints an amount for an input: without the sign that stands beside it. */
export const enterAmount = (amount: Euros, language: 'de' | 'en'): string =>
  language === 'de' ? amount.replace('.', ',') : amount;
