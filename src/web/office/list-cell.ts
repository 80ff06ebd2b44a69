import type { QueueEntry } from '#case';
import type { CompiledService } from '#definition';
import type { OfficeLanguage } from './deps.ts';
import { formatDay } from './format.ts';
import { textsOf } from './names.ts';
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

/** The line of a case in the package's columns; an answer that is an option reads as its wording. Empty when deleted. */
export const columnTexts = (
  compiled: CompiledService,
  { summary }: Pick<QueueEntry, 'summary'>,
  language: OfficeLanguage,
): string[] => {
  const { fields } = textsOf(compiled, language);
  return compiled.columns.map(({ id, kind, value }) => {
    const shown = columnText(summary?.columns[id], kind, language);
    return fields[value.text.trim()]?.options?.[shown] ?? shown;
  });
};
