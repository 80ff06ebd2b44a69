import type { Branch } from './branch-log.ts';
import type { Code } from './run.ts';
import type { ExpressionProblem, Syntax } from './syntax.ts';
import type { FeelType } from './types.ts';

/** What is bound where an expression stands, innermost first: a name in a slot, or the item of a filter. */
export type Scope = {
  readonly parent: Scope | null;
  /** Null for the item of a filter, whose entries are names as well. */
  readonly name: string | null;
  readonly slot: number;
};

/** The first slot that is free below this scope. */
export const nextSlot = (scope: Scope | null): number => (scope === null ? 0 : scope.slot + 1);

export const bind = (parent: Scope | null, name: string | null): Scope => ({ parent, name, slot: nextSlot(parent) });

/** What the compilers of the single forms share. */
export type Compiler = {
  /** The variables that exist; null when any name may come at run time. */
  readonly names: ReadonlySet<string> | null;
  readonly findType: (name: string) => FeelType | undefined;
  /** Variables read from outside, gathered while compiling. */
  readonly free: Set<string>;
  readonly problems: ExpressionProblem[];
  /** Conditions that decide between two ways, gathered while compiling. */
  readonly branches: Branch[];
  readonly compile: (node: Syntax, scope: Scope | null) => Code;
};
