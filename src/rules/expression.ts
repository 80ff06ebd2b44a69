import type { Branch } from './branch-log.ts';
import { builtInNames } from './built-ins.ts';
import { makeCompiler } from './compile.ts';
import { NameSet } from './names.ts';
import { parseExpression } from './parse.ts';
import { PROPERTY_NAMES } from './properties.ts';
import { type Code, type EvaluationOptions, Frame, LimitError, Run, type Warning } from './run.ts';
import { type ExpressionProblem, problemOf } from './syntax.ts';
import type { Context, Value } from './value.ts';

export type Evaluation = { readonly value: Value; readonly warnings: readonly Warning[] };

/** A compiled FEEL expression. `names` are the variables it reads from outside. */
export type Expression = {
  readonly text: string;
  readonly names: readonly string[];
  /** Its conditions that decide between two ways. */
  readonly branches: readonly Branch[];
  /** Never throws: what goes wrong is null and a warning. */
  readonly evaluate: (context: Context, options: EvaluationOptions) => Evaluation;
};

export type CompiledExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'problems'; readonly problems: readonly ExpressionProblem[] };

/** Runs code within its limits: an exceeded limit is null and a warning. */
export const runLimited = (run: Run, code: () => Value): Value => {
  try {
    return code();
  } catch (error) {
    // The engine's own stack is the last guard against deep recursion.
    const limit = error instanceof RangeError ? new LimitError('limit.nesting') : error;
    if (!(limit instanceof LimitError)) throw error;
    // The limit is the first thing to read, however many warnings came before it.
    run.warnings.unshift({ code: limit.code, message: limit.message, values: limit.values, from: 0, to: 0 });
    return null;
  }
};

const makeExpression = (text: string, { code, names, branches }: Compiled): Expression => ({
  text,
  names,
  branches,
  evaluate: (context, options) => {
    const run = new Run(options);
    const value = runLimited(run, () => code(run, new Frame(context, [])));
    return { value, warnings: run.warnings };
  },
});

export const builtInProperties = new NameSet(PROPERTY_NAMES);
const noTypes = new NameSet();

type Names = { readonly names?: ReadonlySet<string>; readonly properties?: Iterable<string> };

type Compiled = {
  readonly kind: 'code';
  readonly code: Code;
  readonly names: readonly string[];
  readonly branches: readonly Branch[];
};

type CompiledCode = Compiled | { readonly kind: 'problems'; readonly problems: readonly ExpressionProblem[] };

/** An expression for a run of somebody else's, such as a template's. */
export const compileCode = (text: string, options: Names = {}): CompiledCode => {
  try {
    const variables = [builtInNames, new NameSet(options.names ?? [])];
    const properties = [builtInProperties, new NameSet(options.properties ?? [])];
    const compiler = makeCompiler(options.names ?? null, () => undefined);
    const code = compiler.compile(parseExpression(text, { variables, properties, types: [noTypes] }), null);
    if (compiler.problems.length > 0) return { kind: 'problems', problems: compiler.problems };
    return { kind: 'code', code, names: [...compiler.free], branches: compiler.branches };
  } catch (error) {
    return { kind: 'problems', problems: [problemOf(error)] };
  }
};

/**
 * Compiles a FEEL expression once. With `names`, a name that is neither among them nor bound inside is a problem; without,
 * any single word may be a variable. `properties` tells names with spaces or signs that follow a point. What is longer
 * or deeper than people write is a problem `limit.length` or `limit.depth`.
 * @example compileExpression('betrag * 0.19', { names: new Set(['betrag']) })
 */
export const compileExpression = (text: string, options: Names = {}): CompiledExpression => {
  const compiled = compileCode(text, options);
  if (compiled.kind === 'problems') return compiled;
  return { kind: 'expression', expression: makeExpression(text, compiled) };
};
