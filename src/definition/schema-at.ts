import { z } from 'zod';
import { Feel } from './names.ts';
import type { Path } from './yaml-file.ts';

const unwrap = (schema: unknown): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrap(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
};

const read = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

/** The member of a union that the value's `kind` (or other discriminator) picks. */
const pick = (union: z.ZodDiscriminatedUnion, value: unknown): unknown => {
  const name = union.def.discriminator;
  return union.options.map(unwrap).find((option) => {
    const literal = option instanceof z.ZodObject ? unwrap(option.shape[name]) : undefined;
    const allowed =
      literal instanceof z.ZodLiteral ? [...literal.values] : literal instanceof z.ZodEnum ? literal.options : [];
    return allowed.some((one) => one === read(value, name));
  });
};

const step = (schema: unknown, key: PropertyKey): unknown => {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
};

/** The part of a schema that a path in a value leads to; undefined where it leads nowhere. */
export const schemaAt = (schema: unknown, path: Path, value: unknown): unknown => {
  const plain = unwrap(schema);
  const here = plain instanceof z.ZodDiscriminatedUnion ? (pick(plain, value) ?? plain) : plain;
  const [key, ...rest] = path;
  return key === undefined ? here : schemaAt(step(here, key), rest, read(value, key));
};

/** Keys that may stand in a value of this schema; empty where any may. */
export const keysOf = (schema: unknown): readonly string[] => {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  const keys = schema instanceof z.ZodRecord ? schema.keyType : undefined;
  return keys instanceof z.ZodEnum ? keys.options.map(String) : [];
};

/** Kinds of a union whose values may have this key: `options` belongs to choice and choices. */
export const kindsWith = (schema: unknown, path: Path, value: unknown, key: string): readonly string[] => {
  const last = path.at(-1);
  const parent = last === undefined ? undefined : schemaAt(schema, path.slice(0, -1), value);
  const union = last === undefined ? undefined : unwrap(step(parent, last));
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [];
  return union.options.map(unwrap).flatMap((option) => {
    if (!(option instanceof z.ZodObject) || !Object.hasOwn(option.shape, key)) return [];
    const kind = option.shape[union.def.discriminator];
    return kind instanceof z.ZodLiteral
      ? [...kind.values].map(String)
      : kind instanceof z.ZodEnum
        ? kind.options.map(String)
        : [];
  });
};

const findDescription = (schema: unknown): string | undefined => {
  if (schema instanceof z.ZodType && schema.description !== undefined) return schema.description;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return findDescription(schema.unwrap());
  return undefined;
};

/** What the manual says of the value at a path. */
export const descriptionAt = (schema: unknown, path: Path, value: unknown): string | undefined => {
  const last = path.at(-1);
  return last === undefined ? undefined : findDescription(step(schemaAt(schema, path.slice(0, -1), value), last));
};

/** Whether an expression is wanted at a path. */
export const isFeelAt = (schema: unknown, path: Path, value: unknown): boolean =>
  schemaAt(schema, path, value) === unwrap(Feel);
