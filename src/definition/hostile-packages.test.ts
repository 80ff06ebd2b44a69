import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePackage } from './compile-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';

test('hostile texts are refused in no time', () => {
  const hostile: readonly (readonly [file: string, from: string, to: string])[] = [
    ['messages/eingang.de.md', 'Wir', `{{ "}}"${'"a"'.repeat(5000)}`],
    ['messages/eingang.de.md', 'Wir', '{{ '.repeat(50_000)],
    ['messages/eingang.de.md', 'Wir', '{{#if true}}'.repeat(20_000)],
    ['service.yaml', 'minutes: 5', Array.from({ length: 30_000 }, (_, i) => `key${i}: 1`).join('\n')],
    ['service.yaml', 'minutes: 5', `minutes: ${'['.repeat(100_000)}`],
    ['service.yaml', 'minutes: 5', `? ${'{'.repeat(50_000)}`],
    ['rules.dmn', '<inputData', '<a>'.repeat(200_000)],
  ];
  for (const edit of hostile) {
    const start = performance.now();
    const [file, from, to] = edit;
    const before = TINY[file] ?? '';
    assert.ok(before.includes(from), from);
    const compiled = compilePackage(makeFiles({ ...TINY, [file]: before.replace(from, () => to) }));
    const problems = compiled.kind === 'service' ? compiled.warnings : compiled.problems;
    assert.ok(
      problems.some(({ severity }) => severity === 'error'),
      edit[2].slice(0, 30),
    );
    assert.ok(problems.length <= 201, `${problems.length} problems`);
    assert.ok(performance.now() - start < 10_000, `${edit[2].slice(0, 30)} took ${performance.now() - start} ms`);
  }
});
