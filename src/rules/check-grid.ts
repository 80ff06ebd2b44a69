import { constantsOf, isAny, makeCheckRun, witnesses } from './check-domain.ts';
import type { CheckedTable } from './checked-table.ts';
import { Frame } from './run.ts';
import { makeContext, type Value } from './value.ts';

/** For each input the values tried, and for each rule which of them it takes. */
export type Grid = {
  readonly columns: readonly (readonly Value[])[];
  /** `takes[rule][input][value]`; `maybe` where the cell asks for more than constants. */
  readonly takes: readonly (readonly (readonly boolean[])[])[];
  readonly isExact: readonly boolean[];
  /** `takes` as bits, 32 values a word. */
  readonly bits: readonly (readonly Uint32Array[])[];
  /** Values of all columns; words of all columns. */
  readonly size: number;
  readonly width: number;
};

/** What the checks of one table may still cost, in comparisons of bits; below zero it was too little. */
export type Effort = { left: number };

/** Takes from the budget; false when it is used up. */
export const spend = (effort: Effort, cost: number): boolean => {
  effort.left -= cost;
  return effort.left >= 0;
};

const MAX_TESTS = 10_000_000;

/** Tells before any work whether the grid of a table would fill the memory. */
export const isTooLarge = ({ inputs, rules }: CheckedTable): boolean => {
  const constants = inputs.map((_, i) =>
    rules.reduce((sum, { cells }) => sum + (cells[i]?.tests?.tests?.length ?? 0), 0),
  );
  // Each constant makes two witnesses, itself and what lies behind it, and a range has two constants; every witness
  // meets every test of its column.
  return constants.reduce((sum, count) => sum + 4 * count * Math.max(count, rules.length), 0) > MAX_TESTS;
};

const toBits = (row: readonly boolean[]): Uint32Array => {
  const bits = new Uint32Array(Math.ceil(row.length / 32));
  for (const [i, isTaken] of row.entries()) if (isTaken) bits[i >> 5] = (bits[i >> 5] ?? 0) | (1 << (i & 31));
  return bits;
};

const withBits = (grid: Pick<Grid, 'columns' | 'takes' | 'isExact'>): Grid => ({
  ...grid,
  bits: grid.takes.map((row) => row.map(toBits)),
  size: grid.columns.reduce((sum, column) => sum + column.length, 0),
  width: grid.columns.reduce((sum, column) => sum + Math.ceil(column.length / 32), 0),
});

/** Tries every witness on every rule. */
export const makeGrid = (table: CheckedTable): Grid => {
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
  return withBits({ columns, takes, isExact });
};

/** Finds a combination of values for which none of the rules fires; undefined when there is none, null when it took too long. */
export const findGap = (
  { columns, takes }: Grid,
  rules: readonly number[],
  effort: Effort,
): readonly Value[] | undefined | null => {
  const closed = new Set<string>();
  const search = (
    open: readonly number[],
    column: number,
    chosen: readonly Value[],
  ): readonly Value[] | undefined | null => {
    if (!spend(effort, 4 * (1 + open.length * (columns[column]?.length ?? 1)))) return null;
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

const firstCommon = (a: Uint32Array, b: Uint32Array): number => {
  for (let word = 0; word < a.length; word += 1) {
    const both = (a[word] ?? 0) & (b[word] ?? 0);
    if (both !== 0) return word * 32 + 31 - Math.clz32(both & -both);
  }
  return -1;
};

/** A combination that both rules take; null when there is none. */
export const findOverlap = ({ columns, bits }: Grid, a: number, b: number): readonly Value[] | null => {
  const found: Value[] = [];
  for (const [i, column] of columns.entries()) {
    const [mine, other] = [bits[a]?.[i], bits[b]?.[i]];
    const at = mine && other ? firstCommon(mine, other) : -1;
    if (at < 0) return null;
    found.push(column[at] ?? null);
  }
  return found;
};

/** The grid cut to what one rule takes. */
export const within = (grid: Grid, rule: number): Grid => {
  const keep = grid.columns.map((column, i) =>
    column.flatMap((_, at) => (grid.takes[rule]?.[i]?.[at] === true ? [at] : [])),
  );
  const pick = <T>(row: readonly T[], i: number): T[] => (keep[i] ?? []).flatMap((at) => row[at] ?? ([] as T[]));
  return withBits({
    columns: grid.columns.map((column, i) => (keep[i] ?? []).map((at) => column[at] ?? null)),
    takes: grid.takes.map((row) => row.map((column, i) => pick(column, i))),
    isExact: grid.isExact,
  });
};
