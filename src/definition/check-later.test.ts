import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePackage } from './compile-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';

const codesOf = (...changes: readonly (readonly [from: string, to: string])[]): readonly string[] => {
  let yaml = TINY['service.yaml'] ?? '';
  for (const [from, to] of changes) {
    assert.ok(yaml.includes(from), from);
    yaml = yaml.replace(from, to);
  }
  const compiled = compilePackage(makeFiles({ ...TINY, 'service.yaml': yaml }));
  const problems = compiled.kind === 'problems' ? compiled.problems : compiled.warnings;
  return problems.map(({ code, place }) => `${code} ${place?.line}`).filter((text) => text.startsWith('later.'));
};

const FILE = 'id: hinweis, kind: note }';
const withFile = (more: string): readonly [string, string] => [
  FILE,
  `${FILE}\n      - { id: bild, kind: file, ${more} }`,
];

test('a file and a page that nothing due at once rests on may follow', () => {
  assert.deepEqual(codesOf(withFile('later: always')), []);
  assert.deepEqual(codesOf(['page: kinder', 'page: kinder\n    later: load']), []);
});

test('what is asked, checked, counted or written to at once may not rest on what follows', () => {
  assert.equal(
    codesOf(withFile('later: load'), [
      'kind: text }\n      - { id: iban',
      'kind: text, when: bild != null }\n      - { id: iban',
    ]).length,
    1,
  );
  // The page of the name that messages go to, a condition of a later page, and the check.
  assert.equal(codesOf(['page: person', 'page: person\n    later: load']).length, 3);
  assert.equal(codesOf(['page: konto', 'page: konto\n    later: load']).length, 1);
});

test('what is not required cannot be outstanding, and a file in a list cannot follow', () => {
  assert.match(codesOf(withFile('required: false, later: load')).join(), /later.optional/);
  assert.match(
    codesOf(['id: alter, kind: number, max: 25', 'id: bild, kind: file, later: load'])[0] ?? '',
    /later.list/,
  );
});
