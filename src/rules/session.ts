import { type Definition, makeFunction } from './compile-calls.ts';
import type { Node } from './dmn-model.ts';
import type { Visible } from './model-names.ts';
import { type Code, Frame, type Run } from './run.ts';
import type { Trace } from './trace.ts';
import { coerce, describeType, type FeelType } from './types.ts';
import { type Context, Func, getEntry, isContext, makeContext, type Value } from './value.ts';

/** A node ready to run. */
export type CompiledNode =
  | { readonly kind: 'inputData'; readonly node: Node; readonly type: FeelType; readonly within: string | null }
  | {
      readonly kind: 'decision';
      readonly node: Node;
      readonly type: FeelType;
      readonly sees: readonly Visible[];
      readonly code: Code;
      readonly question: string | null;
    }
  | {
      readonly kind: 'knowledge';
      readonly node: Node;
      readonly type: FeelType;
      readonly sees: readonly Visible[];
      readonly definition: Definition | null;
    }
  | {
      readonly kind: 'service';
      readonly node: Node;
      readonly type: FeelType;
      /** Input data, then input decisions: the order of the parameters. */
      readonly inputs: readonly Node[];
      readonly outputs: readonly Node[];
    };

export type CompiledNodes = ReadonlyMap<Node, CompiledNode>;

/** One evaluation of a model: what is given and what is known so far. */
export type Session = {
  readonly run: Run;
  readonly nodes: CompiledNodes;
  readonly inputs: Context;
  readonly known: Map<Node, Value>;
};

const held = (run: Run, value: Value, type: FeelType, name: string): Value => {
  if (type.kind === 'any') return value;
  const fitting = coerce(run, value, type);
  return fitting === undefined ? run.warn('type', `“${name}” must be ${describeType(type)}.`) : fitting;
};

const readInput = (session: Session, { node, type, within }: CompiledNode & { kind: 'inputData' }): Value => {
  const outer = within === null ? undefined : getEntry(session.inputs, within);
  const value =
    (isContext(outer) ? getEntry(outer, node.name) : undefined) ?? getEntry(session.inputs, node.name) ?? null;
  return held(session.run, value, type, node.name);
};

/** Values of what a node sees, by name; imported ones in a context of their own. */
const fillVariables = (session: Session, sees: readonly Visible[], target: Record<string, Value>): void => {
  const imported = new Map<string, Record<string, Value>>();
  for (const { node, within } of sees) {
    let place = target;
    if (within !== null) {
      place = imported.get(within) ?? Object.create(null);
      imported.set(within, place);
      target[within] = place;
    }
    place[node.name] = evaluateNode(session, node);
  }
};

const evaluateDecision = (session: Session, compiled: CompiledNode & { kind: 'decision' }): Value => {
  const { run } = session;
  const outer = run.trace;
  const inner: Trace[] = [];
  if (outer) run.trace = inner;
  const variables: Record<string, Value> = Object.create(null);
  fillVariables(session, compiled.sees, variables);
  const value = held(run, compiled.code(run, new Frame(variables, [])), compiled.type, compiled.node.name);
  run.trace = outer;
  outer?.push({ kind: 'decision', name: compiled.node.name, question: compiled.question, value, inner });
  return value;
};

const resultType = (type: FeelType): FeelType =>
  type.kind === 'function' ? type.result : type.kind === 'declared' ? resultType(type.find()) : type;

const makeKnowledge = (session: Session, compiled: CompiledNode & { kind: 'knowledge' }): Value => {
  const { definition, node, type, sees } = compiled;
  if (definition === null) return session.run.warn('external', `“${node.name}” has no logic that can run here.`);
  const variables: Record<string, Value> = Object.create(null);
  const func = makeFunction({ ...definition, name: node.name, result: resultType(type) }, new Frame(variables, []));
  // Known before its own requirements are: it may call itself.
  session.known.set(node, func);
  fillVariables(session, sees, variables);
  return func;
};

/** Runs a service on its own inputs: nothing from outside is seen (DMN 1.5 § 10.4). */
export const runService = (session: Session, compiled: CompiledNode & { kind: 'service' }, args: Context): Value => {
  const { run, nodes } = session;
  const known = new Map<Node, Value>();
  for (const node of compiled.inputs) {
    const target = nodes.get(node);
    const value = held(run, getEntry(args, node.name) ?? null, target?.type ?? { kind: 'any' }, node.name);
    known.set(node, value);
  }
  const inner: Session = { run, nodes, inputs: args, known };
  run.enter();
  const results = compiled.outputs.map((node): [string, Value] => [node.name, evaluateNode(inner, node)]);
  run.leave();
  const [only] = results;
  const value = results.length === 1 && only ? only[1] : makeContext(results);
  return held(run, value, resultType(compiled.type), compiled.node.name);
};

const makeService = (session: Session, compiled: CompiledNode & { kind: 'service' }): Value => {
  const names = compiled.inputs.map(({ name }) => name);
  const call = (run: Run, args: readonly (Value | undefined)[]): Value => {
    const given = makeContext(names.map((name, i) => [name, args[i] ?? null]));
    for (const [i, node] of compiled.inputs.entries()) {
      const type = session.nodes.get(node)?.type ?? { kind: 'any' };
      if (coerce(run, args[i] ?? null, type) === undefined)
        return run.warn('type', `“${node.name}” must be ${describeType(type)}.`);
    }
    return runService({ ...session, run }, compiled, given);
  };
  const types = compiled.inputs.map((node) => session.nodes.get(node)?.type ?? ({ kind: 'any' } as const));
  const type = { kind: 'function', parameters: types, result: resultType(compiled.type) } as const;
  return new Func(compiled.node.name, [{ parameters: names, required: names.length, variadic: false, call }], type);
};

/** The value of a node, computed once a session. */
export const evaluateNode = (session: Session, node: Node): Value => {
  const known = session.known.get(node);
  if (known !== undefined) return known;
  const compiled = session.nodes.get(node);
  if (!compiled) return null;
  const value = computeNode(session, compiled);
  session.known.set(node, value);
  return value;
};

const computeNode = (session: Session, compiled: CompiledNode): Value => {
  switch (compiled.kind) {
    case 'inputData':
      return readInput(session, compiled);
    case 'decision':
      return evaluateDecision(session, compiled);
    case 'knowledge':
      return makeKnowledge(session, compiled);
    case 'service':
      return makeService(session, compiled);
    default:
      return compiled satisfies never;
  }
};
