import { z } from 'zod';

/** The head of `knowledge/*.md`: what caseworkers must know, and what it is about. */
export const KnowledgeHead = z.strictObject({
  title: z.string().min(3).max(200).describe('Title of the page.'),
  about: z
    .array(z.string().min(1).max(80))
    .default([])
    .describe('What it explains: fields, pages, steps, outcomes, reasons, doubts.'),
});
