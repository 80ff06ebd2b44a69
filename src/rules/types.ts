import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import type { Run } from './run.ts';
import type { TypeSyntax, UnaryTests } from './syntax.ts';
import { Func, getEntry, isContext, isList, Range, typeName, type Value } from './value.ts';

/** A FEEL type (DMN 1.5 § 10.3.2.9), item definitions included. */
export type FeelType =
  | { readonly kind: 'any' }
  | { readonly kind: 'null' }
  | { readonly kind: 'basic'; readonly name: string }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: readonly (readonly [string, FeelType])[] }
  | { readonly kind: 'function'; readonly parameters: readonly FeelType[]; readonly result: FeelType }
  | {
      readonly kind: 'restricted';
      readonly base: FeelType;
      readonly allows: (run: Run, value: Value) => boolean;
      /** The tests as written, for checks of tables. */
      readonly tests: UnaryTests | null;
    }
  /** A declared type, looked up when needed, so that declarations may come in any order. */
  | { readonly kind: 'declared'; readonly name: string; readonly find: () => FeelType };

type FunctionType = Extract<FeelType, { kind: 'function' }>;
type ContextType = Extract<FeelType, { kind: 'context' }>;

export const ANY: FeelType = { kind: 'any' };

const BASIC: Readonly<Record<string, FeelType>> = {
  Any: ANY,
  any: ANY,
  Null: { kind: 'null' },
  number: { kind: 'basic', name: 'number' },
  string: { kind: 'basic', name: 'string' },
  boolean: { kind: 'basic', name: 'boolean' },
  date: { kind: 'basic', name: 'date' },
  time: { kind: 'basic', name: 'time' },
  'date and time': { kind: 'basic', name: 'date and time' },
  dateTime: { kind: 'basic', name: 'date and time' },
  'days and time duration': { kind: 'basic', name: 'days and time duration' },
  dayTimeDuration: { kind: 'basic', name: 'days and time duration' },
  'years and months duration': { kind: 'basic', name: 'years and months duration' },
  yearMonthDuration: { kind: 'basic', name: 'years and months duration' },
  list: { kind: 'basic', name: 'list' },
  context: { kind: 'basic', name: 'context' },
  function: { kind: 'basic', name: 'function' },
  range: { kind: 'basic', name: 'range' },
};

/** The built-in type of that name; undefined for a declared or unknown one. */
export const findBasicType = (name: string): FeelType | undefined =>
  Object.hasOwn(BASIC, name) ? BASIC[name] : undefined;

/** Turns a written type into one to check with. Undefined when a name in it is unknown. */
export const resolveType = (syntax: TypeSyntax, find: (name: string) => FeelType | undefined): FeelType | undefined => {
  switch (syntax.kind) {
    case 'named':
      return findBasicType(syntax.name) ?? find(syntax.name);
    case 'list':
    case 'range': {
      const of = resolveType(syntax.of, find);
      return of && { kind: syntax.kind, of };
    }
    case 'context': {
      const entries: [string, FeelType][] = [];
      for (const [name, entry] of syntax.entries) {
        const type = resolveType(entry, find);
        if (!type) return undefined;
        entries.push([name, type]);
      }
      return { kind: 'context', entries };
    }
    case 'function': {
      const parameters = syntax.parameters.map((parameter) => resolveType(parameter, find) ?? ANY);
      return { kind: 'function', parameters, result: resolveType(syntax.result, find) ?? ANY };
    }
    default:
      return syntax satisfies never;
  }
};

const findFunction = (type: FeelType): FunctionType | null => {
  const found = plain(type);
  return found.kind === 'function' ? found : null;
};

/** The variable of a function may be typed with the function's type or with its result's. */
export const resultType = (type: FeelType): FeelType => findFunction(type)?.result ?? type;

/** Types of the parameters of a function type; none of another. */
export const parameterTypes = (type: FeelType): readonly FeelType[] => findFunction(type)?.parameters ?? [];

const conformsFunction = (a: FunctionType, b: FunctionType): boolean =>
  a.parameters.length === b.parameters.length &&
  // What a function without declared result gives is only known when it runs.
  (a.result.kind === 'any' || conformsTo(a.result, b.result)) &&
  a.parameters.every((own, i) => conformsTo(b.parameters[i] ?? ANY, own));

const conformsContext = (a: ContextType, b: ContextType): boolean =>
  b.entries.every(([name, type]) => {
    const own = a.entries.find((entry) => entry[0] === name);
    return own !== undefined && conformsTo(own[1], type);
  });

/** Declared and restricted types by what they stand on. */
const plain = (type: FeelType): FeelType => {
  if (type.kind === 'declared') return plain(type.find());
  return type.kind === 'restricted' ? plain(type.base) : type;
};

const conformsPlain = (a: FeelType, b: FeelType): boolean => {
  if (b.kind === 'any' || a.kind === 'null') return true;
  if (b.kind === 'basic') return a.kind === 'basic' ? a.name === b.name : a.kind === b.name;
  switch (a.kind) {
    case 'list':
    case 'range':
      return b.kind === a.kind && conformsTo(a.of, b.of);
    case 'context':
      return b.kind === 'context' && conformsContext(a, b);
    case 'function':
      return b.kind === 'function' && conformsFunction(a, b);
    default:
      return false;
  }
};

/** DMN 1.5 § 10.3.2.9.2: a value of type `a` can be used where `b` is wanted. */
const conformsTo = (a: FeelType, b: FeelType): boolean => conformsPlain(plain(a), plain(b));

const isFunction = (value: Value, type: FunctionType): boolean => {
  if (!(value instanceof Func)) return false;
  if (value.type !== null) return conformsFunction(value.type, type);
  const count = type.parameters.length;
  return value.signatures.some(
    ({ parameters, required, variadic }) => count >= required && (variadic || count <= parameters.length),
  );
};

const isContextOf = (run: Run | null, value: Value, entries: ContextType['entries']): boolean =>
  isContext(value) &&
  entries.every(([name, type]) => {
    const entry = getEntry(value, name);
    return entry !== undefined && (entry === null || isInstance(run, entry, type));
  });

/**
 * Whether a value belongs to a type; null only to Null. Without a run the type alone counts: `instance of` does not ask for
 * allowed values (§ 10.3.2.9.2).
 */
export const isInstance = (run: Run | null, value: Value, type: FeelType): boolean => {
  switch (type.kind) {
    case 'any':
      return value !== null;
    case 'null':
      return value === null;
    case 'basic':
      return typeName(value) === type.name;
    case 'list':
      return isList(value) && value.every((item) => item === null || isInstance(run, item, type.of));
    case 'range':
      return (
        value instanceof Range && [value.start, value.end].every((end) => end === null || isInstance(run, end, type.of))
      );
    case 'context':
      return isContextOf(run, value, type.entries);
    case 'function':
      return isFunction(value, type);
    case 'restricted':
      return isInstance(run, value, type.base) && (run === null || type.allows(run, value));
    case 'declared':
      return isInstance(run, value, type.find());
    default:
      return type satisfies never;
  }
};

const isListType = (type: FeelType): boolean => {
  const base = plain(type);
  return base.kind === 'list' || (base.kind === 'basic' && base.name === 'list');
};

/** One step alone: a list of a list of one number is no number. */
const convert = (value: Value, type: FeelType): Value => {
  const base = plain(type);
  if (isList(value) && value.length === 1 && !isListType(base)) return value[0] ?? null;
  if (!isList(value) && isListType(base)) return [value];
  if (value instanceof CalendarDate && base.kind === 'basic' && base.name === 'date and time') {
    return new DateTime(value, new TimeOfDay(0, { kind: 'offset', seconds: 0 }));
  }
  return value;
};

/** The value as one of the type, with FEEL's implicit conversions (§ 10.3.2.9.4); undefined when it is none. */
export const coerce = (run: Run, value: Value, type: FeelType): Value | undefined => {
  if (value === null || type.kind === 'any') return value;
  if (isInstance(run, value, type)) return value instanceof Func ? holdFunction(value, plain(type)) : value;
  const converted = convert(value, type);
  return converted !== value && (converted === null || isInstance(run, converted, type)) ? converted : undefined;
};

/** A function that is held to a function type holds its arguments and its result to it. */
const holdFunction = (func: Func, type: FeelType): Func => {
  if (type.kind !== 'function' || [...type.parameters, type.result].every(({ kind }) => kind === 'any')) return func;
  const { parameters, result } = type;
  const signatures = func.signatures.map((signature) => ({
    ...signature,
    call: (run: Run, args: readonly (Value | undefined)[]): Value => {
      const held = args.map((given, i) => (given === undefined ? given : coerce(run, given, parameters[i] ?? ANY)));
      const wrong = args.findIndex((given, i) => given !== undefined && held[i] === undefined);
      if (wrong >= 0)
        return run.warn('type', {
          name: signature.parameters[wrong] ?? '',
          type: describeType(parameters[wrong] ?? ANY),
        });
      const value = coerce(run, signature.call(run, held), result);
      return value === undefined ? run.warn('type.result', { type: describeType(result) }) : value;
    },
  }));
  return new Func(func.name, signatures, func.type);
};

/** The type in words, for messages. */
export const describeType = (type: FeelType): string => {
  switch (type.kind) {
    case 'any':
      return 'Any';
    case 'null':
      return 'Null';
    case 'basic':
    case 'declared':
      return type.name;
    case 'list':
    case 'range':
      return `${type.kind}<${describeType(type.of)}>`;
    case 'context':
      return `context<${type.entries.map(([name, entry]) => `${name}: ${describeType(entry)}`).join(', ')}>`;
    case 'function':
      return `function<${type.parameters.map(describeType).join(', ')}>->${describeType(type.result)}`;
    case 'restricted':
      return describeType(type.base);
    default:
      return type satisfies never;
  }
};
