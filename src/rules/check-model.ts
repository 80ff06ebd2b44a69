import type { Problem } from '#lib/problem.ts';
import { checkTable } from './check-table.ts';
import type { Model } from './model.ts';

/**
 * What is wrong or doubtful in a model that compiles: its own problems, and for each table gaps, overlaps where the hit
 * policy forbids them, rules that cannot fire, wrong types and unused inputs, with row and counter-example.
 */
export const checkModel = (model: Model): readonly Problem[] => [
  ...model.problems,
  ...model.tables.flatMap(checkTable),
];
