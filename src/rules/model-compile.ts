import type { Problem } from '#lib/problem.ts';
import { all, attribute, childText, type Element, first, placeInText } from '#lib/xml.ts';
import { compileInside } from './boxed.ts';
import { type Boxed, compileTests } from './boxed-context.ts';
import { readFunction } from './boxed-function.ts';
import type { CheckedTable, PlacedBranch } from './checked-table.ts';
import { makeCompiler } from './compile.ts';
import { type Definitions, type Node, references } from './dmn-model.ts';
import { findType, readItem } from './item-definitions.ts';
import { propertyNames, type Visible, visibleNodes } from './model-names.ts';
import { NameSet, tidyName } from './names.ts';
import type { CompiledNode, CompiledNodes } from './session.ts';
import { type ExpressionProblem, SyntaxProblem } from './syntax.ts';
import { ANY, type FeelType } from './types.ts';

type Files = ReadonlyMap<string, Definitions>;

/** What compiling the nodes of one file shares. */
type File = {
  readonly definitions: Definitions;
  readonly files: Files;
  readonly findType: (name: string) => FeelType | undefined;
  readonly types: NameSet;
  readonly properties: NameSet;
  readonly problems: Problem[];
  readonly found: Found;
};

/** Every table and every condition that was compiled, for checks. */
export type Found = { readonly tables: CheckedTable[]; readonly branches: PlacedBranch[] };

/** Nobody reads more, and to place each costs time. */
const MAX_PROBLEMS = 200;

const add = (file: File, problem: Problem): void => {
  file.problems.push(problem);
  if (file.problems.length >= MAX_PROBLEMS)
    throw new SyntaxProblem('limit.problems', `The model has more than ${MAX_PROBLEMS} problems. Mend these first.`, 0);
};

const reportAt = (file: File, severity: Problem['severity'], code: string, message: string, at: Element): void => {
  const { line, column } = at;
  add(file, { code, severity, message, place: { file: file.definitions.file, line, column } });
};

const reportText = (file: File, element: Element, problem: ExpressionProblem): void => {
  const { line, column } = placeInText(file.definitions.source, element, problem.from);
  const { code, message } = problem;
  add(file, {
    code: code.startsWith('limit.') ? code : `feel.${code}`,
    severity: 'error',
    message,
    place: { file: file.definitions.file, line, column },
    received: element.text.slice(problem.from, problem.to) || element.text.trim(),
  });
};

const makeBoxed = (file: File, names: Iterable<string>): Boxed => {
  const variables = new Set(names);
  return {
    compiler: makeCompiler(variables, file.findType),
    variables: new NameSet(variables),
    properties: file.properties,
    types: file.types,
    report: (element, problem) => reportText(file, element, problem),
    addTable: (table) => file.found.tables.push({ ...table, file: file.definitions.file }),
    addBranch: (element, branch, text) => {
      const { line, column } = placeInText(file.definitions.source, element, branch.from);
      file.found.branches.push({ branch, text, place: { file: file.definitions.file, line, column } });
    },
    typeOf: (element, reference) => {
      if (reference === undefined || reference.trim() === '') return ANY;
      const type = findType(reference, file.findType);
      if (!type) reportAt(file, 'error', 'dmn.type', `There is no type “${reference}”.`, element);
      return type ?? ANY;
    },
  };
};

const importsOf = (definitions: Definitions, files: Files) =>
  definitions.imports.flatMap(({ name, namespace }) => {
    const imported = files.get(namespace);
    return imported ? [{ prefix: name === '' ? '' : `${tidyName(name)}.`, imported }] : [];
  });

/** A type that is only another name of itself; one that holds itself, as a component, has an end. */
const isEndless = (type: FeelType | undefined, sound: Set<FeelType>): boolean => {
  const seen = new Set<FeelType>();
  for (let at = type; at !== undefined && !sound.has(at); ) {
    if (seen.has(at)) return true;
    seen.add(at);
    if (at.kind === 'restricted') at = at.base;
    else if (at.kind === 'list') at = at.of;
    else at = at.kind === 'declared' ? at.find() : undefined;
  }
  for (const one of seen) sound.add(one);
  return false;
};

type Types = Map<string, FeelType>;

/** Types of a file by name, those of its imports with the import's name before them. */
const readTypes = (
  definitions: Definitions,
  files: Files,
  known: Map<Definitions, Types>,
  problems: Problem[],
): Types => {
  const done = known.get(definitions);
  if (done) return done;
  const types: Types = new Map();
  known.set(definitions, types);
  for (const { prefix, imported } of importsOf(definitions, files)) {
    for (const [name, type] of readTypes(imported, files, known, problems)) types.set(prefix + name, type);
  }
  const find = (name: string): FeelType | undefined => types.get(tidyName(name));
  const file: File = {
    definitions,
    files,
    findType: find,
    types: new NameSet(),
    properties: new NameSet(),
    problems,
    found: { tables: [], branches: [] },
  };
  const boxed = makeBoxed(file, []);
  for (const element of all(definitions.root, 'itemDefinition')) {
    const type = readItem(element, find, (text) => compileTests(boxed, text, text.text, null));
    types.set(tidyName(attribute(element, 'name') ?? ''), type);
  }
  const sound = new Set<FeelType>();
  for (const element of all(definitions.root, 'itemDefinition')) {
    const name = attribute(element, 'name') ?? '';
    if (isEndless(types.get(tidyName(name)), sound))
      reportAt(file, 'error', 'dmn.cycle', `“${name}” needs itself.`, element);
  }
  return types;
};

const visibleNames = (sees: readonly Visible[]): string[] => sees.map(({ node, within }) => within ?? node.name);

const resolveNodes = (file: File, node: Node, name: string): Node[] =>
  references(node, name).flatMap(({ namespace, id }) => {
    const found = file.files.get(namespace)?.nodes.find((candidate) => candidate.id === id);
    if (!found)
      reportAt(file, 'error', 'dmn.reference', `“${node.name}” refers to “${id}”, which is not there.`, node.element);
    return found ? [found] : [];
  });

const compileNode = (file: File, node: Node): CompiledNode => {
  const missing = (id: string): void =>
    reportAt(file, 'error', 'dmn.reference', `“${node.name}” requires “${id}”, which is not there.`, node.element);
  const sees = visibleNodes(node, file.files, missing);
  const boxed = makeBoxed(file, visibleNames(sees));
  const type = boxed.typeOf(node.element, attribute(first(node.element, 'variable'), 'typeRef'));
  switch (node.kind) {
    case 'inputData':
      return { kind: 'inputData', node, type };
    case 'decision': {
      const question = childText(node.element, 'question')?.trim() || null;
      return { kind: 'decision', node, type, sees, question, code: compileInside(boxed, node.element, null) };
    }
    case 'businessKnowledgeModel': {
      const logic = first(node.element, 'encapsulatedLogic');
      const definition = logic ? readFunction(boxed, logic, null, compileInside) : null;
      return { kind: 'knowledge', node, type, sees, definition };
    }
    case 'decisionService': {
      const inputs = [...resolveNodes(file, node, 'inputData'), ...resolveNodes(file, node, 'inputDecision')];
      return { kind: 'service', node, type, inputs, outputs: resolveNodes(file, node, 'outputDecision') };
    }
    default:
      return node.kind satisfies never;
  }
};

/** Compiles every node of every file. */
export const compileNodes = (files: Files, problems: Problem[], found: Found): CompiledNodes => {
  const nodes = new Map<Node, CompiledNode>();
  const known = new Map<Definitions, Types>();
  for (const definitions of new Set(files.values())) {
    const types = readTypes(definitions, files, known, problems);
    const imports = importsOf(definitions, files);
    const properties = [definitions, ...imports.map(({ imported }) => imported)].flatMap((one) => [
      ...propertyNames(one),
    ]);
    const file: File = {
      definitions,
      files,
      findType: (name) => types.get(tidyName(name)),
      types: new NameSet([...types.keys()]),
      properties: new NameSet(properties),
      problems,
      found,
    };
    for (const node of definitions.nodes) nodes.set(node, compileNode(file, node));
  }
  return nodes;
};
