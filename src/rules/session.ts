import { type Definition, makeFunction } from './compile-calls.ts';
import type { Node } from './dmn-model.ts';
import type { Visible } from './model-names.ts';
import { type Code, Frame, type Run } from './run.ts';
import type { Trace } from './trace.ts';
import { ANY, coerce, describeType, type FeelType, parameterTypes, resultType } from './types.ts';
import { type Context, emptyContext, Func, getEntry, isContext, makeContext, type Value } from './value.ts';

type Common = { readonly node: Node; readonly type: FeelType };

/** A node ready to run. */
export type CompiledNode = Common &
  (
    | { readonly kind: 'inputData' }
    | {
        readonly kind: 'decision';
        readonly sees: readonly Visible[];
        readonly code: Code;
        readonly question: string | null;
      }
    | { readonly kind: 'knowledge'; readonly sees: readonly Visible[]; readonly definition: Definition | null }
    /** `inputs`: input data, then input decisions, which is the order of the parameters. */
    | { readonly kind: 'service'; readonly inputs: readonly Node[]; readonly outputs: readonly Node[] }
  );

type Kind<K extends CompiledNode['kind']> = CompiledNode & { readonly kind: K };

export type CompiledNodes = ReadonlyMap<Node, CompiledNode>;

/**
 * One evaluation of one model: what is given and what is known so far. Each way of imports has a session of its own: two
 * models that import the same third one may give it different inputs.
 */
export type Session = {
  readonly run: Run;
  readonly nodes: CompiledNodes;
  readonly inputs: Context;
  readonly known: Map<Node, Value>;
  readonly outer: Session | null;
  readonly imports: Map<string, Session>;
};

export const makeSession = (
  run: Run,
  nodes: CompiledNodes,
  inputs: Context,
  outer: Session | null = null,
): Session => ({
  run,
  nodes,
  inputs,
  known: new Map(),
  outer,
  imports: new Map(),
});

/** The session of an imported model: its inputs lie in the entry called like the import. */
const importSession = (session: Session, name: string): Session => {
  const known = session.imports.get(name);
  if (known) return known;
  const given = getEntry(session.inputs, name);
  const made = makeSession(session.run, session.nodes, isContext(given) ? given : makeContext(), session);
  session.imports.set(name, made);
  return made;
};

const findInput = (session: Session | null, node: Node): Value => {
  if (session === null) return null;
  const own = getEntry(session.inputs, node.name) ?? getEntry(session.inputs, `${node.namespace}#${node.name}`);
  return own === undefined ? findInput(session.outer, node) : own;
};

const held = (run: Run, value: Value, type: FeelType, name: string): Value => {
  if (type.kind === 'any') return value;
  const fitting = coerce(run, value, type);
  return fitting === undefined ? run.warn('type', { name, type: describeType(type) }) : fitting;
};

/** Values of what a node sees, by name; imported ones in a context of their own. */
const fillVariables = (session: Session, sees: readonly Visible[], target: Record<string, Value>): void => {
  let places: Map<string, Record<string, Value>> | null = null;
  for (const { node, within } of sees) {
    if (within === null) {
      target[node.name] = evaluateNode(session, node);
      continue;
    }
    places ??= new Map();
    const place = places.get(within) ?? emptyContext();
    places.set(within, place);
    target[within] = place;
    place[node.name] = evaluateNode(importSession(session, within), node);
  }
};

const evaluateDecision = (session: Session, { node, type, sees, code, question }: Kind<'decision'>): Value => {
  const { run } = session;
  const outer = run.trace;
  const inner: Trace[] = [];
  if (outer) run.trace = inner;
  const variables = emptyContext();
  fillVariables(session, sees, variables);
  const value = held(run, code(run, new Frame(variables, [])), type, node.name);
  run.trace = outer;
  outer?.push({ kind: 'decision', name: node.name, question, value, inner });
  return value;
};

/** Functions see functions alone, so one serves every session. */
const functions = new WeakMap<CompiledNode, Func>();

const makeKnowledge = (session: Session, compiled: Kind<'knowledge'>): Value => {
  const { definition, node, type, sees } = compiled;
  const made = functions.get(compiled);
  if (made) return made;
  if (definition === null) return session.run.warn('external.knowledge', { name: node.name });
  const variables = emptyContext();
  const result = type.kind === 'any' ? definition.result : resultType(type);
  const func = makeFunction({ ...definition, name: node.name, result }, new Frame(variables, []));
  // Known before its own requirements are: it may call itself.
  functions.set(compiled, func);
  fillVariables(session, sees, variables);
  return func;
};

const typeOf = (session: Session, node: Node): FeelType => session.nodes.get(node)?.type ?? ANY;

/** Types of a service's inputs: their own, where they have one, else those of the service's function type. */
const inputTypes = (session: Session, service: Kind<'service'>): readonly FeelType[] => {
  const declared = parameterTypes(service.type);
  return service.inputs.map((node, i) => {
    const own = typeOf(session, node);
    return own.kind === 'any' ? (declared[i] ?? ANY) : own;
  });
};

/** Runs a service on its own inputs: nothing from outside is seen (DMN 1.5 § 10.4). */
export const runService = (session: Session, service: Kind<'service'>, args: Context): Value => {
  const { run } = session;
  const inner = makeSession(run, session.nodes, args);
  for (const [i, type] of inputTypes(session, service).entries()) {
    const node = service.inputs[i];
    if (node) inner.known.set(node, held(run, getEntry(args, node.name) ?? null, type, node.name));
  }
  run.enter();
  const results = service.outputs.map((node): [string, Value] => [node.name, evaluateNode(inner, node)]);
  run.leave();
  const [only] = results;
  const value = results.length === 1 && only ? only[1] : makeContext(results);
  return held(run, value, resultType(service.type), service.node.name);
};

const makeService = (session: Session, service: Kind<'service'>): Value => {
  const names = service.inputs.map(({ name }) => name);
  const types = inputTypes(session, service);
  const call = (run: Run, args: readonly (Value | undefined)[]): Value => {
    const wrong = types.findIndex((type, i) => coerce(run, args[i] ?? null, type) === undefined);
    if (wrong >= 0) return run.warn('type', { name: names[wrong] ?? '', type: describeType(types[wrong] ?? ANY) });
    return runService({ ...session, run }, service, makeContext(names.map((name, i) => [name, args[i] ?? null])));
  };
  const type = { kind: 'function', parameters: types, result: resultType(service.type) } as const;
  return new Func(service.node.name, [{ parameters: names, required: names.length, variadic: false, call }], type);
};

const computeNode = (session: Session, compiled: CompiledNode): Value => {
  switch (compiled.kind) {
    case 'inputData':
      return held(session.run, findInput(session, compiled.node), compiled.type, compiled.node.name);
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

/** The value of a node, computed once a session. */
export const evaluateNode = (session: Session, node: Node): Value => {
  const known = session.known.get(node);
  if (known !== undefined) return known;
  const compiled = session.nodes.get(node);
  const value = compiled ? computeNode(session, compiled) : null;
  session.known.set(node, value);
  return value;
};
