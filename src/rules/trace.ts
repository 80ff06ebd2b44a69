import type { Value } from './value.ts';

/** A rule as written: its number from 1, its cells, its annotations by column. */
export type RuleInfo = {
  readonly number: number;
  readonly description: string | null;
  readonly tests: readonly string[];
  readonly annotations: readonly { readonly name: string; readonly text: string }[];
};

/** A table as written. */
export type TableInfo = {
  /** The id in the file, or line and column. */
  readonly id: string;
  readonly name: string;
  readonly hitPolicy: string;
  readonly inputs: readonly { readonly name: string; readonly text: string }[];
  readonly outputs: readonly string[];
  readonly rules: readonly RuleInfo[];
};

/** Raw record of what decided; turned into an explanation only when one is asked for. */
export type Trace =
  | {
      readonly kind: 'table';
      readonly table: TableInfo;
      readonly inputs: readonly Value[];
      /** For each rule tried: the index of the input that failed, −1 where it fired. */
      readonly failed: readonly number[];
      readonly fired: readonly { readonly rule: number; readonly outputs: readonly Value[] }[];
    }
  | {
      readonly kind: 'decision' | 'input' | 'knowledge' | 'service';
      readonly name: string;
      readonly question: string | null;
      readonly value: Value;
      readonly inner: readonly Trace[];
    };
