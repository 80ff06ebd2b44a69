import { compileFilter, compileName, compilePath } from './compile-access.ts';
import { compileCall, compileFunction } from './compile-calls.ts';
import { compileFor, compileQuantified } from './compile-loops.ts';
import {
  compileBetween,
  compileBinary,
  compileComparison,
  compileIn,
  compileNegation,
  compileRange,
} from './compile-operators.ts';
import { parseAt } from './literals.ts';
import type { Code } from './run.ts';
import { bind, type Compiler, type Scope } from './scope.ts';
import type { ExpressionProblem, Syntax } from './syntax.ts';
import { type FeelType, isInstance, resolveType } from './types.ts';
import { makeContext, type Value } from './value.ts';

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const compileAt = (compiler: Compiler, node: Node<'at'>): Code => {
  const value = parseAt(node.text);
  if (value !== null) return () => value;
  const problem = {
    code: 'literal',
    message: `“${node.text}” is no date, time or duration.`,
    from: node.from,
    to: node.to,
  };
  compiler.problems.push(problem);
  return (run) => run.repeat(problem);
};

const compileIf = (compiler: Compiler, node: Node<'if'>, scope: Scope | null): Code => {
  const branch = { from: node.condition.from, to: node.condition.to };
  compiler.branches.push(branch);
  const condition = compiler.compile(node.condition, scope);
  const yes = compiler.compile(node.then, scope);
  const no = compiler.compile(node.else, scope);
  return (run, frame) => {
    const holds = condition(run, frame) === true;
    run.branches?.note(branch, holds);
    return holds ? yes(run, frame) : no(run, frame);
  };
};

const compileList = (compiler: Compiler, node: Node<'list'>, scope: Scope | null): Code => {
  const items = node.items.map((item) => compiler.compile(item, scope));
  return (run, frame) => {
    run.spend(items.length);
    return items.map((item) => item(run, frame));
  };
};

/** Each entry sees those before it, and a function itself. */
const compileContext = (compiler: Compiler, node: Node<'context'>, scope: Scope | null): Code => {
  let inner = scope;
  const entries: { name: string; slot: number; code: Code }[] = [];
  for (const [name, value] of node.entries) {
    if (entries.some((entry) => entry.name === name)) {
      return (run) => run.warn('context', { name }, node.from, node.to);
    }
    const before = inner;
    inner = bind(inner, name);
    // A function may call itself by the name of its entry.
    const code =
      value.kind === 'function' ? compileFunction(compiler, value, inner, inner.slot) : compiler.compile(value, before);
    entries.push({ name, slot: inner.slot, code });
  }
  return (run, frame) => {
    run.spend(1);
    const result: [string, Value][] = [];
    for (const { name, slot, code } of entries) {
      const value = code(run, frame);
      frame.slots[slot] = value;
      result.push([name, value]);
    }
    return makeContext(result);
  };
};

const compileInstance = (compiler: Compiler, node: Node<'instance'>, scope: Scope | null): Code => {
  const value = compiler.compile(node.value, scope);
  const type = resolveType(node.type, compiler.findType);
  if (type) return (run, frame) => isInstance(null, value(run, frame), type);
  compiler.problems.push({ code: 'type.unknown', message: 'There is no such type.', from: node.from, to: node.to });
  return (run) => run.warn('type.unknown', {}, node.from, node.to);
};

const compileNode = (compiler: Compiler, node: Syntax, scope: Scope | null): Code => {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'at':
      return compileAt(compiler, node);
    case 'name':
      return compileName(compiler, node, scope);
    case 'path':
      return compilePath(compiler, node, scope);
    case 'filter':
      return compileFilter(compiler, node, scope);
    case 'call':
      return compileCall(compiler, node, scope);
    case 'negation':
      return compileNegation(compiler, node, scope);
    case 'binary':
      return compileBinary(compiler, node, scope);
    case 'between':
      return compileBetween(compiler, node, scope);
    case 'in':
      return compileIn(compiler, node, scope);
    case 'instance':
      return compileInstance(compiler, node, scope);
    case 'if':
      return compileIf(compiler, node, scope);
    case 'for':
      return compileFor(compiler, node, scope);
    case 'some':
    case 'every':
      return compileQuantified(compiler, node, scope);
    case 'function':
      return compileFunction(compiler, node, scope);
    case 'list':
      return compileList(compiler, node, scope);
    case 'context':
      return compileContext(compiler, node, scope);
    case 'range':
      return compileRange(compiler, node, scope);
    case 'comparison':
      return compileComparison(compiler, node, scope);
    default:
      return node satisfies never;
  }
};

/** A compiler that gathers free names and problems. `names` null: any name may come at run time. */
export const makeCompiler = (
  names: ReadonlySet<string> | null,
  findType: (name: string) => FeelType | undefined,
): Compiler & { readonly problems: ExpressionProblem[] } => {
  const compiler: Compiler = {
    names,
    findType,
    free: new Set(),
    problems: [],
    branches: [],
    compile: (node, scope) => compileNode(compiler, node, scope),
  };
  return compiler;
};
