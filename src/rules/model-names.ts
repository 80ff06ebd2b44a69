import { attribute, type Element } from '#lib/xml.ts';
import type { Definitions, Node } from './dmn-model.ts';
import { tidyName } from './names.ts';

const NAMED = new Set(['itemComponent', 'variable', 'output', 'column', 'parameter', 'formalParameter', 'parameters']);

const collect = (element: Element, names: Set<string>): void => {
  const name = NAMED.has(element.name) ? attribute(element, 'name') : undefined;
  if (name !== undefined) names.add(tidyName(name));
  for (const child of element.children) collect(child, names);
};

/** Every name of a file that may follow a point: components, entries, columns, elements. */
export const propertyNames = (definitions: Definitions): ReadonlySet<string> => {
  const names = new Set<string>();
  collect(definitions.root, names);
  for (const node of definitions.nodes) names.add(node.name);
  return names;
};

/** Where a required node is found by the expressions of another: by name, or in the context of an import. */
export type Visible = { readonly node: Node; readonly within: string | null };

/** What a node sees: what it requires, under the names of its own file's imports. */
export const visibleNodes = (
  node: Node,
  files: ReadonlyMap<string, Definitions>,
  missing: (id: string) => void,
): readonly Visible[] => {
  const own = files.get(node.namespace);
  return node.requires.flatMap(({ namespace, id }) => {
    const definitions = files.get(namespace);
    const found = definitions?.nodes.find((candidate) => candidate.id === id);
    if (!found) {
      missing(id);
      return [];
    }
    const name =
      definitions === own ? '' : (own?.imports.find((entry) => files.get(entry.namespace) === definitions)?.name ?? '');
    return [{ node: found, within: name === '' ? null : tidyName(name) }];
  });
};
