import type { Problem } from '#lib/problem.ts';
import { makeReport, type ReportLanguage } from './report.ts';
import { type Spot, startOf } from './spot.ts';
import type { Code } from './wording.ts';

/** Thrown when files or bytes cannot be taken as a package at all; `problem` says it to the author. */
export class PackageError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Makes the error for a file or folder. */
export const packageError = (
  code: Code,
  file: string,
  values: Readonly<Record<string, string>> = {},
  language: ReportLanguage = 'de',
): PackageError => {
  const report = makeReport(language);
  const spot: Spot = startOf(file);
  report.add(code, spot, { file, ...values });
  const [problem] = report.problems;
  if (!problem) throw new Error(`No problem was made for the code ${code}. Add its wording.`);
  return new PackageError(problem);
};
