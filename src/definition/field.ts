import { z } from 'zod';
import { DecimalText, Feel, Name } from './names.ts';

const common = {
  id: Name.describe('Name of the answer: control name on the page, key in JSON, name in FEEL.'),
  when: Feel.optional().describe('Asked only if this is true.'),
  required: z.boolean().default(true).describe('Whether an answer must be given.'),
  purpose: Name.optional().describe('Why it is asked: one of privacy.purposes. Default: the first.'),
  basis: z.string().max(200).optional().describe('Legal basis of this very field, where it differs from its purpose.'),
  fim: z.string().max(40).optional().describe('Identifier of the matching FIM data field.'),
  statistic: z.boolean().default(false).describe('Whether the answer may leave the case as a figure.'),
};
const field = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...shape });

const length = (fallback: number) => ({
  min: z.int().min(0).default(0).describe('Fewest characters.'),
  max: z.int().min(1).max(20_000).default(fallback).describe('Most characters.'),
});
const options = z.array(Name).min(2).max(300).describe('Names of the options; their wording is in the texts.');

export const TextField = field('text', {
  ...length(200),
  pattern: z.string().max(300).optional().describe('Regular expression (RE2) that the whole answer must match.'),
  autocomplete: z.string().max(40).optional().describe('HTML autocomplete token, WCAG 1.3.5.'),
});
export const LongtextField = field('longtext', length(2000));
export const EmailField = field('email', {});
export const PhoneField = field('phone', {});
export const NumberField = field('number', {
  min: DecimalText.optional().describe('Least value.'),
  max: DecimalText.optional().describe('Greatest value.'),
  decimals: z.int().min(0).max(6).default(0).describe('Most decimal places.'),
});
export const MoneyField = field('money', {
  min: DecimalText.default('0').describe('Least amount in euros.'),
  max: DecimalText.default('99999999.99').describe('Greatest amount in euros.'),
});
export const DateField = field('date', {
  min: Feel.optional().describe('Earliest day, as FEEL: date("2020-01-01"), today().'),
  max: Feel.optional().describe('Latest day, as FEEL.'),
});
export const ChoiceField = field('choice', { options });
export const ChoicesField = field('choices', {
  options,
  min: z.int().min(0).optional().describe('Fewest options to choose.'),
  max: z.int().min(1).optional().describe('Most options to choose.'),
});
export const YesnoField = field('yesno', {});
export const AddressField = field('address', {
  country: z.enum(['domestic', 'any']).default('domestic').describe('Whether a country is asked.'),
});
export const IbanField = field('iban', {
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .optional()
    .describe('Countries allowed; default: all of SEPA.'),
});
export const TaxidField = field('taxid', {
  of: z
    .enum(['person', 'business', 'either'])
    .default('person')
    .describe('person: Steuer-Identifikationsnummer (§ 139b AO). business: Steuernummer or USt-IdNr.'),
});
export const FileField = field('file', {
  types: z
    .array(z.enum(['pdf', 'jpeg', 'png']))
    .min(1)
    .default(['pdf', 'jpeg', 'png'])
    .describe('Types accepted, by content.'),
  megabytes: z.int().min(1).max(50).default(10).describe('Greatest size of one file.'),
  max: z.int().min(1).max(20).default(1).describe('Most files.'),
  later: z
    .enum(['load', 'always'])
    .optional()
    .describe(
      'The files may follow after the submission, with its number and access code. load: when very many apply at once; always: ' +
        'whenever somebody has them not at hand. Until they are there, nothing is decided automatically.',
    ),
});
export const DeclarationField = field('declaration', {});
export const NoteField = z
  .strictObject({ kind: z.literal('note'), id: Name, when: Feel.optional() })
  .describe('Text only.');

const leaf = [
  TextField,
  LongtextField,
  EmailField,
  PhoneField,
  NumberField,
  MoneyField,
  DateField,
  ChoiceField,
  ChoicesField,
  YesnoField,
  AddressField,
  IbanField,
  TaxidField,
  FileField,
  DeclarationField,
  NoteField,
] as const;

const list = <I extends z.ZodType>(item: I) =>
  field('list', {
    item: z.array(item).min(1).max(40).describe('The fields of one entry.'),
    min: z.int().min(0).default(1).describe('Fewest entries.'),
    max: z.int().min(1).max(200).default(20).describe('Most entries.'),
  }).omit({ required: true });

/** A list inside a list: the end of nesting. */
export const InnerListField = list(z.discriminatedUnion('kind', leaf));
export const ListField = list(z.discriminatedUnion('kind', [...leaf, InnerListField]));

/** What is asked: one kind for each way to answer. */
export const Field = z.discriminatedUnion('kind', [...leaf, ListField]);
export type Field = z.infer<typeof Field>;
export type ListField = z.infer<typeof ListField>;
export type FieldKind = Field['kind'];
export type FieldOf<K extends FieldKind> = Extract<Field, { kind: K }>;
