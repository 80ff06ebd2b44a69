import type { Problem } from '#lib/problem.ts';
import type { BranchLog } from './branch-log.ts';
import { checkTable } from './check-table.ts';
import type { PlacedBranch } from './checked-table.ts';
import type { Explanation } from './explain.ts';
import type { Model } from './model.ts';

/**
 * What is wrong or doubtful in a model that compiles: its own problems, and for each table gaps, overlaps where the hit
 * policy forbids them, rules that cannot fire, wrong types and unused inputs, with row and counter-example.
 */
export const checkModel = (model: Model): readonly Problem[] => [
  ...model.problems,
  ...model.tables.flatMap(checkTable),
];

const collect = (explanation: Explanation, fired: Set<string>): void => {
  for (const table of explanation.tables) for (const { rule } of table.fired) fired.add(`${table.id}/${rule}`);
  for (const inner of explanation.requires) collect(inner, fired);
};

/** Rules that fired in none of the explanations, as warnings: what the worked examples leave untried. */
export const findUntriedRules = (model: Model, explanations: readonly Explanation[]): readonly Problem[] => {
  const fired = new Set<string>();
  for (const explanation of explanations) collect(explanation, fired);
  return model.tables.flatMap(({ file, id, rules }) =>
    rules.flatMap(({ at, cells }, i): Problem[] => {
      if (fired.has(`${id}/${i + 1}`)) return [];
      const message = `Rule ${i + 1} (${cells.map(({ text }) => text).join('; ')}) fires in no example.`;
      const place = { file, line: at.line, column: at.column };
      return [{ code: 'table.untried', severity: 'warning', message, remedy: 'Add an example.', place }];
    }),
  );
};

const untried = ({ text, place }: PlacedBranch, message: string): Problem => ({
  code: 'branch.untried',
  severity: 'warning',
  message: message.replace('{text}', () => text.replace(/\s+/g, ' ')),
  remedy: 'Add an example.',
  place,
});

/** Ways of conditions that no evaluation went: of `if` in FEEL and of boxed conditionals. */
export const findUntriedBranches = (
  branches: readonly PlacedBranch[],
  logs: readonly BranchLog[],
): readonly Problem[] =>
  branches.flatMap((placed): Problem[] => {
    const [yes, no] = [true, false].map((holds) => logs.some((log) => log.has(placed.branch, holds)));
    if (yes && no) return [];
    if (!yes && !no) return [untried(placed, 'No example asks the condition “{text}”.')];
    return [untried(placed, `In no example the condition “{text}” is ${yes ? 'false' : 'true'}.`)];
  });
