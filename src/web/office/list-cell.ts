import type { OfficeLanguage } from './deps.ts';
import { formatDay } from './format.ts';
import { wordsFor } from './words.ts';

type Kind = 'text' | 'number' | 'date' | 'yesno';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value of a package's column as people read it. Values come from FEEL: text, decimal text, true or false, lists. */
export const columnText = (value: unknown, kind: Kind, language: OfficeLanguage): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => columnText(one, kind, language)).join(', ');
  if (typeof value === 'boolean') return value ? wordsFor(language).yes : wordsFor(language).no;
  if (typeof value === 'object')
    return Object.values(value)
      .map((one) => columnText(one, kind, language))
      .join(' ');
  const text = String(value);
  if (kind === 'date' && DAY.test(text)) return formatDay(Temporal.PlainDate.from(text), language);
  return kind === 'number' && language === 'de' ? text.replace('.', ',') : text;
};
