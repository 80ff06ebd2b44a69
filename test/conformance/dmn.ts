import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { runSuites, type Suite } from './tck.ts';

/**
 * `npm run conformance:dmn -- DIR [--json]`: passed and total for each suite of the DMN TCK layout, with differences. Ends
 * with 0 when the cases ran, however many passed: the figures tell; with 2 when there was nothing to run.
 */
const refuse = (message: string): never => {
  process.stderr.write(`${message}\nUsage: npm run conformance:dmn -- DIR [--json]\n`);
  process.exit(2);
};

const findSuites = (directory: string | undefined): readonly Suite[] => {
  if (directory === undefined) return refuse('Name the folder that holds the test cases.');
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return refuse(`There is no folder ${directory}.`);
  const suites = runSuites(resolve(directory));
  return suites.length > 0 ? suites : refuse(`No test cases in the layout of the DMN TCK below ${directory}.`);
};

const args = process.argv.slice(2);
const suites = findSuites(args.find((arg) => !arg.startsWith('-')));
const passed = suites.reduce((sum, suite) => sum + suite.passed, 0);
const total = suites.reduce((sum, suite) => sum + suite.total, 0);
if (args.includes('--json')) {
  const counts = suites.map(({ name, ...suite }) => ({ name, passed: suite.passed, total: suite.total }));
  process.stdout.write(`${JSON.stringify({ passed, total, suites: counts })}\n`);
} else {
  for (const suite of suites) {
    process.stdout.write(`${suite.passed}/${suite.total} ${suite.name}\n`);
    for (const { test, expected, received } of suite.differences) {
      process.stdout.write(`    ${test}: expected ${expected}, received ${received}\n`);
    }
  }
  process.stdout.write(`${passed}/${total}\n`);
}
