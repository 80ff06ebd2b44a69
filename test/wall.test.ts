import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

// package.json#imports is the map: its order is the way an application takes. A module may import only what stands
// before it, by front door. What is on no map (main.ts, roles, demo) wires and may import all.
const map = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).imports).map((key) => key.replace('/*', ''));

const moduleOf = (file: string): string => `#${file.split('/')[1]}`;
const IMPORT = /(?:^|\s)(?:from|import)\s*\(?\s*'([^']+)'/g;

const findFault = (file: string, specifier: string): string | undefined => {
  if (specifier.startsWith('..')) return 'climbs out of its folder';
  if (specifier.startsWith('./')) return specifier.indexOf('/', 2) < 0 ? undefined : 'reaches into a folder below';
  if (specifier.startsWith('#test/')) return file.endsWith('.test.ts') ? undefined : 'imports test code';
  const own = moduleOf(file);
  return specifier.startsWith('#') && map.includes(own) ? findBreach(own, specifier) : undefined;
};

const findBreach = (own: string, specifier: string): string | undefined => {
  const [target = ''] = specifier.split('/');
  if (target === '#lib') return undefined;
  if (target === own && own === '#web')
    return /^#web\/\w+\/index\.ts$/.test(specifier) ? undefined : 'passes the front door of a part of web';
  if (target === own) return 'imports its own front door';
  return map.indexOf(target) < map.indexOf(own) ? undefined : 'imports what comes after it on the map';
};

const findFaults = (file: string, text: string): string[] =>
  [...text.matchAll(IMPORT)].flatMap(([, specifier = '']) => {
    const fault = findFault(file, specifier);
    return fault ? [`${file} ${fault}: ${specifier}`] : [];
  });

test('every module imports only what comes before it on the map, by front door', () => {
  const files = globSync('src/**/*.ts').map((file) => file.replaceAll('\\', '/'));
  assert.ok(files.length > 10, 'run the tests from the project folder');
  assert.deepEqual(
    files.flatMap((file) => findFaults(file, readFileSync(file, 'utf8'))),
    [],
  );
});

test('the wall finds what it is there for', () => {
  const bad = ["from '#case'", "from '../form/x.ts'", "import('#web/citizen/index.ts')", "from '#src/main.ts'"];
  for (const text of bad) assert.equal(findFaults('src/form/a.ts', `export * ${text};`).length, 1, text);
  assert.equal(findFaults('src/web/citizen/a.ts', "import { x } from '#web/office/page.ts';").length, 1);
  assert.deepEqual(findFaults('src/form/a.ts', "import { x } from '#rules'; import y from './b.ts';"), []);
  assert.deepEqual(findFaults('src/roles/a.ts', "import { x } from '#web/office/index.ts';"), []);
});
