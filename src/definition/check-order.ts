import type { Expression } from '#rules';
import type { CompiledField, CompiledPage } from './compiled.ts';
import type { Draft } from './draft.ts';
import type { Path } from './yaml-file.ts';

type Position = { readonly at: number; readonly page: string; readonly dependsOn: ReadonlySet<string> };

/** Questions that an expression sees: those of its list, then those around it. */
type Scope = { readonly own: Map<string, Position>; readonly outer?: Scope };

/** An expression with the place it has among the questions: it may read what stands before. */
type Reader = {
  readonly id: string;
  readonly path: Path;
  readonly expression: Expression;
  readonly at: number;
  readonly scope: Scope;
  /** For conditions: whether a question is one whose being asked the condition decides. */
  readonly decides?: (name: string) => boolean;
};

type Walk = { readonly readers: Reader[]; next: number };
type Here = { readonly path: Path; readonly page: CompiledPage; readonly scope: Scope };

const lookUp = (scope: Scope, name: string): Position | undefined =>
  scope.own.get(name) ?? (scope.outer && lookUp(scope.outer, name));

const walkField = (walk: Walk, here: Here, { field, when, min, max, item }: CompiledField): void => {
  const { path, page, scope } = here;
  if (item.length > 0)
    walkFields(walk, { path: [...path, 'item'], page, scope: { own: new Map(), outer: scope } }, item);
  // A list takes its number after its entries' fields: they cannot read the list that they are part of.
  const at = walk.next;
  walk.next += 1;
  scope.own.set(field.id, {
    at,
    page: page.id,
    dependsOn: new Set([...(when?.names ?? []), ...(page.when?.names ?? [])]),
  });
  const reader = { id: field.id, at, scope };
  const decides = (name: string): boolean => name === field.id;
  if (when) walk.readers.push({ ...reader, path: [...path, 'when'], expression: when, decides });
  if (min) walk.readers.push({ ...reader, path: [...path, 'min'], expression: min });
  if (max) walk.readers.push({ ...reader, path: [...path, 'max'], expression: max });
};

const walkFields = (walk: Walk, here: Here, fields: readonly CompiledField[]): void => {
  for (const [index, field] of fields.entries()) walkField(walk, { ...here, path: [...here.path, index] }, field);
};

const walkPage = (walk: Walk, path: Path, page: CompiledPage, scope: Scope): void => {
  const first = walk.next;
  const reader = { id: page.id, scope };
  const decides = (name: string): boolean => lookUp(scope, name)?.page === page.id;
  walkFields(walk, { path: [...path, 'fields'], page, scope }, page.fields);
  if (page.when) walk.readers.push({ ...reader, at: first, path: [...path, 'when'], expression: page.when, decides });
  for (const [index, { when }] of page.advice.entries())
    walk.readers.push({ ...reader, at: walk.next, path: [...path, 'advice', index, 'when'], expression: when });
};

/** The way from a question back to what a condition decides, along conditions; undefined where there is none. */
const findWay = (from: string, decides: (name: string) => boolean, scope: Scope): string[] | undefined => {
  const ways: string[][] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = way.at(-1) ?? '';
    if (decides(last)) return way;
    for (const next of lookUp(scope, last)?.dependsOn ?? []) {
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
};

/** Offset of the first use of a name in an expression. */
const findUse = (text: string, name: string): number =>
  Math.max(0, text.search(new RegExp(`(?<![\\p{L}\\d_."])${name}(?![\\p{L}\\d_"])`, 'u')));

const checkReader = ({ yaml, report }: Draft, reader: Reader): void => {
  const { scope, expression, path, at, decides } = reader;
  for (const name of expression.names) {
    const position = lookUp(scope, name);
    if (!position || position.at < at) continue;
    const spot = yaml.spotIn(path, findUse(expression.text, name));
    const way = decides && findWay(name, decides, scope);
    if (way) report.add('when.cycle', spot, { chain: [reader.id, ...way].join(' → ') });
    else report.add('when.later', spot, { name, page: position.page });
  }
};

/** Adds a problem for each name that an expression on a page reads before it is asked. */
const checkChecks = (draft: Draft, walk: Walk, pages: readonly CompiledPage[], scope: Scope): void => {
  const all = draft.service.checks;
  let at = 0;
  for (const page of pages) {
    at = Math.max(at, ...page.fields.map(({ field }) => (scope.own.get(field.id)?.at ?? 0) + 1));
    for (const { id, fail } of page.checks) {
      const path = ['checks', all.findIndex((check) => check.id === id), 'fail'];
      walk.readers.push({ id, scope, at, path, expression: fail });
    }
  }
};

/** Every condition and check of the form may read earlier answers only; then none can depend on itself. */
export const checkOrder = (draft: Draft, pages: readonly CompiledPage[]): void => {
  const walk: Walk = { readers: [], next: 0 };
  const scope: Scope = { own: new Map() };
  for (const [index, page] of pages.entries()) walkPage(walk, ['form', index], page, scope);
  checkChecks(draft, walk, pages, scope);
  for (const reader of walk.readers) checkReader(draft, reader);
};
