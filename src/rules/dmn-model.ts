import type { Element } from '#lib/xml.ts';
import { all, attribute, first } from '#lib/xml.ts';

/** A reference to an element: of this file, or of an imported namespace. */
export type Reference = { readonly namespace: string; readonly id: string };

export type Import = {
  readonly name: string;
  readonly namespace: string;
  readonly location: string | undefined;
  readonly at: Element;
};

/** One node of the decision requirements graph, as written. */
export type Node = {
  readonly kind: 'inputData' | 'decision' | 'businessKnowledgeModel' | 'decisionService';
  readonly id: string;
  /** The name expressions use: that of the variable, else of the element. */
  readonly name: string;
  readonly namespace: string;
  readonly element: Element;
  /** In the order of the file. */
  readonly requires: readonly Reference[];
};

/** A DMN file, indexed. */
export type Definitions = {
  readonly name: string;
  readonly namespace: string;
  readonly file: string;
  readonly source: string;
  readonly root: Element;
  readonly imports: readonly Import[];
  readonly nodes: readonly Node[];
};

const KINDS = ['inputData', 'decision', 'businessKnowledgeModel', 'decisionService'] as const;

/** DMN 1.2 to 1.5; 1.1 and older have other boxed expressions. */
export const MODEL_NAMESPACES: readonly string[] = [
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
  'https://www.omg.org/spec/DMN/20240513/MODEL/',
];

const refer = (element: Element | undefined, namespace: string): Reference | null => {
  const href = attribute(element, 'href');
  if (href === undefined) return null;
  const hash = href.lastIndexOf('#');
  return hash > 0
    ? { namespace: href.slice(0, hash), id: href.slice(hash + 1) }
    : { namespace, id: href.slice(hash + 1) };
};

const REQUIREMENTS: Readonly<Record<string, readonly string[]>> = {
  informationRequirement: ['requiredInput', 'requiredDecision'],
  knowledgeRequirement: ['requiredKnowledge'],
};

const requirements = (element: Element, namespace: string): Reference[] =>
  element.children.flatMap((child) =>
    (REQUIREMENTS[child.name] ?? [])
      .map((name) => refer(first(child, name), namespace))
      .filter((found) => found !== null),
  );

/** References of one kind, such as the output decisions of a service. */
export const references = (node: Node, name: string): Reference[] =>
  all(node.element, name)
    .map((element) => refer(element, node.namespace))
    .filter((found) => found !== null);

const readNode = (element: Element, kind: Node['kind'], namespace: string): Node => ({
  kind,
  id: attribute(element, 'id') ?? attribute(element, 'name') ?? '',
  name: (attribute(first(element, 'variable'), 'name') ?? attribute(element, 'name') ?? '').trim().replace(/\s+/g, ' '),
  namespace,
  element,
  requires: requirements(element, namespace),
});

/** Indexes the root element of a DMN file. */
export const readDefinitions = (root: Element, file: string, source: string): Definitions => {
  const namespace = attribute(root, 'namespace') ?? '';
  const nodes = root.children.flatMap((element) => {
    const kind = KINDS.find((name) => name === element.name);
    return kind ? [readNode(element, kind, namespace)] : [];
  });
  const imports = all(root, 'import').map((at) => ({
    name: attribute(at, 'name') ?? '',
    namespace: attribute(at, 'namespace') ?? '',
    location: attribute(at, 'locationURI'),
    at,
  }));
  return { name: attribute(root, 'name') ?? '', namespace, file, source, root, imports, nodes };
};
