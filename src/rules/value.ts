import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { DayTimeDuration, YearMonthDuration } from './duration.ts';
import type { Run } from './run.ts';
import type { FeelType } from './types.ts';

/** A FEEL context. Read it with `getEntry`, make it with `makeContext`: JavaScript's own names are never entries. */
export type Context = { readonly [name: string]: Value };

/** Everything a FEEL expression can be worth (DMN 1.5 § 10.3.2.1). */
export type Value =
  | null
  | boolean
  | string
  | Decimal
  | CalendarDate
  | TimeOfDay
  | DateTime
  | DayTimeDuration
  | YearMonthDuration
  | Range
  | Func
  | readonly Value[]
  | Context;

/** A range of comparable values; `null` as an end is unbounded. */
export class Range {
  readonly start: Value;
  readonly end: Value;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  constructor(start: Value, end: Value, startIncluded: boolean, endIncluded: boolean) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
  }

  toJSON(): string {
    return `${this.startIncluded ? '[' : '('}${this.start}..${this.end}${this.endIncluded ? ']' : ')'}`;
  }
}

/** One way to call a function: names of the parameters in order, which of them may be missing, and what to do. */
export type Signature = {
  readonly parameters: readonly string[];
  /** How many parameters must be given. */
  readonly required: number;
  /** The last parameter takes all further arguments. */
  readonly variadic: boolean;
  /** Called with one value for each parameter, `undefined` where an optional one is missing. */
  readonly call: (run: Run, args: readonly (Value | undefined)[]) => Value;
};

type FunctionType = Extract<FeelType, { kind: 'function' }>;

/** A function: built in, written in FEEL, or a business knowledge model. */
export class Func {
  readonly name: string;
  readonly signatures: readonly Signature[];
  /** How the function describes itself to `instance of`; null for built-in ones. */
  readonly type: FunctionType | null;
  constructor(name: string, signatures: readonly Signature[], type: FunctionType | null = null) {
    this.name = name;
    this.signatures = signatures;
    this.type = type;
  }

  toJSON(): string {
    return `function ${this.name}`;
  }
}

export const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

/**
 * What contexts are made of: objects that inherit nothing. `Object.create(null)` would do as well, but V8 keeps such
 * objects as hash tables; with these a decision takes two thirds of the time.
 */
class Entries {}
Reflect.deleteProperty(Entries.prototype, 'constructor');
Object.setPrototypeOf(Entries.prototype, null);

/** An empty context to be filled by whoever makes it. */
export const emptyContext = (): Record<string, Value> => new Entries() as Record<string, Value>;

/** True for contexts alone: every other object among the values has a class of its own. */
export const isContext = (value: Value | undefined): value is Context => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Entries.prototype || prototype === Object.prototype || prototype === null;
};

/** A context without any inherited name. */
export const makeContext = (entries: Iterable<readonly [string, Value]> = []): Context => {
  const context = emptyContext();
  for (const [name, value] of entries) context[name] = value;
  return context;
};

/** The entries of both; where both have a name, that of `inner` counts. */
export const joinContexts = (outer: Context, inner: Context): Context => Object.assign(emptyContext(), outer, inner);

/** The entry of that name; undefined when there is none. */
export const getEntry = (context: Context, name: string): Value | undefined =>
  Object.hasOwn(context, name) ? context[name] : undefined;

/** A value as a list: one that is none is its only item. */
export const asList = (value: Value): readonly Value[] => (isList(value) ? value : [value]);

/** The FEEL type a value belongs to, as `instance of` names it. */
export const typeName = (value: Value): string => {
  if (value === null) return 'Null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (value instanceof Decimal) return 'number';
  if (isList(value)) return 'list';
  if (value instanceof CalendarDate) return 'date';
  if (value instanceof TimeOfDay) return 'time';
  if (value instanceof DateTime) return 'date and time';
  if (value instanceof DayTimeDuration) return 'days and time duration';
  if (value instanceof YearMonthDuration) return 'years and months duration';
  if (value instanceof Range) return 'range';
  if (value instanceof Func) return 'function';
  return 'context';
};
