import { Decimal } from './decimal.ts';
import type { Run } from './run.ts';
import { type Context, Func, isContext, isList, type Signature, typeName, type Value } from './value.ts';

/** A parameter of a built-in function: its name in the specification and how its argument is read. */
export type Param<T> = {
  readonly name: string;
  readonly isOptional: boolean;
  /** Undefined when the argument is of another type. */
  readonly read: (value: Value) => T | undefined;
};

const param = <T>(name: string, read: (value: Value) => T | undefined): Param<T> => ({
  name,
  isOptional: false,
  read,
});

/** A list of one item stands for the item where no list is wanted (§ 10.3.2.9.4). */
const single = (value: Value): Value => (isList(value) && value.length === 1 ? (value[0] ?? null) : value);

export const any = (name: string): Param<Value> => param(name, (value) => value);

/** Anything but null. */
export const present = (name: string): Param<Value> => param(name, (value) => (value === null ? undefined : value));

export const text = (name: string): Param<string> =>
  param(name, (value) => {
    const one = single(value);
    return typeof one === 'string' ? one : undefined;
  });

export const decimal = (name: string): Param<Decimal> =>
  param(name, (value) => {
    const one = single(value);
    return one instanceof Decimal ? one : undefined;
  });

/** A whole number that fits a JavaScript integer; what stands behind the point is dropped. */
export const whole = (name: string): Param<number> =>
  param(name, (value) => {
    const one = single(value);
    const size = one instanceof Decimal ? Math.trunc(one.toNumber()) : Number.NaN;
    return Number.isSafeInteger(size) ? size : undefined;
  });

/** A list; a single value stands for the list of it. Null is none. */
export const list = (name: string): Param<readonly Value[]> =>
  param(name, (value) => (isList(value) ? value : value === null ? undefined : [value]));

export const context = (name: string): Param<Context> =>
  param(name, (value) => {
    const one = single(value);
    return isContext(one) ? one : undefined;
  });

export const func = (name: string): Param<Func> => param(name, (value) => (value instanceof Func ? value : undefined));

/** May be null. */
export const nullable = <T>({ read, ...rest }: Param<T>): Param<T | null> => ({
  ...rest,
  read: (value) => (value === null ? null : read(value)),
});

/** May be missing. */
export const optional = <T>(wanted: Param<T>): Param<T | undefined> => ({ ...wanted, isOptional: true });

type Arguments<P extends readonly Param<unknown>[]> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** One way to call a built-in function: an argument of the wrong type makes it null with a warning. */
export const signature = <const P extends readonly Param<unknown>[]>(
  params: P,
  body: (run: Run, ...args: Arguments<P>) => Value,
): Signature => {
  const untyped = body as (run: Run, ...args: unknown[]) => Value;
  return {
    parameters: params.map(({ name }) => name),
    required: params.filter(({ isOptional }) => !isOptional).length,
    variadic: false,
    call: (run, args) => {
      const read: unknown[] = [];
      for (const wanted of params) {
        const value = args[read.length];
        const argument = value === undefined ? undefined : wanted.read(value);
        if (value !== undefined && argument === undefined) {
          return run.warn('argument', { name: wanted.name, type: typeName(value) });
        }
        read.push(argument);
      }
      return untyped(run, ...read);
    },
  };
};

/** Called with any number of arguments, at least one; they have no names. */
export const variadic = (body: (run: Run, args: readonly Value[]) => Value): Signature => ({
  parameters: [''],
  required: 1,
  variadic: true,
  call: (run, args) =>
    body(
      run,
      args.map((value) => value ?? null),
    ),
});

/** A function with its signatures in order of preference. */
export const define = (name: string, ...signatures: readonly Signature[]): Func => new Func(name, signatures);
