import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePackage } from './compile-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';

const FILES = Object.keys(TINY);

/** What a slip of the hand or an attacker does to a file. */
const mutation = fc.record({
  file: fc.constantFrom(...FILES),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('byte', 'cut', 'line', 'twice', 'insert', 'drop', 'swap'),
  text: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom(
      '&a ',
      '*a',
      '!!x ',
      '{{',
      '}}',
      '[[[[',
      '- - -',
      '\t',
      '"',
      "'",
      ': ',
      '__proto__: 1',
      'constructor',
      '\0',
      '---\n',
      '<',
      'null',
    ),
  ),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

const changeLines = (lines: readonly string[], { at, kind }: Mutation): readonly string[] => {
  const index = Math.floor(at * lines.length);
  const line = lines[index] ?? '';
  if (kind === 'line') return lines.toSpliced(index, 1);
  if (kind === 'twice') return lines.toSpliced(index, 0, line);
  return lines.toSpliced(index, 1, lines[index + 1] ?? '').toSpliced(index + 1, 1, line);
};

const mutate = (bytes: Buffer, given: Mutation): Buffer => {
  const { at, kind, text } = given;
  const offset = Math.floor(at * bytes.length);
  if (kind === 'byte')
    return Buffer.concat([bytes.subarray(0, offset), Buffer.from([offset % 256]), bytes.subarray(offset + 1)]);
  if (kind === 'cut') return bytes.subarray(0, offset);
  if (kind === 'insert') return Buffer.concat([bytes.subarray(0, offset), Buffer.from(text), bytes.subarray(offset)]);
  return Buffer.from(changeLines(bytes.toString().split('\n'), given).join('\n'));
};

const apply = (mutations: readonly Mutation[]): Map<string, Uint8Array> => {
  const files = new Map(makeFiles(TINY));
  for (const one of mutations) {
    const bytes = files.get(one.file);
    if (one.kind === 'drop') files.delete(one.file);
    else if (bytes) files.set(one.file, new Uint8Array(mutate(Buffer.from(bytes), one)));
  }
  return files;
};

test('a damaged package is a service or a list of problems in its files, never a crash', () => {
  let sound = 0;
  const property = fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
    const compiled = compilePackage(apply(mutations));
    const problems = compiled.kind === 'service' ? compiled.warnings : compiled.problems;
    if (compiled.kind === 'service') sound += 1;
    else assert.ok(problems.some(({ severity }) => severity === 'error'));
    for (const { place, message } of problems) {
      assert.ok(message.length > 0 && place && place.line >= 1 && place.column >= 1, message);
    }
  });
  fc.assert(property, { numRuns: 300 });
  assert.ok(sound > 0 && sound < 300, 'some damage must be harmless, some must be found');
});
