import { SaxesParser } from 'saxes';

/** An XML element; `name` without prefix, attributes by their written name. */
export type Element = {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Prefixes declared here or above, for qualified names in attributes. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The character data directly inside, with entities resolved. */
  readonly text: string;
  /** 1-based, of the opening tag. */
  readonly line: number;
  readonly column: number;
  /** Offset in the source directly behind the opening tag. */
  readonly inside: number;
};

export type XmlProblem = { readonly message: string; readonly line: number; readonly column: number };
export type XmlDocument =
  | { readonly kind: 'document'; readonly root: Element }
  | { readonly kind: 'problem'; readonly problem: XmlProblem };

/** Stops the parser at the first problem: hostile nesting costs it quadratic time (20,000 elements: 6 s). */
class Stop extends Error {
  readonly problem: XmlProblem;
  constructor(problem: XmlProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

type Open = Omit<Element, 'children' | 'text'> & { children: Element[]; text: string };

const MAX_BYTES = 20_000_000;
const MAX_DEPTH = 500;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads XML without document type: entities beyond the five of XML are refused by the parser. */
export const parseXml = (source: string): XmlDocument => {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: Open[] = [];
  let root: Element | null = null;
  const report = (message: string): never => {
    throw new Stop({ message, line: parser.line, column: parser.column + 1 });
  };
  parser.on('error', (error) => report(error.message.replace(/^[^:]*:?\d+:\d+: /, '')));
  parser.on('doctype', () => report('A document type is not allowed.'));
  let start = { line: 1, column: 1 };
  parser.on('opentagstart', ({ name }) => {
    start = { line: parser.line, column: Math.max(1, parser.column - name.length - 1) };
  });
  parser.on('opentag', (tag) => {
    const inherited = stack.at(-1)?.prefixes ?? new Map<string, string>();
    const declared = Object.entries(tag.ns ?? {});
    if (stack.length > MAX_DEPTH) report(`Elements are nested more than ${MAX_DEPTH} deep.`);
    stack.push({
      name: localName(tag.name),
      namespace: tag.uri ?? '',
      attributes: new Map(Object.values(tag.attributes).map(({ name, value }) => [name, value])),
      prefixes: declared.length === 0 ? inherited : new Map([...inherited, ...declared]),
      children: [],
      text: '',
      line: start.line,
      column: start.column,
      inside: parser.position,
    });
  });
  const addText = (text: string): void => {
    const open = stack.at(-1);
    if (open) open.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const done = stack.pop();
    if (!done) return;
    const parent = stack.at(-1);
    if (parent) parent.children.push(done);
    else root = done;
  });
  if (source.length > MAX_BYTES)
    return { kind: 'problem', problem: { message: 'The file is too large.', line: 1, column: 1 } };
  try {
    parser.write(source).close();
  } catch (error) {
    if (error instanceof Stop) return { kind: 'problem', problem: error.problem };
    throw error;
  }
  return root
    ? { kind: 'document', root }
    : { kind: 'problem', problem: { message: 'The file is empty.', line: 1, column: 1 } };
};

/** The children of that name. */
export const all = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name);

/** The first child of that name. */
export const first = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child) => child.name === name);

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attributes.get(name);

/** The text of the first child of that name. */
export const childText = (element: Element | undefined, name: string): string | undefined => first(element, name)?.text;

/** Line and column of the character at `offset` in the element's text; entities and CDATA marks are stepped over. */
export const placeInText = (
  source: string,
  element: Element,
  offset: number,
): { readonly line: number; readonly column: number } => {
  const token = /<!\[CDATA\[|\]\]>|<!--[\s\S]*?-->|&[^;]*;|\r\n|[\s\S]/gy;
  token.lastIndex = element.inside;
  let left = offset;
  while (left > 0) {
    const found = token.exec(source)?.[0];
    if (found === undefined) break;
    if (!found.startsWith('<!') && found !== ']]>') left -= 1;
  }
  const before = source.slice(0, left === 0 ? token.lastIndex || element.inside : source.length);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: before.length - lastBreak };
};
