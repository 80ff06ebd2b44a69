/** Figures of one part: rows by how many connections, columns by name. */
export type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};

/** The median of each column over several rounds. */
export const medians = (rounds: readonly Readonly<Record<string, number>>[]): Record<string, number> =>
  Object.fromEntries(
    Object.keys(rounds[0] ?? {}).map((name) => [name, round(median(rounds.map((one) => one[name] ?? 0)))]),
  );

export const round = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));

/** A table for people. */
export const printFigures = (part: string, figures: Figures): string => {
  const rows = Object.entries(figures);
  const columns = Object.keys(rows[0]?.[1] ?? {});
  const lines = [
    ['', ...columns],
    ...rows.map(([name, row]) => [name, ...columns.map((column) => String(row[column] ?? ''))]),
  ];
  const widths = ['', ...columns].map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)) + 2);
  return `${part}\n${lines.map((line) => line.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('')).join('\n')}`;
};
