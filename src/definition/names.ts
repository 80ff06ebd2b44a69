import { z } from 'zod';

/** A name of the field's language that is also a FEEL name: `antragstellerName`, `gruppen`. */
export const Name = z
  .string()
  .regex(/^[a-zäöü][a-zA-Z0-9äöüÄÖÜß]{0,39}$/, 'a name: a lower-case letter, then letters and digits, 40 at most')
  .describe('A name in the language of the field: lower-case first letter, then letters and digits; no spaces.');

/** An identifier that may stand in a URL: `soforthilfe`, `ueber-das-unternehmen`. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
  .max(40)
  .describe('An identifier for addresses: lower-case letters, digits, single hyphens.');

/** A FEEL expression (DMN 1.5). It sees the answers, the parameters, `submission`, and in decisions the results of rules. */
export const Feel = z
  .union([z.string().min(1).max(2000), z.boolean(), z.number()])
  .transform(String)
  .describe('A FEEL expression (DMN 1.5).');

/** A file inside the package, by its path. */
export const PackagePath = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)?$/,
    'a path inside the package, such as rules.dmn or notices/grant',
  )
  .describe('Path of a file inside the package.');

/** Languages a package may speak, as BCP 47 tags; `de-x-leicht` is Leichte Sprache. */
export const Language = z
  .enum(['de', 'de-x-leicht', 'en', 'ar', 'fa', 'fr', 'pl', 'ru', 'tr', 'uk'])
  .describe('A language as BCP 47 tag; de-x-leicht is Leichte Sprache.');
export type Language = z.infer<typeof Language>;

/** An exact decimal: written 0.10 it stays 0.10. */
export const DecimalText = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number')])
  .transform(String);

const isDay = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
};

/** Calendar day, `2020-03-11`. */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
  .refine(isDay, 'a day that exists')
  .describe('A calendar day, YYYY-MM-DD.');
