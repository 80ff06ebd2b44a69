import type { Problem } from '#lib/problem.ts';
import { parseXml } from '#lib/xml.ts';
import { type Definitions, MODEL_NAMESPACES, readDefinitions } from './dmn-model.ts';

/** Finds the text of an imported model; undefined when there is none. */
export type ResolveImport = (
  namespace: string,
  location: string | undefined,
) => { readonly xml: string; readonly file: string } | undefined;

export type Loaded = { readonly files: ReadonlyMap<string, Definitions>; readonly root: Definitions | null };

const problem = (
  code: string,
  message: string,
  file: string,
  line: number,
  column: number,
  remedy?: string,
): Problem => ({
  code,
  severity: 'error',
  message,
  place: { file, line, column },
  ...(remedy === undefined ? {} : { remedy }),
});

const MAX_FILES = 100;
/** Models are drawn by people: the largest of the conformance tests has 0.2 MB and some hundred nodes. */
const MAX_LENGTH = 5_000_000;
const MAX_NODES = 2000;

const readRoot = (source: string, file: string, problems: Problem[]): Definitions | null => {
  if (source.length > MAX_LENGTH) {
    problems.push(problem('limit.length', `The model is longer than ${MAX_LENGTH} characters.`, file, 1, 1));
    return null;
  }
  const document = parseXml(source);
  if (document.kind === 'problem') {
    const { message, line, column } = document.problem;
    problems.push(problem('dmn.xml', message, file, line, column));
    return null;
  }
  const { root } = document;
  if (root.name === 'definitions' && MODEL_NAMESPACES.includes(root.namespace))
    return readDefinitions(root, file, source);
  const message = `This is no DMN 1.2 to 1.5 file: its root is “${root.name}” in “${root.namespace}”.`;
  problems.push(problem('dmn.version', message, file, root.line, root.column, 'Save the model as DMN 1.5.'));
  return null;
};

/** Reads one more file, as long as all together are no larger than a model may be. */
const readWithin = (files: Loaded['files'], source: string, file: string, problems: Problem[]): Definitions | null => {
  const found = readRoot(source, file, problems);
  const nodes = [...new Set(files.values())].reduce((sum, one) => sum + one.nodes.length, found?.nodes.length ?? 0);
  if (nodes <= MAX_NODES) return found;
  problems.push(problem('limit.nodes', `The model has more than ${MAX_NODES} nodes.`, file, 1, 1));
  return null;
};

const isModelImport = (definitions: Definitions['imports'][number]): boolean => {
  const type = definitions.at.attributes.get('importType');
  return type === undefined || type === '' || MODEL_NAMESPACES.includes(type);
};

/** Reads a DMN file and what it imports, directly or not, by namespace. */
export const loadModels = (xml: string, file: string, resolveImport: ResolveImport, problems: Problem[]): Loaded => {
  const files = new Map<string, Definitions>();
  const load = (source: string, name: string, as: string | null): Definitions | null => {
    const definitions = readWithin(files, source, name, problems);
    if (!definitions) return null;
    files.set(definitions.namespace, definitions);
    if (as !== null && !files.has(as)) files.set(as, definitions);
    for (const wanted of definitions.imports.filter(isModelImport)) {
      const { namespace, location, at } = wanted;
      if (files.has(namespace) || files.size >= MAX_FILES) continue;
      const found = resolveImport(namespace, location);
      if (found) load(found.xml, found.file, namespace);
      else
        problems.push(
          problem('dmn.import', `The imported model “${namespace}” was not found.`, name, at.line, at.column),
        );
    }
    return definitions;
  };
  return { root: load(xml, file, null), files };
};
