import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fuzz } from './fuzz.ts';
import { fuzzTexts } from './fuzz-texts.ts';
import { runSuites } from './tck.ts';

const TCK = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'dmn-tck', 'TestCases');
const skip = existsSync(TCK) ? false : 'The DMN TCK does not lie beside the project.';

const count = (level: string): { readonly passed: number; readonly total: number } => {
  const suites = runSuites(join(TCK, level));
  const sum = (pick: (suite: (typeof suites)[number]) => number): number =>
    suites.reduce((all, suite) => all + pick(suite), 0);
  return { passed: sum(({ passed }) => passed), total: sum(({ total }) => total) };
};

test('every case of DMN conformance level 2', { skip }, () => {
  const { passed, total } = count('compliance-level-2');
  assert.ok(total > 0);
  assert.equal(passed, total);
});

test('at least 98 of 100 cases of DMN conformance level 3', { skip }, () => {
  const { passed, total } = count('compliance-level-3');
  assert.ok(total > 0);
  assert.ok(passed / total >= 0.98, `${passed} of ${total}`);
});

test('random expressions neither throw nor hang', () => {
  const { slowest, text } = fuzz(5000, 20260401);
  assert.ok(slowest < 5000, `${slowest} ms for ${text}`);
});

test('random templates and models neither throw nor hang', () => {
  const slowest = fuzzTexts(600, 20260402);
  assert.ok(slowest < 5000, `${slowest} ms`);
});
