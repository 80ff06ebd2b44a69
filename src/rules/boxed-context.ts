import type { Element } from '#lib/xml.ts';
import type { Branch } from './branch-log.ts';
import { builtInNames } from './built-ins.ts';
import type { CheckedTable } from './checked-table.ts';
import type { Test } from './compile-operators.ts';
import { builtInProperties } from './expression.ts';
import { NameSet } from './names.ts';
import { parseExpression, parseUnaryTests } from './parse.ts';
import type { Code } from './run.ts';
import type { Compiler, Scope } from './scope.ts';
import { type ExpressionProblem, problemOf, SyntaxProblem, type UnaryTests } from './syntax.ts';
import { coerce, describeType, type FeelType } from './types.ts';
import { compileUnaryTests } from './unary.ts';

/** What compiling the boxed expressions of one node needs. */
export type Boxed = {
  readonly compiler: Compiler;
  /** Variables of the node and imported names. */
  readonly variables: NameSet;
  /** Component and entry names of all models in reach. */
  readonly properties: NameSet;
  readonly types: NameSet;
  readonly report: (element: Element, problem: ExpressionProblem) => void;
  /** Keeps a compiled table for the checks of the model. */
  readonly addTable: (table: Omit<CheckedTable, 'file'>) => void;
  /** Keeps a condition that decides between two ways, for what examples leave untried. */
  readonly addBranch: (element: Element, branch: Branch, text: string) => void;
  /** The type of that `typeRef`; any when it is missing or unknown. */
  readonly typeOf: (element: Element, reference: string | undefined) => FeelType;
};

/** Names bound around one expression; each costs time in every expression that sees it. */
const MAX_BOUND = 500;

const scopeNames = (scope: Scope | null): string[] => {
  const found: string[] = [];
  for (let at = scope; at !== null; at = at.parent) if (at.name !== null) found.push(at.name);
  if (found.length <= MAX_BOUND) return found;
  throw new SyntaxProblem('limit.names', `More than ${MAX_BOUND} names are bound around this expression.`, 0);
};

const names = (boxed: Boxed, scope: Scope | null) => ({
  variables: [builtInNames, boxed.variables, new NameSet(scopeNames(scope))],
  properties: [builtInProperties, boxed.properties],
  types: [boxed.types],
});

/** Tests as a tree and ready to run; no tree where they could not be read. */
export type CompiledTests = { readonly tests: UnaryTests | null; readonly test: Test };

const failed =
  (problem: ExpressionProblem): Code =>
  (run) =>
    run.repeat(problem);

/** Runs a compilation and reports what it finds wrong; a broken one is reported and answered by `otherwise`. */
const reporting = <T>(
  boxed: Boxed,
  element: Element,
  compile: () => T,
  otherwise: (problem: ExpressionProblem) => T,
): T => {
  const { problems, branches } = boxed.compiler;
  const before = problems.length;
  const known = branches.length;
  try {
    const result = compile();
    for (const problem of problems.slice(before)) boxed.report(element, problem);
    for (const branch of branches.slice(known))
      boxed.addBranch(element, branch, element.text.slice(branch.from, branch.to));
    return result;
  } catch (error) {
    const problem = problemOf(error);
    boxed.report(element, problem);
    return otherwise(problem);
  }
};

/** Compiles a FEEL text; one that cannot be read is reported, and null with a warning when it runs. */
export const compileText = (boxed: Boxed, element: Element, text: string, scope: Scope | null): Code =>
  reporting(boxed, element, () => boxed.compiler.compile(parseExpression(text, names(boxed, scope)), scope), failed);

/** Reads unary tests; null and a report when they cannot be read. */
export const readTests = (boxed: Boxed, element: Element, text: string, scope: Scope | null): UnaryTests | null =>
  reporting<UnaryTests | null>(
    boxed,
    element,
    () => parseUnaryTests(text, names(boxed, scope)),
    () => null,
  );

/** Reads and compiles unary tests; what cannot be read is reported and never passed. */
export const compileTests = (boxed: Boxed, element: Element, text: string, scope: Scope | null): CompiledTests => {
  const broken = { tests: null, test: () => false };
  const compile = (): CompiledTests => {
    const tests = parseUnaryTests(text, names(boxed, scope));
    return { tests, test: compileUnaryTests(boxed.compiler, tests, scope) };
  };
  return reporting<CompiledTests>(boxed, element, compile, () => broken);
};

/** Holds the result to a type: what does not fit becomes null with a warning. */
export const checked = (code: Code, type: FeelType, what: string): Code => {
  if (type.kind === 'any') return code;
  return (run, frame) => {
    const value = code(run, frame);
    const fitting = coerce(run, value, type);
    return fitting === undefined ? run.warn('type', { name: what, type: describeType(type) }) : fitting;
  };
};
