import { z } from 'zod';
import { type Answers, Outstanding } from '#form';
import { type Keyring, openJson, SealError, sealJson } from '#lib/seal.ts';

/**
 * What travels with the page instead of a session: answers so far and the id under which they will be submitted. Sealed
 * under keys that all web processes share, so any of them can answer the next post; nothing is stored before submission.
 */
export const Envelope = z.strictObject({
  id: z.uuid().describe('The journey, and later the submission: so a repeated post is the same submission.'),
  digest: z.string().describe('The package the answers were given under.'),
  answers: z.record(z.string(), z.unknown()).describe('Canonical answers, also to questions not asked at the moment.'),
  drafts: z
    .record(z.string(), z.array(z.tuple([z.string(), z.string()])))
    .optional()
    .describe('What was typed on pages left before it could be read, by page: nothing typed is lost.'),
  shown: z.array(z.string()).optional().describe('Controls of the page: what it did not show was not left empty.'),
  saved: z
    .strictObject({ code: z.string(), id: z.string() })
    .optional()
    .describe('Kept under this code: the next time under the same, and deleted once it is sent.'),
  files: z
    .array(z.strictObject({ handle: z.uuid(), name: z.string(), size: z.int(), type: z.string(), sha256: z.string() }))
    .optional()
    .describe('What this journey uploaded; pages carry handles alone.'),
  ease: z
    .union([z.literal(0), z.literal(1), z.literal(2)])
    .optional()
    .describe('How much might follow later when this journey last looked; it stays so, whatever the load does.'),
  supplement: z
    .strictObject({
      submission: z.uuid(),
      number: z.string(),
      secret: z.string(),
      position: z.int().describe('Which of the submission it will be, from 1.'),
      outstanding: z.array(Outstanding),
      parameters: z.record(z.string(), z.unknown()),
      received: z.iso.date().describe('Day of the submission.'),
    })
    .optional()
    .describe('The journey hands in the rest of this submission; the answers hold what was submitted, too.'),
  review: z.boolean().optional().describe('The answers have been checked once: go back there after a change.'),
});
export type Envelope = Omit<z.infer<typeof Envelope>, 'answers'> & { readonly answers: Answers };

/** What a journey hands in later, and for what. */
export type Supplementing = NonNullable<Envelope['supplement']>;

/** Where an envelope belongs; it opens nowhere else. */
export type Place = { readonly authority: string; readonly service: string };

const contextOf = ({ authority, service }: Place): string => `journey:${authority}/${service}`;

/** Most bytes of an unpacked envelope; 200 persons with address are 60 kB. */
const MOST = 1 << 20;

export const sealEnvelope = (keys: Keyring, place: Place, envelope: Envelope): string =>
  sealJson(keys, envelope, contextOf(place));

/** Opens what came with a page; undefined when it was changed, belongs elsewhere or is older than the keys. */
export const openEnvelope = (keys: Keyring, place: Place, text: string): Envelope | undefined => {
  try {
    return Envelope.parse(openJson(keys, text, contextOf(place), MOST)) as Envelope;
  } catch (error) {
    // A zlib RangeError means more than MOST bytes; all of these end in the same clear page.
    if (error instanceof SealError || error instanceof z.ZodError || error instanceof RangeError) return undefined;
    throw error;
  }
};
