import type { Run } from './run.ts';
import type { Span } from './syntax.ts';
import { Func, type Signature, typeName, type Value } from './value.ts';

/** A signature that takes the arguments given, and which argument each of its parameters gets. */
export type Plan = {
  readonly signature: Signature;
  /** For each parameter the place of its argument, −1 where it is missing; null when they come in order. */
  readonly order: readonly number[] | null;
};

/** Which signature takes these arguments, and at which place each of its parameters finds its argument (−1: missing). */
const planNamed = (signature: Signature, names: readonly string[]): Plan | null => {
  if (new Set(names).size !== names.length || names.some((name) => !signature.parameters.includes(name))) return null;
  const order = signature.parameters.map((name) => names.indexOf(name));
  return order.slice(0, signature.required).includes(-1) ? null : { signature, order };
};

const planPositional = (signature: Signature, count: number): Plan | null => {
  const { parameters, required, variadic } = signature;
  if (count < required || (count > parameters.length && !variadic)) return null;
  return { signature, order: null };
};

/** The first signature that takes these arguments, by name where names are given. */
export const planCall = (func: Func, names: readonly (string | null)[]): Plan | null => {
  const named = names.filter((name) => name !== null);
  for (const signature of func.signatures) {
    const found = named.length > 0 ? planNamed(signature, named) : planPositional(signature, names.length);
    if (found) return found;
  }
  return null;
};

/** Calls what was planned. */
export const invokePlan = (run: Run, { signature, order }: Plan, args: readonly Value[], node: Span): Value => {
  run.spend(1);
  const before = run.warnings.length;
  const ordered = order === null ? args : order.map((at) => (at < 0 ? undefined : (args[at] ?? null)));
  const value = signature.call(run, ordered);
  if (run.warnings.length > before) run.locate(before, node.from, node.to);
  return value;
};

/** Calls a function value with positional arguments; null and a warning when it does not take them. */
export const callFunction = (run: Run, func: Value, args: readonly Value[]): Value => {
  if (!(func instanceof Func)) return run.warn('call', { type: typeName(func) });
  const found = planCall(
    func,
    args.map(() => null),
  );
  return found
    ? invokePlan(run, found, args, { from: 0, to: 0 })
    : run.warn('call.arguments', { name: func.name || 'function' });
};

/** Calls a function value with named arguments, as a boxed invocation does. */
export const callNamed = (run: Run, func: Value, args: readonly (readonly [string, Value])[], node: Span): Value => {
  if (!(func instanceof Func)) return run.warn('call', { type: typeName(func) }, node.from, node.to);
  const found =
    args.length === 0
      ? planCall(func, [])
      : planCall(
          func,
          args.map(([name]) => name),
        );
  if (found)
    return invokePlan(
      run,
      found,
      args.map(([, value]) => value),
      node,
    );
  return run.warn('call.arguments', { name: func.name || 'function' }, node.from, node.to);
};
