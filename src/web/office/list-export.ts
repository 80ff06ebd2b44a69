import type { Context } from 'hono';
import type { QueueEntry } from '#case';
import { writeCsv } from './csv.ts';
import type { OfficeEnv } from './deps.ts';
import { formatTime } from './format.ts';
import { columnTexts } from './list-cell.ts';
import type { ListService } from './list-page.ts';
import { textsOf } from './names.ts';
import { wordsFor } from './words.ts';

/** The list as a file for spreadsheet programs. */
export const exportList = (
  c: Context<OfficeEnv>,
  { id, compiled }: ListService,
  entries: readonly QueueEntry[],
  now: Temporal.Instant,
): Response => {
  const language = c.get('language');
  const words = wordsFor(language);
  const texts = textsOf(compiled, language);
  const headings = compiled.columns.map((column) => texts.columns[column.id] ?? column.id);
  const rows = entries.map((entry) => [
    String(entry.priority),
    ...columnTexts(compiled, entry, language),
    entry.number,
    formatTime(entry.receivedAt, language),
    words.states[entry.state],
  ]);
  const csv = writeCsv([[words.urgency, ...headings, words.number, words.received, words.state], ...rows]);
  const day = now.toString().slice(0, 10);
  return c.body(csv, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${id}-${day}.csv"`,
  });
};
