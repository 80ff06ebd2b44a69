import { z } from 'zod';

/** A package version at an authority, with what the authority set differently. */
export const Installation = z.strictObject({
  authority: z.string(),
  service: z.string(),
  digest: z.string().describe('The package, by SHA-256 of its canonical archive.'),
  state: z.enum(['draft', 'live', 'paused', 'closed']),
  parameters: z.record(z.string(), z.unknown()).describe('Parameters that differ from the default.'),
  slots: z.record(z.string(), z.string()).describe('Wording that differs from the default.'),
});
export type Installation = z.infer<typeof Installation>;
