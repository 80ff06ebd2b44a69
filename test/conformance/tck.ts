import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { all, attribute, childText, type Element, first, parseXml } from '#lib/xml.ts';
import { compileModel, fromFeel, getEntry, isContext, type Model, type Value } from '#rules';
import { isSame, readExpected, readInputs } from './tck-values.ts';

/** One difference between what a case expects and what came. */
type Difference = { readonly test: string; readonly expected: string; readonly received: string };

export type Suite = {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  readonly differences: readonly Difference[];
};

const NOW = Temporal.Instant.from('2026-01-01T00:00:00Z').toZonedDateTimeISO('UTC');

/** A model to try, with the basic types of its inputs by name. */
type Subject = { readonly model: Model; readonly types: ReadonlyMap<string, string> };

const show = (value: Value): string => JSON.stringify(fromFeel(value));

type Outcome = { readonly passed: boolean; readonly expected: string; readonly received: string };

/** Whatever goes wrong in one case fails that case alone. */
const guarded = (work: () => Outcome): Outcome => {
  try {
    return work();
  } catch (error) {
    return { passed: false, expected: '', received: String(error) };
  }
};

const runResult = ({ model, types }: Subject, test: Element, result: Element): Outcome => {
  const name = attribute(result, 'name') ?? '';
  const element = first(result, 'expected');
  const kind = attribute(test, 'type') ?? 'decision';
  const invocable = kind === 'decision' ? undefined : attribute(test, 'invocableName');
  const { value, warnings } = model.decide(invocable ?? name, readInputs(test, types), { now: NOW });
  // A service with several outputs answers all of them; a case asks for one.
  const part = invocable !== undefined && isContext(value) ? getEntry(value, name) : undefined;
  const answers = part === undefined ? [value] : [value, part];
  const expect = (received: Value): Value => (element ? readExpected(element, received) : null);
  const passed = answers.some((received) => isSame(expect(received), received));
  const why = warnings.map(({ message }) => message).join(' ');
  return { passed, expected: show(expect(part ?? value)), received: `${show(part ?? value)} ${why}`.trim() };
};

type Source = { readonly file: string; readonly path: string; readonly xml: string };

/** The models of a folder and of the folders below it, where imported ones may lie. */
const readSources = (folder: string): Source[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dmn'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b))
    .map((path) => ({ file: basename(path), path, xml: readFileSync(path, 'utf8') }));

const namespaceOf = ({ xml }: Source): string | undefined => {
  const document = parseXml(xml);
  return document.kind === 'document' ? attribute(document.root, 'namespace') : undefined;
};

const inputTypes = ({ xml }: Source): ReadonlyMap<string, string> => {
  const document = parseXml(xml);
  if (document.kind === 'problem') return new Map();
  const inputs = all(document.root, 'inputData');
  const typeOf = (input: Element): string => attribute(first(input, 'variable'), 'typeRef') ?? '';
  return new Map(inputs.map((input) => [attribute(input, 'name') ?? '', typeOf(input).replace(/^\w+:/, '')]));
};

const loadSubject = (sources: readonly Source[], folder: string, wanted: string): Subject | string => {
  const own = sources.filter(({ path }) => resolve(path, '..') === folder);
  const main = own.find(({ file }) => file === wanted) ?? (own.length === 1 ? own[0] : undefined);
  if (!main) return `There is no model ${wanted}.`;
  const others = sources.filter((source) => source !== main);
  const resolveImport = (namespace: string, location: string | undefined): Source | undefined =>
    others.find(({ path }) => location !== undefined && path === join(folder, location)) ??
    others.find((source) => namespaceOf(source) === namespace);
  const compiled = compileModel(main.xml, { file: main.file, resolveImport, lenient: true });
  if (compiled.kind === 'model') return { model: compiled.model, types: inputTypes(main) };
  return compiled.problems.map(({ message }) => message).join(' ');
};

type Counts = Omit<Suite, 'name'>;

const runCase = (subject: Subject | string, test: Element): readonly Difference[] => {
  const id = attribute(test, 'id') ?? '';
  const results = all(test, 'resultNode');
  if (typeof subject === 'string') return [{ test: id, expected: '', received: subject }];
  if (results.length === 0) return [{ test: id, expected: '', received: 'The case asks for no result.' }];
  return results.flatMap((result) => {
    const { passed, ...difference } = guarded(() => runResult(subject, test, result));
    return passed ? [] : [{ test: `${id} ${attribute(result, 'name') ?? ''}`, ...difference }];
  });
};

const loadGuarded = (sources: readonly Source[], folder: string, wanted: string): Subject | string => {
  try {
    return loadSubject(sources, folder, wanted);
  } catch (error) {
    return String(error);
  }
};

const runFile = (sources: readonly Source[], folder: string, root: Element): Counts => {
  const subject = loadGuarded(sources, folder, (childText(root, 'modelName') ?? '').trim());
  const failed = all(root, 'testCase').map((test) => runCase(subject, test));
  return {
    passed: failed.filter((differences) => differences.length === 0).length,
    total: failed.length,
    differences: failed.flat(),
  };
};

/** Test cases of a folder; a file that should hold some and is no XML counts as one that failed. */
const readTests = (folder: string): (Element | Difference)[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.xml'))
    .toSorted()
    .flatMap((file): (Element | Difference)[] => {
      const document = parseXml(readFileSync(join(folder, file), 'utf8'));
      if (document.kind === 'document') return document.root.name === 'testCases' ? [document.root] : [];
      return /test/.test(file) ? [{ test: file, expected: '', received: document.problem.message }] : [];
    });

const runFolder = (folder: string, name: string): Suite[] => {
  const tests = readTests(folder);
  if (tests.length === 0) return [];
  const sources = readSources(folder);
  const results = tests.map(
    (test): Counts => ('test' in test ? { passed: 0, total: 1, differences: [test] } : runFile(sources, folder, test)),
  );
  return [
    {
      name,
      passed: results.reduce((sum, { passed }) => sum + passed, 0),
      total: results.reduce((sum, { total }) => sum + total, 0),
      differences: results.flatMap(({ differences }) => differences),
    },
  ];
};

/** Runs every folder at or below `directory` that holds test cases in the layout of the DMN TCK. */
export const runSuites = (directory: string): Suite[] => {
  const root = resolve(directory);
  const below = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return [root, ...below.toSorted()].flatMap((folder) =>
    runFolder(folder, folder.slice(root.length).replace(/^\/+/, '') || basename(folder)),
  );
};
