import { resolve } from 'node:path';
import { runSuites } from './tck.ts';

/** `npm run conformance:dmn -- DIR [--json]`: passed and total for each suite of the DMN TCK layout, with differences. */
const args = process.argv.slice(2);
const directory = args.find((arg) => !arg.startsWith('-'));
if (directory === undefined) {
  process.stderr.write('Usage: npm run conformance:dmn -- DIR [--json]\n');
  process.exit(2);
}
const suites = runSuites(resolve(directory));
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
