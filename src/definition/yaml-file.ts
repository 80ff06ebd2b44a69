import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from 'yaml';
import type { Report } from './report.ts';
import { type ScalarStyle, sourceOffset } from './scalar-offsets.ts';
import { type Spot, spotAt } from './spot.ts';
import type { Code } from './wording.ts';
import { yamlInWords } from './wording-yaml.ts';

export type Path = readonly PropertyKey[];

/** A YAML file as plain data that still knows where each value stands. */
export type YamlFile = {
  readonly file: string;
  readonly value: unknown;
  /** Where the value stands; where it is missing, what should contain it. */
  readonly spot: (path: Path) => Spot;
  /** Where the key stands. */
  readonly keySpot: (path: Path) => Spot;
  /** Where a character of a text stands. */
  readonly spotIn: (path: Path, offset: number) => Spot;
  /** The value as written, shortened for messages; undefined where there is none. */
  readonly written: (path: Path) => string | undefined;
};

const MAX_DEPTH = 40;
const MAX_SYNTAX_PROBLEMS = 3;
const WHOLE = /^-?(0|[1-9]\d*)$/;
const DECIMAL = /^-?(0|[1-9]\d*)\.\d+$/;

type Reading = { readonly file: string; readonly text: string; readonly report: Report };

/** Numbers that a double holds stay numbers; decimals stay as written, because 0.10 and 123456789012345.67 must survive. */
const readNumber = (reading: Reading, node: Scalar): unknown => {
  const source = node.source ?? String(node.value);
  if (WHOLE.test(source)) return Number.isSafeInteger(Number(source)) ? Number(source) : source;
  if (DECIMAL.test(source)) return source;
  reading.report.add('yaml.number', spotOf(reading, node), { found: source });
  return source;
};

const startOffset = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

const spotOf = ({ file, text }: Reading, node: unknown): Spot => spotAt(file, text, startOffset(node));

/** The text of a key; undefined for keys that are no plain words. */
const readKey = (node: unknown): string | undefined =>
  isScalar(node) && !node.anchor && !node.tag && node.value !== null
    ? typeof node.value === 'string'
      ? node.value
      : node.source
    : undefined;

const readPair = (reading: Reading, pair: Pair, into: Record<string, unknown>, depth: number): void => {
  const key = readKey(pair.key);
  if (key === undefined || key === '__proto__') reading.report.add('yaml.key', spotOf(reading, pair.key ?? pair.value));
  else if (Object.hasOwn(into, key)) reading.report.add('yaml.duplicate', spotOf(reading, pair.key), { key });
  else into[key] = readNode(reading, pair.value, depth + 1);
};

/** What this format leaves out of YAML: a reference hides what stands where, a tag changes what a text means. */
const findForbidden = (node: unknown, depth: number): Code | undefined => {
  if (depth > MAX_DEPTH) return 'yaml.depth';
  const { anchor, tag } = node as { anchor?: string; tag?: string };
  if (isAlias(node) || anchor) return 'yaml.alias';
  return tag ? 'yaml.tag' : undefined;
};

const readNode = (reading: Reading, node: unknown, depth: number): unknown => {
  if (node === null || node === undefined) return null;
  const forbidden = findForbidden(node, depth);
  if (forbidden) reading.report.add(forbidden, spotOf(reading, node));
  if (forbidden) return undefined;
  if (isMap(node)) {
    const into: Record<string, unknown> = {};
    for (const pair of node.items) readPair(reading, pair, into, depth);
    return into;
  }
  if (isSeq(node)) return node.items.map((item) => readNode(reading, item, depth + 1));
  if (!isScalar(node)) return null;
  return typeof node.value === 'number' ? readNumber(reading, node) : node.value;
};

type Found = { readonly node: unknown; readonly key: unknown; readonly complete: boolean };

/** The node at a path, or the nearest one that contains it. */
const find = (root: unknown, path: Path): Found => {
  let found: Found = { node: root, key: root, complete: true };
  for (const step of path) {
    const { node } = found;
    const pair = isMap(node) ? node.items.find(({ key }) => readKey(key) === String(step)) : undefined;
    const item = isSeq(node) ? node.items[Number(step)] : undefined;
    if (pair) found = { node: pair.value, key: pair.key, complete: true };
    else if (item !== undefined) found = { node: item, key: item, complete: true };
    else return { ...found, complete: false };
  }
  return found;
};

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'block',
  BLOCK_LITERAL: 'block',
};

const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null && node.source === '';

const makeFile = (reading: Reading, root: unknown, value: unknown): YamlFile => {
  const { file, text } = reading;
  const at = (path: Path, offset: number): Spot => ({ ...spotAt(file, text, offset), path: path.join('.') });
  const source = (node: unknown): string => {
    const [from, to] = (node as Node | null)?.range ?? [0, 0];
    return text.slice(from, to);
  };
  return {
    file,
    value,
    spot: (path) => {
      const { node, key, complete } = find(root, path);
      return at(path, startOffset(complete && node && !isEmpty(node) ? node : key));
    },
    keySpot: (path) => at(path, startOffset(find(root, path).key)),
    spotIn: (path, offset) => {
      const { node } = find(root, path);
      if (!isScalar(node)) return at(path, startOffset(node));
      const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
      return at(path, startOffset(node) + sourceOffset(source(node), String(node.value), offset, style));
    },
    written: (path) => {
      const { node, complete } = find(root, path);
      if (!complete) return undefined;
      const line = source(node).replace(/\s+/g, ' ').trim();
      return line.length > 80 ? `${line.slice(0, 79)}…` : line;
    },
  };
};

const parse = (text: string): ReturnType<typeof parseDocument> | undefined => {
  try {
    // Own checks follow for keys and aliases: the library's own for keys is quadratic in their number.
    return parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false });
  } catch {
    return undefined; // Nested deeper than the stack of the parser.
  }
};

/**
 * Reads YAML 1.2 without anchors, aliases and tags; keys are unique, decimals stay as written. Undefined when nothing can
 * be made of the text.
 */
export const readYaml = (file: string, text: string, report: Report): YamlFile | undefined => {
  const reading: Reading = { file, text, report };
  const document = parse(text);
  if (!document) return void report.add('yaml.depth', spotAt(file, text, 0));
  for (const error of document.errors.slice(0, MAX_SYNTAX_PROBLEMS)) {
    report.add('yaml.syntax', spotAt(file, text, error.pos[0]), {
      detail: yamlInWords(error.code, error.message, report.language),
    });
  }
  if (document.errors.length > 0) return undefined;
  return makeFile(reading, document.contents, readNode(reading, document.contents, 0));
};
