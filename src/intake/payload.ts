import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Language } from '#definition';
import { Outstanding } from '#form';
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
  outstanding: z.array(Outstanding).optional().describe('What is to be handed in later; absent: nothing.'),
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

/** Content as it is hashed: without and with the secret. Answers, the long part, are written once. */
type Written = { readonly plain: string; withSecret(secret: string): string };

/** Writes content as canonical JSON: keys in their order, `secret` before `service`. */
const writeContent = ({ answers, authority, digest, id, service }: Content): Written => {
  const head = `{"answers":${canonicalJson(answers)},"authority":${JSON.stringify(authority)},"digest":${JSON.stringify(digest)},"id":${JSON.stringify(id)}`;
  const tail = `,"service":${JSON.stringify(service)}}`;
  return { plain: head + tail, withSecret: (secret) => `${head},"secret":${JSON.stringify(secret)}${tail}` };
};

/**
 * The applicant's secret, and the SHA-256 over content and secret, hex; the secret in it keeps short answers from being
 * guessed from the hash. The secret is derived from the content, which a web process cannot read again: neither the
 * database nor the process that made it can make it later, yet a retry with the same content finds the same.
 */
export const markContent = (key: Uint8Array, content: Content): { secret: string; hash: string } => {
  const written = writeContent(content);
  const digest = createHmac('sha256', key).update('secret:').update(written.plain).digest();
  const secret = formatSecret(digest.subarray(0, 10));
  return { secret, hash: hash('sha256', written.withSecret(secret)) };
};

/** SHA-256 over content and secret, hex: what a receipt names. */
export const hashContent = (content: Content, secret: string): string =>
  hash('sha256', writeContent(content).withSecret(secret));

/** What the database keeps to recognise a secret: 80 random bits need no slow hash. */
export const hashSecret = (id: string, secret: string): string => hash('sha256', `${id}:${secret}`);

export const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The key under which messages and notices for the status page are sealed: whoever brings the secret can read them. */
export const applicantKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'knopfdruck', 'applicant', 32));
