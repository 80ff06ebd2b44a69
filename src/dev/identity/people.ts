import { z } from 'zod';

/** Somebody who may sign in at the demonstration provider, by being chosen. */
export const Person = z.strictObject({
  subject: z.string().min(1).max(100).describe('Identifier that the provider vouches for (`sub`).'),
  name: z.string().min(1).max(120).describe('Name as shown.'),
  email: z.email().describe('E-mail address; demonstration people have one under .example.'),
  about: z.string().max(200).optional().describe('What this person does, to choose by: Sachbearbeitung, Musterstadt.'),
});
export type Person = z.infer<typeof Person>;
