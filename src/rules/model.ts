import type { Problem } from '#lib/problem.ts';
import { callNamed } from './call.ts';
import type { CheckedTable, PlacedBranch } from './checked-table.ts';
import type { Definitions, Node } from './dmn-model.ts';
import { type Explanation, makeExplanation } from './explain.ts';
import { runLimited } from './expression.ts';
import { loadModels, type ResolveImport } from './load.ts';
import { compileNodes, type Found } from './model-compile.ts';
import { type EvaluationOptions, Run, type Warning } from './run.ts';
import {
  type CompiledNode,
  type CompiledNodes,
  evaluateNode,
  makeSession,
  runService,
  type Session,
} from './session.ts';
import { problemOf } from './syntax.ts';
import type { Trace } from './trace.ts';
import { type Context, getEntry, type Value } from './value.ts';

/** What was decided, with everything that went wrong on the way, and why. */
export type Decided = {
  readonly value: Value;
  readonly warnings: readonly Warning[];
  readonly explanation: Explanation;
};

/** A decision or decision service that a model offers. */
export type DecisionInfo = {
  readonly name: string;
  readonly kind: 'decision' | 'service';
  readonly question: string | null;
  /** Names of the input data it needs, directly or through other decisions. */
  readonly inputs: readonly string[];
};

/** A compiled DMN model. */
export type Model = {
  readonly name: string;
  readonly decisions: readonly DecisionInfo[];
  /** Its tables as compiled, for `checkModel`. */
  readonly tables: readonly CheckedTable[];
  /** Its conditions that decide between two ways, for `findUntriedBranches`. */
  readonly branches: readonly PlacedBranch[];
  /** All input data of the model by name. */
  readonly inputs: readonly string[];
  /** What is wrong but was let pass, because `lenient` was asked for or it is a warning. */
  readonly problems: readonly Problem[];
  /** Decides by the name of a decision, decision service or business knowledge model. Never throws for bad input. @throws Error for an unknown name. */
  readonly decide: (name: string, context: Context, options: EvaluationOptions) => Decided;
};

export type CompiledModel =
  | { readonly kind: 'model'; readonly model: Model }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export type ModelOptions = {
  readonly file?: string;
  readonly resolveImport?: ResolveImport;
  /** Lets models with broken expressions through; those answer null with a warning. For conformance runs. */
  readonly lenient?: boolean;
};

const needs = (nodes: CompiledNodes, node: Node): readonly Node[] => {
  const compiled = nodes.get(node);
  if (!compiled || compiled.kind === 'inputData') return [];
  return compiled.kind === 'service'
    ? [...compiled.inputs, ...compiled.outputs]
    : compiled.sees.map((visible) => visible.node);
};

const inputsOf = (nodes: CompiledNodes, node: Node, seen = new Set<Node>()): readonly string[] => {
  if (seen.has(node)) return [];
  seen.add(node);
  const compiled = nodes.get(node);
  if (compiled?.kind === 'inputData') return [node.name];
  if (compiled?.kind === 'service') return compiled.inputs.map(({ name }) => name);
  return needs(nodes, node).flatMap((next) => inputsOf(nodes, next, seen));
};

/** Decisions that need themselves; functions may. */
const findCycles = (nodes: CompiledNodes, file: string): Problem[] => {
  const state = new Map<Node, 'open' | 'done'>();
  const problems: Problem[] = [];
  const visit = (node: Node): void => {
    if (state.get(node) === 'done' || node.kind !== 'decision') return;
    if (state.get(node) === 'open') {
      const { line, column } = node.element;
      problems.push({
        code: 'dmn.cycle',
        severity: 'error',
        message: `“${node.name}” needs itself.`,
        place: { file, line, column },
      });
      return;
    }
    state.set(node, 'open');
    for (const next of needs(nodes, node)) visit(next);
    state.set(node, 'done');
  };
  for (const node of nodes.keys()) visit(node);
  return problems;
};

/** Input data that nothing asks for. */
const findUnused = (root: Definitions, nodes: CompiledNodes): Problem[] => {
  const used = new Set([...nodes.keys()].flatMap((node) => needs(nodes, node)));
  return root.nodes.flatMap((node): Problem[] => {
    if (node.kind !== 'inputData' || used.has(node)) return [];
    const place = { file: root.file, line: node.element.line, column: node.element.column };
    const message = `No decision asks for the input “${node.name}”.`;
    return [{ code: 'dmn.unused', severity: 'warning', message, remedy: 'Remove it or require it.', place }];
  });
};

const runNode = (session: Session, compiled: CompiledNode): Value => {
  if (compiled.kind === 'service') return runService(session, compiled, session.inputs);
  const value = evaluateNode(session, compiled.node);
  if (compiled.kind !== 'knowledge' || !compiled.definition) return value;
  const args = compiled.definition.parameters.map(({ name }): [string, Value] => [
    name,
    getEntry(session.inputs, name) ?? null,
  ]);
  return callNamed(session.run, value, args, { from: 0, to: 0 });
};

const makeDecide =
  (root: Definitions, nodes: CompiledNodes): Model['decide'] =>
  (name, inputs, options) => {
    const matching = root.nodes.filter((node) => node.name === name || node.element.attributes.get('name') === name);
    const node = matching.find(({ kind }) => kind === 'decision') ?? matching[0];
    const compiled = node && nodes.get(node);
    if (!compiled) {
      const known = root.nodes.map((one) => one.name).join(', ');
      throw new Error(`The model “${root.name}” has no decision “${name}”; it has ${known}.`);
    }
    const run = new Run(options);
    const trace: Trace[] = [];
    run.trace = trace;
    const session = makeSession(run, nodes, inputs);
    const value = runLimited(run, () => runNode(session, compiled));
    let explanation: Explanation | null = null;
    return {
      value,
      warnings: run.warnings,
      get explanation() {
        explanation ??= makeExplanation(compiled.node.name, value, trace);
        return explanation;
      },
    };
  };

const describe = (root: Definitions, nodes: CompiledNodes): DecisionInfo[] =>
  root.nodes.flatMap((node) => {
    const compiled = nodes.get(node);
    if (compiled?.kind !== 'decision' && compiled?.kind !== 'service') return [];
    const question = compiled.kind === 'decision' ? compiled.question : null;
    return [{ name: node.name, kind: compiled.kind, question, inputs: [...new Set(inputsOf(nodes, node))] }];
  });

const compile = (xml: string, file: string, options: ModelOptions, problems: Problem[]): CompiledModel => {
  const { root, files } = loadModels(xml, file, options.resolveImport ?? (() => undefined), problems);
  if (!root) return { kind: 'problems', problems };
  const found: Found = { tables: [], branches: [] };
  const nodes = compileNodes(files, problems, found);
  const cycles = findCycles(nodes, file);
  problems.push(...cycles, ...findUnused(root, nodes));
  const isBroken = problems.some(({ severity }) => severity === 'error');
  if (cycles.length > 0 || (isBroken && options.lenient !== true)) return { kind: 'problems', problems };
  const inputs = root.nodes.filter(({ kind }) => kind === 'inputData').map(({ name }) => name);
  const model = {
    name: root.name,
    decisions: describe(root, nodes),
    inputs,
    problems,
    ...found,
    decide: makeDecide(root, nodes),
  };
  return { kind: 'model', model };
};

/**
 * Reads and compiles a DMN 1.2 to 1.5 file. Problems carry file, line and column. Imports are resolved by the given
 * function; without one there are none. What is larger or deeper than people draw is a problem `limit.*`.
 */
export const compileModel = (xml: string, options: ModelOptions = {}): CompiledModel => {
  const problems: Problem[] = [];
  const file = options.file ?? 'model.dmn';
  try {
    return compile(xml, file, options, problems);
  } catch (error) {
    const { code, message } = problemOf(error);
    problems.push({ code, severity: 'error', message, place: { file, line: 1, column: 1 } });
    return { kind: 'problems', problems };
  }
};
