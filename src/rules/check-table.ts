import type { Problem } from '#lib/problem.ts';
import type { Element } from '#lib/xml.ts';
import { constantsOf, isAny, makeCheckRun, OTHER, wantedKind, witnesses } from './check-domain.ts';
import type { CheckedTable } from './checked-table.ts';
import { printText, printValue } from './print.ts';
import { Frame } from './run.ts';
import { makeContext, typeName, type Value } from './value.ts';

/** For each input the values tried, and for each rule which of them it takes. */
type Grid = {
  readonly columns: readonly (readonly Value[])[];
  /** `takes[rule][input][value]`; `maybe` where the cell asks for more than constants. */
  readonly takes: readonly (readonly (readonly boolean[])[])[];
  readonly isExact: readonly boolean[];
};

const makeGrid = (table: CheckedTable): Grid => {
  const run = makeCheckRun();
  const columns = table.inputs.map((input, i) => {
    const cells = table.rules.flatMap(({ cells: row }) => row[i] ?? []);
    return witnesses(input, cells) ?? [null];
  });
  const isExact = table.rules.map(({ cells }) =>
    cells.every((cell) => isAny(cell) || constantsOf(cell.tests) !== null),
  );
  const takes = table.rules.map(({ cells }) =>
    columns.map((values, i) => {
      const cell = cells[i];
      // A cell that cannot be cut into constants may take anything.
      if (!cell || isAny(cell) || constantsOf(cell.tests) === null) return values.map(() => true);
      return values.map((value) => cell.test(run, new Frame(makeContext(), []), value) === true);
    }),
  );
  return { columns, takes, isExact };
};

const MAX_VISITS = 200_000;

/** Finds a combination of values for which none of the rules fires; undefined when there is none, null when it took too long. */
const findGap = ({ columns, takes }: Grid, rules: readonly number[]): readonly Value[] | undefined | null => {
  const closed = new Set<string>();
  let visits = 0;
  const search = (
    open: readonly number[],
    column: number,
    chosen: readonly Value[],
  ): readonly Value[] | undefined | null => {
    visits += 1;
    if (visits > MAX_VISITS) return null;
    if (open.length === 0) return [...chosen, ...columns.slice(column).map((values) => values[0] ?? null)];
    const values = columns[column];
    if (!values) return undefined;
    const key = `${column}:${open.join()}`;
    if (closed.has(key)) return undefined;
    for (const [i, value] of values.entries()) {
      const left = open.filter((rule) => takes[rule]?.[column]?.[i] === true);
      const gap = search(left, column + 1, [...chosen, value]);
      if (gap !== undefined) return gap;
    }
    closed.add(key);
    return undefined;
  };
  return columns.some((values) => values.length === 0) ? undefined : search(rules, 0, []);
};

/** A combination that both rules take; null when there is none. */
const findOverlap = ({ columns, takes }: Grid, a: number, b: number): readonly Value[] | null => {
  const values = columns.map((column, i) =>
    column.find((_, at) => takes[a]?.[i]?.[at] === true && takes[b]?.[i]?.[at] === true),
  );
  return values.every((value) => value !== undefined) ? values : null;
};

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

const checkGaps = (table: CheckedTable, grid: Grid): Problem[] => {
  if (!SINGLE_HIT.has(table.policy) || table.hasFallback || table.rules.length === 0) return [];
  const gap = findGap(grid, [...table.rules.keys()]);
  if (!gap) return [];
  const message = `No rule fires for ${describe(table, gap)}.`;
  return [report(table, table.at, 'warning', 'table.gap', message, 'Add a rule or a default output.')];
};

const pairs = (count: number): (readonly [number, number])[] =>
  Array.from({ length: count }, (_, b) => Array.from({ length: b }, (__, a) => [a, b] as const)).flat();

const checkOverlaps = (table: CheckedTable, grid: Grid): Problem[] => {
  const { policy, rules } = table;
  if (policy !== 'UNIQUE' && policy !== 'ANY') return [];
  return pairs(rules.length).flatMap(([a, b]) => {
    const [first, second] = [rules[a], rules[b]];
    if (!first || !second || grid.isExact[a] !== true || grid.isExact[b] !== true) return [];
    // Under ANY two rules may fire together when they say the same.
    if (policy === 'ANY' && first.texts.join('\n') === second.texts.join('\n')) return [];
    const both = findOverlap(grid, a, b);
    if (!both) return [];
    const message = `Rules ${a + 1} and ${b + 1} both fire for ${describe(table, both)}.`;
    const remedy = 'Tell the rules apart, or choose the hit policy FIRST.';
    return [report(table, second.at, 'error', 'table.overlap', message, remedy)];
  });
};

const canFire = (grid: Grid, rule: number): boolean =>
  (grid.takes[rule] ?? []).every((column) => column.length === 0 || column.includes(true));

/** The grid cut to what one rule takes. */
const within = (grid: Grid, rule: number): Grid => {
  const keep = grid.columns.map((column, i) =>
    column.flatMap((_, at) => (grid.takes[rule]?.[i]?.[at] === true ? [at] : [])),
  );
  const pick = <T>(row: readonly T[], i: number): T[] => (keep[i] ?? []).flatMap((at) => row[at] ?? ([] as T[]));
  return {
    columns: grid.columns.map((column, i) => (keep[i] ?? []).map((at) => column[at] ?? null)),
    takes: grid.takes.map((row) => row.map((column, i) => pick(column, i))),
    isExact: grid.isExact,
  };
};

const checkReach = (table: CheckedTable, grid: Grid): Problem[] =>
  table.rules.flatMap(({ at }, rule) => {
    if (!canFire(grid, rule)) {
      const message = `Rule ${rule + 1} can never fire: no value passes one of its tests.`;
      return [report(table, at, 'error', 'table.unreachable', message, 'Correct the test or remove the rule.')];
    }
    const earlier = [...table.rules.keys()].filter((other) => other < rule && grid.isExact[other] === true);
    if (table.policy !== 'FIRST' || earlier.length === 0) return [];
    if (findGap(within(grid, rule), earlier) !== undefined) return [];
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

/** Gaps, overlaps, rules that cannot fire, wrong types and unused inputs of one table, each with a counter-example. */
export const checkTable = (table: CheckedTable): Problem[] => {
  const types = checkTypes(table);
  if (types.length > 0) return types;
  const grid = makeGrid(table);
  return [...checkUnused(table), ...checkReach(table, grid), ...checkOverlaps(table, grid), ...checkGaps(table, grid)];
};
