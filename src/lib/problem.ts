/** Where a problem lies in a file: 1-based line and column, as editors count. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/**
 * Something wrong with input, as data: never a thrown string. `code` is stable and picks the wording; `message` is that
 * wording in the reader's language; `remedy` says what to do.
 */
export type Problem = {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy?: string;
  /** Path of the value, e.g. `form.2.fields.0.id` or `gruppen.0.anzahl`. */
  readonly path?: string;
  readonly place?: Place;
  readonly expected?: string;
  readonly received?: string;
};

/** Prints a problem for a terminal, `file:line:column` first so that editors make it a link. */
export const printProblem = (problem: Problem): string => {
  const { place } = problem;
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : problem.path ? `${problem.path}: ` : '';
  const wanted = problem.expected ? `\n    expected: ${problem.expected}` : '';
  const got = problem.received === undefined ? '' : `\n    found:    ${problem.received}`;
  const remedy = problem.remedy ? `\n    do:       ${problem.remedy}` : '';
  return `${where}${problem.severity} ${problem.code}: ${problem.message}${wanted}${got}${remedy}`;
};
