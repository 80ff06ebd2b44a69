import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { runSuites } from './tck.ts';

const MODEL = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m">
  <import name="unten" namespace="urn:b" importType="https://www.omg.org/spec/DMN/20230324/MODEL/" locationURI="teile/b.dmn"/>
  <inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>
  <decision id="a" name="A"><variable name="A"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>{gross: x &gt; 5, summe: x + 0.5, uhr: time("10:00:00.25")}</text></literalExpression></decision>
  <decision id="b" name="B"><variable name="B"/><informationRequirement><requiredDecision href="urn:b#u"/></informationRequirement>
    <literalExpression><text>unten.U</text></literalExpression></decision>
  <decision id="k" name="K"><variable name="K"/><literalExpression><text>1 +</text></literalExpression></decision>
</definitions>`;
const BELOW = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="b" namespace="urn:b">
  <decision id="u" name="U"><variable name="U"/><literalExpression><text>"da"</text></literalExpression></decision></definitions>`;

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const cases = (model: string, ...tests: readonly string[]): string =>
  `<tc:testCases xmlns:tc="http://www.omg.org/spec/DMN/20160719/testcase" ${XSI}><tc:modelName>${model}</tc:modelName>${tests.join('')}</tc:testCases>`;
const one = (name: string, expected: string, inputs = ''): string =>
  `<tc:testCase id="${name}">${inputs}<tc:resultNode name="${name}" type="decision"><tc:expected>${expected}</tc:expected></tc:resultNode></tc:testCase>`;
const x = '<tc:inputNode name="x"><tc:value>7</tc:value></tc:inputNode>';
const parts = (uhr: string): string =>
  `<tc:component name="gross"><tc:value>true</tc:value></tc:component><tc:component name="summe"><tc:value>7.5</tc:value></tc:component><tc:component name="uhr"><tc:value xsi:type="xsd:time">${uhr}</tc:value></tc:component>`;

const FILES: Readonly<Record<string, string>> = {
  'level/gut/m.dmn': MODEL,
  'level/gut/teile/b.dmn': BELOW,
  // Texts without type are read as what they meet; fractions of a second count; a broken expression fails no other case.
  'level/gut/gut-test-01.xml': cases(
    'm.dmn',
    one('A', parts('10:00:00.25'), x),
    one('A', parts('10:00:00.26'), x),
    one('B', '<tc:value>da</tc:value>'),
    one('K', '<tc:value xsi:nil="true"/>'),
    one('Fehlt', '<tc:value>1</tc:value>'),
    '<tc:testCase id="leer"/>',
  ),
  'level/gut/zweite-test.xml': cases('m.dmn', one('B', '<tc:value xsi:type="xsd:decimal">viel</tc:value>')),
  'kaputt/m.dmn': '<definitions',
  'kaputt/kaputt-test-01.xml': cases('m.dmn', one('A', '<tc:value>1</tc:value>')),
  'kein-modell/fehlt-test-01.xml': cases('m.dmn', one('A', '<tc:value>1</tc:value>')),
  'kein-xml/m.dmn': MODEL,
  'kein-xml/kein-xml-test-01.xml': '<testCases',
  'keine-faelle/readme.xml': '<a/>',
};

const withFolder = (check: (folder: string) => void): void => {
  const folder = mkdtempSync(join(tmpdir(), 'tck-'));
  try {
    for (const [path, content] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    check(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const counts = (folder: string): string[] =>
  runSuites(folder).map(({ name, passed, total }) => `${name} ${passed}/${total}`);

test('suites of any depth are counted; what is broken fails its own cases and stops nothing', () =>
  withFolder((folder) => {
    assert.deepEqual(counts(folder), ['kaputt 0/1', 'kein-modell 0/1', 'kein-xml 0/1', 'level/gut 3/7']);
    assert.deepEqual(counts(join(folder, 'level')), ['gut 3/7']);
    assert.deepEqual(counts(join(folder, 'level', 'gut')), ['gut 3/7']);
    assert.deepEqual(counts(join(folder, 'keine-faelle')), []);
  }));
