import { equalOrNull } from './compare.ts';
import { compileTest, passes, type Test } from './compile-operators.ts';
import type { Code } from './run.ts';
import { bind, type Compiler, type Scope } from './scope.ts';
import type { Syntax, UnaryTests } from './syntax.ts';
import type { Value } from './value.ts';

/** `?` in a test is the value tested. */
const INPUT = '?';

const usesInput = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.some(usesInput);
  if (typeof node !== 'object' || node === null) return false;
  if ('kind' in node && node.kind === 'name' && 'name' in node && node.name === INPUT) return true;
  return Object.values(node).some(usesInput);
};

/**
 * A condition that does not ask for `?` stands for itself, but never for an input that is missing: a rule for `true` must
 * not fire because nothing was said.
 */
const accepts = (input: Value, verdict: Value, asksInput: boolean): boolean => {
  if (typeof verdict === 'boolean' && (asksInput || (input !== null && typeof input !== 'boolean'))) return verdict;
  return passes(input, verdict) === true;
};

const compileOne = (compiler: Compiler, node: Syntax, scope: Scope): Test => {
  if (node.kind === 'comparison') return compileTest(compiler, node, scope);
  const code: Code = compiler.compile(node, scope);
  if (node.kind === 'literal') {
    const { value } = node;
    return (_, __, input) => equalOrNull(input, value) === true;
  }
  const asksInput = usesInput(node);
  return (run, frame, input) => accepts(input, code(run, frame), asksInput);
};

/** Compiles the tests of one cell; the input value is bound to `?`. */
export const compileUnaryTests = (compiler: Compiler, { negated, tests }: UnaryTests, scope: Scope | null): Test => {
  if (tests === null) return () => true;
  const inner = bind(scope, INPUT);
  const compiled = tests.map((node) => compileOne(compiler, node, inner));
  return (run, frame, input) => {
    frame.slots[inner.slot] = input;
    for (const test of compiled) if (test(run, frame, input) === true) return !negated;
    return negated;
  };
};
