import { compare, equals } from './compare.ts';
import { Decimal, ZERO } from './decimal.ts';
import type { Run } from './run.ts';
import { makeContext, type Value } from './value.ts';

/** Outputs of one rule that fired, in the order of the columns. */
export type Hit = { readonly rule: number; readonly outputs: readonly Value[] };

export const HIT_POLICIES = ['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];

export const AGGREGATIONS = ['SUM', 'COUNT', 'MIN', 'MAX'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** What the policies need of a table. */
export type Outcome = {
  readonly policy: HitPolicy;
  readonly aggregation: Aggregation | null;
  /** Names of the output columns; one column without name gives bare values. */
  readonly names: readonly string[];
  /** Output values in order of priority, for each column; empty where none are given. */
  readonly priorities: readonly (readonly Value[])[];
};

const pack = (outcome: Outcome, outputs: readonly Value[]): Value =>
  outcome.names.length === 1
    ? (outputs[0] ?? null)
    : makeContext(outcome.names.map((name, i) => [name, outputs[i] ?? null]));

const rank = (outcome: Outcome, column: number, value: Value): number => {
  const index = (outcome.priorities[column] ?? []).findIndex((candidate) => equals(candidate, value));
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
};

const byPriority =
  (outcome: Outcome) =>
  (a: Hit, b: Hit): number => {
    for (const column of outcome.names.keys()) {
      const gap = rank(outcome, column, a.outputs[column] ?? null) - rank(outcome, column, b.outputs[column] ?? null);
      if (gap !== 0) return gap;
    }
    return a.rule - b.rule;
  };

const sum = (values: readonly Value[]): Value =>
  values.reduce<Decimal | null>((total, value) => (total && value instanceof Decimal ? total.plus(value) : null), ZERO);

const extreme = (values: readonly Value[], sign: number): Value =>
  values.reduce<Value>((best, value) => (compare(value, best) === sign ? value : best), values[0] ?? null);

const aggregate = (values: readonly Value[], aggregation: Aggregation): Value => {
  switch (aggregation) {
    case 'COUNT':
      return Decimal.make(values.length, 0);
    case 'SUM':
      return values.length === 0 ? null : sum(values);
    case 'MIN':
      return extreme(values, -1);
    case 'MAX':
      return extreme(values, 1);
    default:
      return aggregation satisfies never;
  }
};

const collect = (outcome: Outcome, hits: readonly Hit[]): Value => {
  const { aggregation, names } = outcome;
  if (aggregation === null) return hits.map(({ outputs }) => pack(outcome, outputs));
  const columns = names.map((_, i) =>
    aggregate(
      hits.map(({ outputs }) => outputs[i] ?? null),
      aggregation,
    ),
  );
  return pack(outcome, columns);
};

/** The result of a table from the rules that fired, of which there is at least one (DMN 1.5 § 8.2.10). */
export const applyHitPolicy = (run: Run, outcome: Outcome, hits: readonly Hit[]): Value => {
  const [first] = hits;
  const outputs = first?.outputs ?? [];
  switch (outcome.policy) {
    case 'UNIQUE':
      if (hits.length === 1) return pack(outcome, outputs);
      return run.warn('table.unique', { rules: hits.map(({ rule }) => rule + 1).join(', ') });
    case 'ANY':
      if (hits.every((hit) => hit.outputs.every((value, i) => equals(value, outputs[i] ?? null))))
        return pack(outcome, outputs);
      return run.warn('table.any', { rules: hits.map(({ rule }) => rule + 1).join(', ') });
    case 'FIRST':
      return pack(outcome, outputs);
    case 'PRIORITY':
      return pack(outcome, hits.toSorted(byPriority(outcome))[0]?.outputs ?? []);
    case 'OUTPUT ORDER':
      return hits.toSorted(byPriority(outcome)).map((hit) => pack(outcome, hit.outputs));
    case 'RULE ORDER':
      return hits.map((hit) => pack(outcome, hit.outputs));
    case 'COLLECT':
      return collect(outcome, hits);
    default:
      return outcome.policy satisfies never;
  }
};
