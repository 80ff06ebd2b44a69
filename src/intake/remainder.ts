import { z } from 'zod';
import { type Answers, Outstanding } from '#form';
import { decrypt, encrypt } from '#lib/seal.ts';
import { applicantKey } from './payload.ts';

/**
 * What is needed to ask for the rest of a submission: what is outstanding, and what was answered, since questions depend on
 * answers. Sealed under the applicant's secret: the web can read it only while somebody brings that.
 */
const Remainder = z.strictObject({
  outstanding: z.array(Outstanding).describe('What is to be handed in later.'),
  answers: z.record(z.string(), z.unknown()).describe('What was answered so far.'),
  parameters: z.record(z.string(), z.unknown()).describe('Parameters set by the authority at submission.'),
  received: z.iso.date().describe('Day of the submission, in Berlin.'),
});
export type Remainder = Omit<z.infer<typeof Remainder>, 'answers'> & { readonly answers: Answers };

/** The submission that it belongs to. */
type Owner = { readonly authority: string; readonly id: string };

const contextOf = ({ authority, id }: Owner): string => `remainder:${authority}/${id}`;

export const sealRemainder = (secret: string, owner: Owner, remainder: Remainder): string =>
  encrypt(applicantKey(secret), Buffer.from(JSON.stringify(remainder)), contextOf(owner)).toString('base64');

/** @throws SealError when the secret is another's */
export const openRemainder = (secret: string, owner: Owner, sealed: string): Remainder =>
  Remainder.parse(
    JSON.parse(decrypt(applicantKey(secret), Buffer.from(sealed, 'base64'), contextOf(owner)).toString()),
  ) as Remainder;
