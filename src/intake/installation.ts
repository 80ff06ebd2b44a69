import { z } from 'zod';

const Moment = z.iso.datetime({ offset: true }).describe('A moment, as 2020-03-27T12:00:00+01:00.');

/** When and how much an installation takes. */
export const Limits = z.strictObject({
  from: Moment.optional().describe('Before it nobody can begin.'),
  until: Moment.optional().describe('From it on nobody can begin.'),
  grace: z.int().min(0).max(1440).default(60).describe('Minutes after `until` for which those inside may still send.'),
  draw: z
    .strictObject({
      commitment: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .describe('SHA-256 of the seed.'),
      beacon: z.string().min(3).max(200).describe('Which public value the draw will take, known only after the end.'),
      announced: Moment.optional().describe('Since when the pages have told it.'),
    })
    .optional()
    .describe('The draw announced, where the package lets lots decide.'),
  ladder: z
    .strictObject({
      least: z.int().min(0).max(4).describe('The level holds at least.'),
      most: z.int().min(0).max(4).describe('The level holds at most.'),
    })
    .refine(({ least, most }) => least <= most, 'least is greater than most')
    .optional()
    .describe('Bounds of what is left out under load, 0 to 4; absent: as measured.'),
  quota: z.int().min(1).optional().describe('Number of submissions after which nobody can begin.'),
  programs: z
    .enum(['later', 'take'])
    .optional()
    .describe(
      'Programs that hand in while people stand in line: turned away until nobody does, or taken; absent: later.',
    ),
});
export type Limits = z.infer<typeof Limits>;

/** A package version at an authority, with what the authority set differently. */
export const Installation = z.strictObject({
  authority: z.string(),
  service: z.string(),
  digest: z.string().describe('The package, by SHA-256 of its canonical archive.'),
  state: z.enum(['draft', 'live', 'paused', 'closed']),
  parameters: z.record(z.string(), z.unknown()).describe('Parameters that differ from the default.'),
  slots: z.record(z.string(), z.string()).describe('Wording that differs from the default.'),
  limits: Limits.nullish().describe('Opening time and number of places; absent: neither.'),
  taken: z.int().nullish().describe('Submissions so far, where they are counted against a quota.'),
});
export type Installation = z.infer<typeof Installation>;
