import { z } from 'zod';
import { Day, DecimalText } from './names.ts';

/** `examples/*.yaml`: worked cases. They document the rules, run on every check, and are the shape of the API's body. */
export const Examples = z.strictObject({
  examples: z
    .array(
      z.strictObject({
        name: z.string().min(3).max(200).describe('What the case shows.'),
        ars: z
          .string()
          .regex(/^\d{12}$/, 'twelve digits')
          .optional()
          .describe('Amtlicher Regionalschlüssel of the authority, where rules differ by area.'),
        received: Day.optional().describe('Day of receipt; default: the day of the check.'),
        parameters: z.record(z.string(), z.unknown()).optional().describe('Parameters set otherwise.'),
        duplicates: z.record(z.string(), z.int()).optional().describe('Other cases with the same value, by field.'),
        answers: z.record(z.string(), z.unknown()).describe('Answers by field, as the API takes them.'),
        expect: z.strictObject({
          problems: z
            .array(z.string())
            .optional()
            .describe('Paths of the answers that must be refused. Default: none.'),
          outcome: z.string().optional(),
          amount: DecimalText.optional(),
          reasons: z.array(z.string()).optional(),
          doubts: z.array(z.string()).optional(),
          automatic: z.boolean().optional(),
          second: z.boolean().optional(),
          level: z.int().optional().describe('Priority of a registration.'),
          notice: z.array(z.string()).optional().describe('Phrases that the German notice must contain.'),
        }),
      }),
    )
    .min(1),
});
export type Example = z.infer<typeof Examples>['examples'][number];
