import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { all, attribute, childText, type Element, first, parseXml } from '#lib/xml.ts';
import {
  type Context,
  compileExpression,
  compileModel,
  Decimal,
  equals,
  fromFeel,
  getEntry,
  isContext,
  isList,
  type Model,
  makeContext,
  number,
  type Value,
} from '#rules';

/** One difference between what a case expects and what came. */
type Difference = { readonly test: string; readonly expected: string; readonly received: string };

export type Suite = {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  readonly differences: readonly Difference[];
};

const NOW = Temporal.Instant.from('2026-01-01T00:00:00Z').toZonedDateTimeISO('UTC');

const evaluate = (text: string): Value => {
  const compiled = compileExpression(text);
  if (compiled.kind === 'problems') throw new Error(`The value ${text} of a test case is no FEEL.`);
  return compiled.expression.evaluate(makeContext(), { now: NOW }).value;
};

const quoted = (name: string, text: string): Value => evaluate(`${name}(${JSON.stringify(text.trim())})`);

const isNil = (element: Element): boolean =>
  [...element.attributes].some(([name, value]) => /(^|:)nil$/.test(name) && value === 'true');

const READERS: Readonly<Record<string, (text: string) => Value>> = {
  boolean: (text) => text.trim() === 'true' || text.trim() === '1',
  string: (text) => text,
  date: (text) => quoted('date', text),
  time: (text) => quoted('time', text),
  dateTime: (text) => quoted('date and time', text),
  duration: (text) => quoted('duration', text),
  yearMonthDuration: (text) => quoted('duration', text),
  dayTimeDuration: (text) => quoted('duration', text),
};
for (const kind of ['decimal', 'double', 'float', 'integer', 'int', 'long']) {
  Object.assign(READERS, {
    [kind]: (text: string) => (/^(NaN|[+-]?INF)$/.test(text.trim()) ? null : number(text.trim())),
  });
}

const readSimple = (element: Element): Value => {
  if (isNil(element)) return null;
  const written = [...element.attributes].find(([name]) => /(^|:)type$/.test(name))?.[1] ?? 'string';
  // A type that the schema does not list is read as text, so that its case fails alone.
  const reader = READERS[written.slice(written.indexOf(':') + 1)] ?? ((text: string) => text);
  return reader(element.text);
};

/** The value of an element of the TCK's `valueType`: simple, list or components. */
const readValue = (element: Element): Value => {
  const list = first(element, 'list');
  if (list) return isNil(list) ? null : all(list, 'item').map(readValue);
  const components = all(element, 'component');
  if (components.length > 0)
    return makeContext(components.map((one) => [attribute(one, 'name') ?? '', isNil(one) ? null : readValue(one)]));
  const simple = first(element, 'value');
  return simple ? readSimple(simple) : null;
};

/** Tests write irrational numbers with 8 or more digits: a number is right when it differs by less than 10⁻⁸ relatively. */
const isNear = (a: Decimal, b: Decimal): boolean => {
  const gap = a.minus(b)?.absolute();
  const size = [a.absolute(), b.absolute(), number('1')].reduce((x, y) => (x.compare(y) > 0 ? x : y));
  return gap !== undefined && gap.compare(size.times(number('0.00000001')) ?? number('0')) <= 0;
};

const isSame = (expected: Value, received: Value): boolean => {
  if (expected instanceof Decimal && received instanceof Decimal) return isNear(expected, received);
  if (isList(expected) && isList(received)) {
    return expected.length === received.length && expected.every((item, i) => isSame(item, received[i] ?? null));
  }
  if (isContext(expected) && isContext(received)) {
    const names = Object.keys(expected);
    if (names.length !== Object.keys(received).length) return false;
    return names.every((name) => {
      const other = getEntry(received, name);
      return other !== undefined && isSame(getEntry(expected, name) ?? null, other);
    });
  }
  return equals(expected, received);
};

const show = (value: Value): string => JSON.stringify(fromFeel(value));

const inputsOf = (test: Element): Context =>
  makeContext(all(test, 'inputNode').map((node) => [attribute(node, 'name') ?? '', readValue(node)]));

type Outcome = { readonly passed: boolean; readonly expected: string; readonly received: string };

const runResult = (model: Model, test: Element, result: Element): Outcome => {
  try {
    return compareResult(model, test, result);
  } catch (error) {
    return { passed: false, expected: '', received: String(error) };
  }
};

const compareResult = (model: Model, test: Element, result: Element): Outcome => {
  const name = attribute(result, 'name') ?? '';
  const element = first(result, 'expected');
  const expected = element ? readValue(element) : null;
  const kind = attribute(test, 'type') ?? 'decision';
  const invocable = kind === 'decision' ? undefined : attribute(test, 'invocableName');
  const inputs = inputsOf(test);
  const { value, warnings } = model.decide(invocable ?? name, inputs, { now: NOW });
  // A service with several outputs answers all of them; a case asks for one.
  const part = invocable !== undefined && isContext(value) ? getEntry(value, name) : undefined;
  const passed = isSame(expected, value) || (part !== undefined && isSame(expected, part));
  const why = warnings.map(({ message }) => message).join(' ');
  return { passed, expected: show(expected), received: `${show(part ?? value)} ${why}`.trim() };
};

const loadModel = (folder: string, file: string): Model | string => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.dmn'));
  const sources = files.map((name) => ({ file: name, xml: readFileSync(join(folder, name), 'utf8') }));
  const main = sources.find((source) => source.file === file) ?? (sources.length === 1 ? sources[0] : undefined);
  if (!main) return `There is no model ${file}.`;
  const resolveImport = (namespace: string, location: string | undefined) =>
    sources.find((source) => source !== main && source.file === location) ??
    sources.find((source) => source !== main && source.xml.includes(`namespace="${namespace}"`));
  const compiled = compileModel(main.xml, { file, resolveImport, lenient: true });
  if (compiled.kind === 'model') return compiled.model;
  return compiled.problems.map(({ message }) => message).join(' ');
};

const runFile = (folder: string, file: string): Omit<Suite, 'name'> => {
  const document = parseXml(readFileSync(join(folder, file), 'utf8'));
  if (document.kind === 'problem') throw new Error(`${join(folder, file)}: ${document.problem.message}`);
  const model = loadModel(folder, (childText(document.root, 'modelName') ?? '').trim());
  const differences: Difference[] = [];
  let passed = 0;
  let total = 0;
  for (const test of all(document.root, 'testCase')) {
    total += 1;
    const outcomes = all(test, 'resultNode').map((result) => ({
      name: attribute(result, 'name') ?? '',
      ...(typeof model === 'string'
        ? { passed: false, expected: '', received: model }
        : runResult(model, test, result)),
    }));
    const failed = outcomes.filter((outcome) => !outcome.passed);
    if (failed.length === 0) passed += 1;
    for (const { name, expected, received } of failed)
      differences.push({ test: `${attribute(test, 'id') ?? ''} ${name}`, expected, received });
  }
  return { passed, total, differences };
};

const runFolder = (folder: string, name: string): Suite => {
  const tests = readdirSync(folder).filter((file) => /test.*\.xml$/.test(file));
  const results = tests.toSorted().map((file) => runFile(folder, file));
  return {
    name,
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    total: results.reduce((sum, { total }) => sum + total, 0),
    differences: results.flatMap(({ differences }) => differences),
  };
};

/** Runs every folder below `directory` that holds a model and its tests, in the layout of the DMN TCK. */
export const runSuites = (directory: string): Suite[] => {
  const folders = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dmn'))
    .map((entry) => entry.parentPath);
  return [...new Set(folders)]
    .toSorted()
    .map((folder) => runFolder(folder, folder.slice(directory.length).replace(/^\/+/, '') || basename(folder)));
};
