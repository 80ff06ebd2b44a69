import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Language } from '#definition';
import { formatSecret } from '#lib/id.ts';
import { canonicalJson } from '#lib/json.ts';

/** What is sealed to the authority: all that deciding the case will need, as it was at the moment of submission. */
export const Payload = z.strictObject({
  answers: z.record(z.string(), z.unknown()).describe('Canonical answers by field.'),
  parameters: z.record(z.string(), z.unknown()).describe('Parameters set by the authority then.'),
  slots: z.record(z.string(), z.string()).describe('Wording set by the authority then.'),
  language: Language.describe('Language of the applicant.'),
  secret: z.string().describe('Opens the status page; notices for it are sealed under it.'),
  digest: z.string().describe('The package decided by.'),
});
export type Payload = z.infer<typeof Payload>;

/** Binds sealed content to the one submission it belongs to. */
export const sealContext = (authority: string, service: string, id: string): string =>
  `submission:${authority}/${service}/${id}`;

/** What a secret and a content hash are made from; language is left out, so that switching it is no other content. */
export type Content = {
  readonly id: string;
  readonly authority: string;
  readonly service: string;
  readonly digest: string;
  readonly answers: unknown;
};

/**
 * The applicant's secret. It is derived from the content, which a web process cannot read again: neither the database
 * nor the process that made it can make it later, yet a retry with the same content finds the same.
 */
export const makeSecret = (key: Uint8Array, content: Content): string =>
  formatSecret(createHmac('sha256', key).update('secret:').update(canonicalJson(content)).digest().subarray(0, 10));

/** SHA-256 over content and secret, hex. The secret in it keeps short answers from being guessed from the hash. */
export const hashContent = (content: Content, secret: string): string =>
  createHash('sha256')
    .update(canonicalJson({ ...content, secret }))
    .digest('hex');

/** What the database keeps to recognise a secret: 80 random bits need no slow hash. */
export const hashSecret = (id: string, secret: string): string =>
  createHash('sha256').update(`${id}:${secret}`).digest('hex');

export const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The key under which messages and notices for the status page are sealed: whoever brings the secret can read them. */
export const applicantKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'knopfdruck', 'applicant', 32));
