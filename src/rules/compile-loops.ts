import { CalendarDate } from './calendar.ts';
import { compare } from './compare.ts';
import { Decimal, ONE } from './decimal.ts';
import type { Code, Frame, Run } from './run.ts';
import { bind, type Compiler, type Scope } from './scope.ts';
import type { Iterator, Span, Syntax } from './syntax.ts';
import { isList, Range, typeName, type Value } from './value.ts';

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;
type Domain = (run: Run, frame: Frame) => readonly Value[] | null;
type Loop = { readonly slot: number; readonly domain: Domain };

const step = (value: Value, by: Decimal): Value => {
  if (value instanceof Decimal) return value.plus(by);
  return value instanceof CalendarDate ? value.plusDays(by.toNumber()) : null;
};

/** From start to end, upwards or downwards; null when the two cannot be counted. */
const count = (run: Run, start: Value, end: Value): Value[] | null => {
  const direction = compare(end, start);
  if (direction === null || step(start, ONE) === null) return null;
  const by = direction < 0 ? ONE.negated() : ONE;
  const items: Value[] = [];
  for (let at = start; at !== null; at = step(at, by)) {
    const rest = compare(end, at);
    if (rest === null || (rest !== 0 && rest !== direction)) break;
    run.spend(1);
    items.push(at);
  }
  return items;
};

/** The items of a range of whole numbers or dates; null for other ranges. */
export const rangeItems = (run: Run, range: Range): readonly Value[] | null => {
  if ((compare(range.start, range.end) ?? 0) > 0) return null;
  const items = count(run, range.start, range.end);
  if (items === null) return null;
  const first = range.startIncluded ? 0 : 1;
  const last = items.length - (range.endIncluded || compare(items.at(-1) ?? null, range.end) !== 0 ? 0 : 1);
  return items.slice(first, last);
};

const compileDomain = (compiler: Compiler, iterator: Iterator, scope: Scope | null, node: Span): Domain => {
  const start = compiler.compile(iterator.domain, scope);
  const end = iterator.end && compiler.compile(iterator.end, scope);
  const refuse = (run: Run, value: Value): null =>
    run.warn('loop', { name: iterator.name, type: typeName(value) }, node.from, node.to);
  if (end) return (run, frame) => count(run, start(run, frame), end(run, frame)) ?? refuse(run, null);
  return (run, frame) => {
    const value = start(run, frame);
    if (isList(value)) return value;
    if (value instanceof Range) return rangeItems(run, value) ?? refuse(run, value);
    return value === null ? refuse(run, value) : [value];
  };
};

const compileIterators = (compiler: Compiler, node: Node<'for' | 'some' | 'every'>, scope: Scope | null) => {
  const loops: Loop[] = [];
  let inner = scope;
  for (const iterator of node.iterators) {
    const domain = compileDomain(compiler, iterator, inner, node);
    inner = bind(inner, iterator.name);
    loops.push({ slot: inner.slot, domain });
  }
  return { loops, inner };
};

/** Runs `visit` for every combination; false when a domain is no list, or `visit` asked to stop. */
const iterate = (run: Run, frame: Frame, loops: readonly Loop[], visit: () => boolean, at = 0): boolean => {
  const loop = loops[at];
  if (!loop) return visit();
  const items = loop.domain(run, frame);
  if (items === null) return false;
  for (const item of items) {
    run.spend(1);
    frame.slots[loop.slot] = item;
    if (!iterate(run, frame, loops, visit, at + 1)) return false;
  }
  return true;
};

const mentions = (value: unknown, name: string): boolean => {
  if (Array.isArray(value)) return value.some((item) => mentions(item, name));
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && value.kind === 'name' && 'name' in value && value.name === name) return true;
  return Object.values(value).some((item) => mentions(item, name));
};

export const compileFor = (compiler: Compiler, node: Node<'for'>, scope: Scope | null): Code => {
  const { loops, inner } = compileIterators(compiler, node, scope);
  const partial = bind(inner, 'partial');
  const body = compiler.compile(node.body, partial);
  const readsPartial = mentions(node.body, 'partial');
  return (run, frame) => {
    const results: Value[] = [];
    const done = iterate(run, frame, loops, () => {
      if (readsPartial) {
        // A copy, so that what the body keeps of it stays as it was; its cost counts.
        run.spend(results.length >> 5);
        frame.slots[partial.slot] = results.slice();
      }
      results.push(body(run, frame));
      return true;
    });
    return done ? results : null;
  };
};

/** `some` is the disjunction, `every` the conjunction over all combinations, three-valued. */
export const compileQuantified = (compiler: Compiler, node: Node<'some' | 'every'>, scope: Scope | null): Code => {
  const { loops, inner } = compileIterators(compiler, node, scope);
  const body = compiler.compile(node.body, inner);
  const decisive = node.kind === 'some';
  return (run, frame) => {
    let verdict: boolean | null = !decisive;
    let isDecided = false;
    const done = iterate(run, frame, loops, () => {
      const value = body(run, frame);
      isDecided = value === decisive;
      if (value === null) verdict = null;
      // Anything but true, false or null is an error, and the whole is null.
      return !isDecided && (value === null || typeof value === 'boolean');
    });
    if (isDecided) return decisive;
    return done ? verdict : null;
  };
};
