import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const files = globSync('src/**/*.ts').map((file) => file.replaceAll('\\', '/'));
const lines = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;

test('this is the pinned Node, the same on every platform', () => {
  const pinned = Object.entries<string>(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
  assert.deepEqual([...new Set(pinned.map(([, version]) => version))], [process.versions.node]);
});

test('every package we depend on is named in a decision', () => {
  const decisions = globSync('decisions/*.md').map((file) => readFileSync(file, 'utf8'));
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  assert.deepEqual(
    names.filter((name) => !decisions.some((text) => text.includes(name))),
    [],
  );
});

test('every module has tests beside its code', () => {
  const modules = new Set(files.filter((file) => file.split('/').length > 2).map((file) => file.split('/')[1]));
  const tested = new Set(files.filter((file) => file.endsWith('.test.ts')).map((file) => file.split('/')[1]));
  assert.deepEqual([...modules.difference(tested)], []);
});

test('files stay short: none above 300 lines, half of them at most 80', () => {
  const lengths = files.map(lines).sort((a, b) => a - b);
  assert.deepEqual(
    files.filter((file) => lines(file) > 300),
    [],
  );
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  assert.ok(median <= 80, `the median file has ${median} lines`);
});
