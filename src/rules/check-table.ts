import type { Problem } from '#lib/problem.ts';
import type { Element } from '#lib/xml.ts';
import { constantsOf, isAny, OTHER, wantedKind } from './check-domain.ts';
import { type Effort, findGap, findOverlap, type Grid, isTooLarge, makeGrid, spend, within } from './check-grid.ts';
import type { CheckedTable } from './checked-table.ts';
import { printText, printValue } from './print.ts';
import { typeName, type Value } from './value.ts';

const describeValue = (value: Value): string => {
  if (value === null) return 'anything';
  return value === OTHER ? 'any other text' : printText(value);
};

const describe = (table: CheckedTable, values: readonly Value[]): string =>
  table.inputs.map(({ name }, i) => `${name} = ${describeValue(values[i] ?? null)}`).join(', ');

const report = (
  table: CheckedTable,
  at: Element,
  severity: Problem['severity'],
  code: string,
  message: string,
  remedy: string,
): Problem => ({ code, severity, message, remedy, place: { file: table.file, line: at.line, column: at.column } });

const SINGLE_HIT = new Set(['UNIQUE', 'ANY', 'FIRST', 'PRIORITY']);

const checkGaps = (table: CheckedTable, grid: Grid, effort: Effort): Problem[] => {
  if (!SINGLE_HIT.has(table.policy) || table.hasFallback || table.rules.length === 0) return [];
  const gap = findGap(grid, [...table.rules.keys()], effort);
  if (!gap) return [];
  const message = `No rule fires for ${describe(table, gap)}.`;
  return [report(table, table.at, 'warning', 'table.gap', message, 'Add a rule or a default output.')];
};

const overlapOf = (table: CheckedTable, grid: Grid, a: number, b: number): Problem[] => {
  const [first, second] = [table.rules[a], table.rules[b]];
  if (!first || !second || grid.isExact[a] !== true || grid.isExact[b] !== true) return [];
  // Under ANY two rules may fire together when they say the same.
  if (table.policy === 'ANY' && first.texts.join('\n') === second.texts.join('\n')) return [];
  const both = findOverlap(grid, a, b);
  if (!both) return [];
  const message = `Rules ${a + 1} and ${b + 1} both fire for ${describe(table, both)}.`;
  const remedy = 'Tell the rules apart, or choose the hit policy FIRST.';
  return [report(table, second.at, 'error', 'table.overlap', message, remedy)];
};

/** Nobody mends a hundred overlaps at once. */
const MAX_OVERLAPS = 20;

const checkOverlaps = (table: CheckedTable, grid: Grid, effort: Effort): Problem[] => {
  if (table.policy !== 'UNIQUE' && table.policy !== 'ANY') return [];
  const problems: Problem[] = [];
  for (let b = 1; b < table.rules.length && problems.length < MAX_OVERLAPS; b += 1) {
    if (!spend(effort, b * grid.width)) break;
    for (let a = 0; a < b; a += 1) problems.push(...overlapOf(table, grid, a, b));
  }
  return problems;
};

const canFire = (grid: Grid, rule: number): boolean =>
  (grid.takes[rule] ?? []).every((column) => column.length === 0 || column.includes(true));

const checkReach = (table: CheckedTable, grid: Grid, effort: Effort): Problem[] =>
  table.rules.flatMap(({ at }, rule) => {
    if (!canFire(grid, rule)) {
      const message = `Rule ${rule + 1} can never fire: no value passes one of its tests.`;
      return [report(table, at, 'error', 'table.unreachable', message, 'Correct the test or remove the rule.')];
    }
    const earlier = [...table.rules.keys()].filter((other) => other < rule && grid.isExact[other] === true);
    if (table.policy !== 'FIRST' || earlier.length === 0) return [];
    if (!spend(effort, table.rules.length * grid.size)) return [];
    if (findGap(within(grid, rule), earlier, effort) !== undefined) return [];
    const message = `Rule ${rule + 1} can never fire: the rules before it take every case.`;
    return [report(table, at, 'warning', 'table.unreachable', message, 'Move the rule up or remove it.')];
  });

const checkTypes = (table: CheckedTable): Problem[] =>
  table.rules.flatMap(({ cells }, rule) =>
    cells.flatMap((cell, i) => {
      const input = table.inputs[i];
      const wanted = input && wantedKind(input.type);
      if (!input || !wanted) return [];
      const wrong = constantsOf(cell.tests)?.find((value) => typeName(value) !== wanted);
      if (wrong === undefined) return [];
      const message = `Rule ${rule + 1} compares ${input.name}, a ${wanted}, with ${printValue(wrong)}.`;
      return [report(table, cell.at, 'error', 'table.type', message, `Write a ${wanted}.`)];
    }),
  );

const checkUnused = (table: CheckedTable): Problem[] =>
  table.inputs.flatMap(({ at, name }, i) => {
    const isUsed = table.rules.some(({ cells }) => cells[i] !== undefined && !isAny(cells[i]));
    if (isUsed || table.rules.length === 0) return [];
    return [report(table, at, 'warning', 'table.unused', `No rule asks for ${name}.`, 'Remove the input.')];
  });

const tooLarge = (table: CheckedTable): Problem =>
  report(
    table,
    table.at,
    'warning',
    'table.large',
    'The table is too large to be checked for every gap and overlap.',
    'Divide it into several tables.',
  );

/** Gaps, overlaps, rules that cannot fire, wrong types and unused inputs of one table, each with a counter-example. */
export const checkTable = (table: CheckedTable): Problem[] => {
  const types = checkTypes(table);
  if (types.length > 0) return types;
  const unused = checkUnused(table);
  if (isTooLarge(table)) return [...unused, tooLarge(table)];
  const effort = { left: 60_000_000 };
  const grid = makeGrid(table);
  const found = [
    ...checkReach(table, grid, effort),
    ...checkOverlaps(table, grid, effort),
    ...checkGaps(table, grid, effort),
  ];
  return [...unused, ...found, ...(effort.left < 0 ? [tooLarge(table)] : [])];
};
