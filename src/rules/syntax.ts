import type { Value } from './value.ts';

/** Offsets in the text, first character and the one after the last. */
export type Span = { readonly from: number; readonly to: number };

export type BinaryOperator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '**';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A type as written: `number`, `list<date>`, `context<a: string>`, `function<number>->number`, or a declared name. */
export type TypeSyntax =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list'; readonly of: TypeSyntax }
  | { readonly kind: 'range'; readonly of: TypeSyntax }
  | { readonly kind: 'context'; readonly entries: readonly (readonly [string, TypeSyntax])[] }
  | { readonly kind: 'function'; readonly parameters: readonly TypeSyntax[]; readonly result: TypeSyntax };

export type Argument = { readonly name: string | null; readonly value: Syntax };
export type Iterator = { readonly name: string; readonly domain: Syntax; readonly end: Syntax | null };
export type Parameter = { readonly name: string; readonly type: TypeSyntax | null };

/** The grammar of FEEL (DMN 1.5 § 10.3.1.2) as a tree. */
export type Syntax = Span &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'at'; readonly text: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'path'; readonly target: Syntax; readonly name: string }
    | { readonly kind: 'filter'; readonly target: Syntax; readonly condition: Syntax }
    | { readonly kind: 'call'; readonly callee: Syntax; readonly args: readonly Argument[] }
    | { readonly kind: 'negation'; readonly operand: Syntax }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'between'; readonly value: Syntax; readonly low: Syntax; readonly high: Syntax }
    | { readonly kind: 'in'; readonly value: Syntax; readonly tests: readonly Syntax[] }
    | { readonly kind: 'instance'; readonly value: Syntax; readonly type: TypeSyntax }
    | { readonly kind: 'if'; readonly condition: Syntax; readonly then: Syntax; readonly else: Syntax }
    | { readonly kind: 'for'; readonly iterators: readonly Iterator[]; readonly body: Syntax }
    | { readonly kind: 'some' | 'every'; readonly iterators: readonly Iterator[]; readonly body: Syntax }
    | { readonly kind: 'function'; readonly parameters: readonly Parameter[]; readonly body: Syntax | null }
    | { readonly kind: 'list'; readonly items: readonly Syntax[] }
    | { readonly kind: 'context'; readonly entries: readonly (readonly [string, Syntax])[] }
    | {
        readonly kind: 'range';
        readonly start: Syntax;
        readonly end: Syntax;
        readonly startIncluded: boolean;
        readonly endIncluded: boolean;
      }
    | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly operand: Syntax }
  );

/** The cell of a decision table: `-`, a list of tests, or `not(…)` of one. */
export type UnaryTests = { readonly negated: boolean; readonly tests: readonly Syntax[] | null };

/** What is wrong with the text of an expression. */
export type ExpressionProblem = Span & { readonly code: string; readonly message: string };

/** Thrown by the parser, caught at the front door. */
export class SyntaxProblem extends Error {
  readonly problem: ExpressionProblem;
  constructor(code: string, message: string, from: number, to = from) {
    super(message);
    this.problem = { code, message, from, to };
  }
}

/** The problem behind an error of the parser or compiler; an expression too deep for the stack is one as well. */
export const problemOf = (error: unknown): ExpressionProblem => {
  if (error instanceof SyntaxProblem) return error.problem;
  if (!(error instanceof RangeError)) throw error;
  return { code: 'limit.depth', message: 'The expression is too long or too deep.', from: 0, to: 0 };
};
