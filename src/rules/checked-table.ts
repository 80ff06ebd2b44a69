import type { Place } from '#lib/problem.ts';
import type { Element } from '#lib/xml.ts';
import type { Branch } from './branch-log.ts';
import type { Test } from './compile-operators.ts';
import type { HitPolicy } from './hit-policy.ts';
import type { UnaryTests } from './syntax.ts';
import type { FeelType } from './types.ts';

/** A cell under an input: as written, as a tree, as a test. `tests` null where it could not be read. */
export type CheckedCell = {
  readonly at: Element;
  readonly text: string;
  readonly tests: UnaryTests | null;
  readonly test: Test;
};

export type CheckedInput = {
  readonly at: Element;
  readonly name: string;
  readonly type: FeelType;
  /** The input values that the table declares, as a tree and as a test. */
  readonly values: UnaryTests | null;
  readonly allows: Test | null;
};

/** A condition that decides between two ways, where it stands and as written. */
export type PlacedBranch = { readonly branch: Branch; readonly place: Place; readonly text: string };

/** What the checks need of a compiled table. */
export type CheckedTable = {
  readonly file: string;
  readonly id: string;
  readonly at: Element;
  readonly policy: HitPolicy;
  readonly hasFallback: boolean;
  readonly inputs: readonly CheckedInput[];
  readonly rules: readonly {
    readonly at: Element;
    readonly cells: readonly CheckedCell[];
    /** Output cells as written. */
    readonly texts: readonly string[];
  }[];
};
