import type { CompiledField, CompiledService, FieldKind } from '#definition';
import type { Json } from '#lib/json.ts';

type Schema = { readonly [key: string]: Json };

const text = (more: Schema = {}): Schema => ({ type: 'string', ...more });
const decimal = {
  type: ['string', 'number'],
  description: 'A decimal number; as text where it must stay exact.',
} as const;

const withLimits = (schema: Schema, { field }: CompiledField): Schema => {
  if (field.kind === 'text' || field.kind === 'longtext')
    return { ...schema, minLength: field.min, maxLength: field.max };
  if (field.kind === 'choice') return { ...schema, enum: field.options };
  if (field.kind === 'choices') return { ...schema, items: { enum: field.options } };
  return schema;
};

/** The shape of one answer, by kind of field. */
const SHAPES = {
  text: () => text(),
  longtext: () => text(),
  email: () => text({ format: 'email' }),
  phone: () => text(),
  number: () => decimal,
  money: () => decimal,
  date: () => text({ format: 'date' }),
  choice: () => text(),
  choices: () => ({ type: 'array', uniqueItems: true }),
  yesno: () => ({ type: 'boolean' }),
  address: () => ({
    type: 'object',
    properties: {
      street: text(),
      houseNumber: text(),
      postalCode: text(),
      city: text(),
      country: text({ pattern: '^[A-Z]{2}$' }),
    },
    required: ['street', 'houseNumber', 'postalCode', 'city'],
    additionalProperties: false,
  }),
  iban: () => text({ description: 'IBAN, with or without spaces.' }),
  taxid: () => text(),
  file: () => ({ type: 'array' }),
  declaration: () => ({ const: true }),
  note: () => undefined,
  list: ({ field, item }: CompiledField) => ({
    type: 'array',
    items: objectOf(item),
    ...(field.kind === 'list' ? { minItems: field.min, maxItems: field.max } : {}),
  }),
} as const satisfies Record<FieldKind, (field: CompiledField) => Schema | undefined>;

const shapeOf = (field: CompiledField, label: string | undefined): Schema | undefined => {
  const shape: Schema | undefined = SHAPES[field.field.kind](field);
  return shape && withLimits(label ? { title: label, ...shape } : shape, field);
};

const objectOf = (
  fields: readonly CompiledField[],
  label: (id: string) => string | undefined = () => undefined,
): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    fields.flatMap((field) => {
      const shape = shapeOf(field, label(field.field.id));
      return shape ? [[field.field.id, shape] as const] : [];
    }),
  ),
  additionalProperties: false,
});

/**
 * JSON Schema (2020-12) of a service's answers. What must be answered depends on other answers, so nothing is listed as
 * required here: the API says what is missing.
 */
export const answersSchema = ({ pages, texts }: CompiledService): Schema => {
  const fields = pages.flatMap((page) => page.fields);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...objectOf(fields, (id) => texts.get('de')?.fields[id]?.label),
  };
};
