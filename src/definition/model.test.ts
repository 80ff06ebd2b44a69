import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePackage } from './compile-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';

/** The tiny package with a table that decides by one number. */
const withTable = (rules: readonly (readonly [test: string, output: string])[]): Record<string, string> => {
  const rows = rules.map(
    ([entry, output], i) => `<rule id="z${i}"><inputEntry><text>${entry}</text></inputEntry>
<outputEntry><text>${output}</text></outputEntry></rule>`,
  );
  const table = `<decisionTable hitPolicy="UNIQUE">
<input><inputExpression typeRef="number"><text>satz</text></inputExpression></input>
<output name="betrag"/>
${rows.join('\n')}
</decisionTable>`;
  const before = TINY['rules.dmn'] ?? '';
  return { ...TINY, 'rules.dmn': before.replace(/<literalExpression>.*<\/literalExpression>/, table) };
};

const check = (texts: Readonly<Record<string, string>>, language: 'de' | 'en'): string[] => {
  const compiled = compilePackage(makeFiles(texts), { language });
  const problems = compiled.kind === 'service' ? compiled.warnings : compiled.problems;
  return problems.map(({ severity, place, message }) => `${severity} ${place?.file}:${place?.line} ${message}`);
};

test('tables are checked for gaps and overlaps, in the language of the author', () => {
  assert.deepEqual(
    check(
      withTable([
        ['&lt; 100', '1'],
        ['>= 100', '2'],
      ]),
      'de',
    ),
    [],
  );
  const [gap = ''] = check(
    withTable([
      ['&lt; 100', '1'],
      ['> 100', '2'],
    ]),
    'de',
  );
  assert.match(gap, /^warning rules\.dmn:9 Das DMN-Modell ist zu prüfen: Keine Regel greift bei .*100/);
  const [overlap = ''] = check(
    withTable([
      ['&lt;= 100', '1'],
      ['>= 100', '2'],
    ]),
    'en',
  );
  assert.match(overlap, /^error rules\.dmn:14 The DMN model is faulty: Rules 1 and 2 both fire for .*100/);
});

test('an author reads in German what is wrong with the model as a whole', () => {
  const rules = TINY['rules.dmn'] ?? '';
  const first = (text: string): string | undefined => check({ ...TINY, 'rules.dmn': text }, 'de')[0];
  const unused = rules.replace('<inputData id="i1"', '<inputData id="ix" name="alter"/>\n<inputData id="i1"');
  assert.match(first(unused) ?? '', /Keine Entscheidung fragt nach der Eingabe „alter“/);
  assert.match(first(rules.replace('</definitions>', '')) ?? '', /Das Element „definitions“ wird nicht geschlossen/);
  assert.match(first('<bpmn xmlns="urn:b"/>') ?? '', /kein DMN 1\.2 bis 1\.5: .*„bpmn“ aus „urn:b“/);
  assert.match(first(`<!DOCTYPE definitions>${rules.replace(/<\?xml.*?\?>/, '')}`) ?? '', /Dokumenttyp/);
});

test('a model may import another model of the package, and nothing else', () => {
  const imported = (TINY['rules.dmn'] ?? '').replace('urn:tiny', 'urn:other').replace('name="Regeln"', 'name="Andere"');
  const line =
    '<import name="andere" namespace="urn:other" locationURI="other.dmn" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>';
  const main = (TINY['rules.dmn'] ?? '').replace('<inputData id="i1"', `${line}<inputData id="i1"`);
  assert.deepEqual(check({ ...TINY, 'rules.dmn': main, 'other.dmn': imported }, 'de'), []);
  const [missing = ''] = check({ ...TINY, 'rules.dmn': main }, 'de');
  assert.match(missing, /^error rules\.dmn:3 .*Das eingebundene Modell „urn:other“ fehlt\./);
});
