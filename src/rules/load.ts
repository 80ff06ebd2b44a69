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

const readRoot = (source: string, file: string, problems: Problem[]): Definitions | null => {
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

const isModelImport = (definitions: Definitions['imports'][number]): boolean => {
  const type = definitions.at.attributes.get('importType');
  return type === undefined || type === '' || MODEL_NAMESPACES.includes(type);
};

/** Reads a DMN file and what it imports, directly or not, by namespace. */
export const loadModels = (xml: string, file: string, resolveImport: ResolveImport, problems: Problem[]): Loaded => {
  const files = new Map<string, Definitions>();
  const load = (source: string, name: string, as: string | null): Definitions | null => {
    const definitions = readRoot(source, name, problems);
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
