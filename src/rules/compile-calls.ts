import { builtIns } from './built-ins.ts';
import { invokePlan, type Plan, planCall } from './call.ts';
import { inferType } from './infer-type.ts';
import type { Code, Frame, Run } from './run.ts';
import { bind, type Compiler, type Scope } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { ANY, coerce, describeType, type FeelType, resolveType } from './types.ts';
import { Func, typeName, type Value } from './value.ts';

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;
const isBound = (scope: Scope | null, name: string): boolean =>
  scope !== null && (scope.name === name || isBound(scope.parent, name));

/** A call of a built-in function by its own name is planned once. */
const planStatic = (compiler: Compiler, node: Node<'call'>, scope: Scope | null): Plan | null => {
  if (node.callee.kind !== 'name' || isBound(scope, node.callee.name) || compiler.names?.has(node.callee.name))
    return null;
  const builtIn = builtIns.get(node.callee.name);
  return builtIn
    ? planCall(
        builtIn,
        node.args.map(({ name }) => name),
      )
    : null;
};

export const compileCall = (compiler: Compiler, node: Node<'call'>, scope: Scope | null): Code => {
  const args = node.args.map(({ value }) => compiler.compile(value, scope));
  const known = planStatic(compiler, node, scope);
  if (known)
    return (run, frame) =>
      invokePlan(
        run,
        known,
        args.map((code) => code(run, frame)),
        node,
      );
  const callee = compiler.compile(node.callee, scope);
  const names = node.args.map(({ name }) => name);
  // A variable that happens to be called like a built-in function does not hide it from calls.
  const fallback = node.callee.kind === 'name' ? builtIns.get(node.callee.name) : undefined;
  return (run, frame) => {
    const value = callee(run, frame);
    const func = value instanceof Func ? value : (fallback ?? value);
    if (!(func instanceof Func)) return run.warn('call', { type: typeName(func) }, node.from, node.to);
    const found = planCall(func, names);
    if (found)
      return invokePlan(
        run,
        found,
        args.map((code) => code(run, frame)),
        node,
      );
    return run.warn('call.arguments', { name: func.name || 'function' }, node.from, node.to);
  };
};

/** What a user-defined function is made of. */
export type Definition = {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: FeelType }[];
  readonly result: FeelType;
  /** What the body is known to give without running it, for `instance of`. */
  readonly gives: FeelType;
  readonly body: Code;
  /** The slot of the first parameter. */
  readonly slot: number;
};

/** A function value that keeps what it sees now. */
export const makeFunction = (definition: Definition, captured: Frame): Func => {
  const { name, parameters, result, gives, body, slot } = definition;
  const call = (run: Run, args: readonly (Value | undefined)[]): Value => {
    const frame = captured.capture();
    let at = slot;
    for (const parameter of parameters) {
      const value = coerce(run, args[at - slot] ?? null, parameter.type);
      if (value === undefined) return run.warn('type', { name: parameter.name, type: describeType(parameter.type) });
      frame.slots[at] = value;
      at += 1;
    }
    run.enter();
    const value = body(run, frame);
    run.leave();
    const fitting = coerce(run, value, result);
    return fitting === undefined ? run.warn('type.result', { type: describeType(result) }) : fitting;
  };
  const signature = { parameters: parameters.map((p) => p.name), required: parameters.length, variadic: false, call };
  const known = result.kind === 'any' ? gives : result;
  return new Func(name, [signature], { kind: 'function', parameters: parameters.map((p) => p.type), result: known });
};

/** A function value; `self` is the slot that its own name is bound to, where an entry gives it one. */
export const compileFunction = (
  compiler: Compiler,
  node: Node<'function'>,
  scope: Scope | null,
  self: number | null = null,
): Code => {
  if (node.body === null) return (run) => run.warn('external', {}, node.from, node.to);
  const slot = (scope?.slot ?? -1) + 1;
  const parameters = node.parameters.map(({ name, type }) => ({
    name,
    type: (type && resolveType(type, compiler.findType)) ?? ANY,
  }));
  const inner = node.parameters.reduce<Scope | null>((outer, { name }) => bind(outer, name), scope);
  const body = compiler.compile(node.body, inner);
  const gives = inferType(node.body, new Map(parameters.map(({ name, type }) => [name, type])));
  const definition = { name: '', parameters, result: ANY, gives, body, slot };
  return (_, frame) => {
    const captured = frame.capture();
    const func = makeFunction(definition, captured);
    if (self !== null) captured.slots[self] = func;
    return func;
  };
};
