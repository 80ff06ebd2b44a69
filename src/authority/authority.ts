import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { z } from 'zod';
import { Land } from './land.ts';

const line = z.string().min(1).max(200);

/** What is public about an authority; it stands on pages, notices and payments. */
export const AuthorityRecord = z.strictObject({
  name: line.describe('Full name: Bezirksregierung Musterland.'),
  level: z.enum(['bund', 'land', 'kommune']),
  ars: z
    .string()
    .regex(/^\d{12}$/)
    .describe('Amtlicher Regionalschlüssel, twelve digits.'),
  land: Land,
  street: line.describe('Street with house number.'),
  postalCode: z.string().regex(/^\d{5}$/),
  city: line,
  phone: line,
  email: z.email(),
  signatory: line.describe('Who signs notices: Im Auftrag, with name and office.'),
  dataProtection: line.describe('Data protection officer with address, for Art. 13 DSGVO.'),
  remedy: z
    .strictObject({ kind: z.enum(['widerspruch', 'klage']), body: line.describe('Body with address, in one line.') })
    .describe('The remedy against notices; some Länder know no Widerspruch in many fields.'),
  bank: z.strictObject({
    holder: z.string().min(1).max(70),
    iban: z
      .string()
      .transform((text) => electronicFormatIBAN(text) ?? '')
      .refine((iban) => isValidIBAN(iban), 'a valid IBAN'),
  }),
});
export type AuthorityRecord = z.infer<typeof AuthorityRecord>;

/** An authority: a tenant. */
export type Authority = AuthorityRecord & {
  readonly id: string;
  /** X25519, SPKI as base64url: what the web encrypts to. */
  readonly publicKey: string;
  /** Opens under the master key only. */
  readonly wrappedPrivateKey: string;
};
