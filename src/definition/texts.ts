import { z } from 'zod';
import { Name, Slug } from './names.ts';

const line = z.string().min(1).max(300);
const paragraph = z.string().min(1).max(4000);

const FieldText = z.strictObject({
  label: line.describe('The question or label.'),
  hint: paragraph.optional().describe('Help below the label.'),
  options: z.record(Name, line).optional().describe('Wording of options.'),
  text: paragraph.optional().describe('Text of a note or a declaration, Markdown.'),
  entry: line.optional().describe('What one entry of a list is called: Person.'),
  add: line.optional().describe('Wording of the button that adds an entry.'),
  errors: z
    .partialRecord(z.enum(['required', 'invalid', 'min', 'max', 'pattern']), line)
    .optional()
    .describe('Wording where the general one does not fit; says what to do.'),
});
export type FieldText = z.infer<typeof FieldText>;

/** `texts/<language>.yaml`: all wording of a service in one language. Field texts of list entries: `gruppen.anzahl`. */
export const Texts = z.strictObject({
  title: line.describe('Name of the service.'),
  summary: paragraph.describe('What it is, in one or two sentences.'),
  start: z.strictObject({
    who: z.array(line).min(1).describe('For whom, as points.'),
    need: z.array(line).min(1).describe('What one needs at hand, as points.'),
    next: paragraph.describe('What happens after submission.'),
    funds: paragraph.optional().describe('What there is to know about the funds.'),
  }),
  pages: z.record(Slug, z.strictObject({ title: line, intro: paragraph.optional() })),
  fields: z.record(z.string(), FieldText),
  checks: z.record(Name, line).default({}),
  advice: z.record(Name, z.strictObject({ title: line, text: paragraph })).default({}),
  outcomes: z.record(Name, line).default({}),
  reasons: z
    .record(Name, paragraph)
    .default({})
    .describe('Reasons as they stand in a notice, Markdown with {{ FEEL }}.'),
  doubts: z.record(Name, paragraph).default({}).describe('Doubts, for the caseworker.'),
  columns: z.record(Name, line).default({}),
  purposes: z.record(Name, line).default({}),
  parameters: z.record(Name, line).default({}),
  slots: z.record(Name, paragraph).default({}),
});
export type Texts = z.infer<typeof Texts>;
