import { attribute, type Element, first } from '#lib/xml.ts';
import type { Boxed } from './boxed-context.ts';
import type { CompileInside } from './boxed-function.ts';
import { rangeItems } from './compile-loops.ts';
import { tidyName } from './names.ts';
import type { Code, Frame, Run } from './run.ts';
import { bind, type Scope } from './scope.ts';
import { asList, isList, Range, type Value } from './value.ts';

const itemsOf = (run: Run, value: Value): readonly Value[] | null => {
  if (isList(value)) return value;
  if (value instanceof Range) return rangeItems(run, value);
  return value === null ? run.warn('loop', { name: 'for', type: 'Null' }) : [value];
};

const collect =
  (item: Scope, partial: Scope, body: Code) =>
  (run: Run, frame: Frame, items: readonly Value[]): Value => {
    const results: Value[] = [];
    for (const value of items) {
      run.spend(1 + (results.length >> 5));
      frame.slots[item.slot] = value;
      frame.slots[partial.slot] = results.slice();
      results.push(body(run, frame));
    }
    return results;
  };

/** The first decisive verdict decides; one that is no boolean makes all of it null. */
const quantify =
  (item: Scope, decisive: boolean, body: Code) =>
  (run: Run, frame: Frame, items: readonly Value[]): Value => {
    let verdict: boolean | null = !decisive;
    for (const value of items) {
      run.spend(1);
      frame.slots[item.slot] = value;
      const one = body(run, frame);
      if (one === decisive) return decisive;
      if (one === null) verdict = null;
      else if (typeof one !== 'boolean') return run.warn('filter');
    }
    return verdict;
  };

/** Boxed `for`, `some` and `every`. */
export const compileIteratorElement = (
  boxed: Boxed,
  element: Element,
  scope: Scope | null,
  inside: CompileInside,
): Code => {
  const isFor = element.name === 'for';
  const domain = inside(boxed, first(element, 'in'), scope);
  const item = bind(scope, tidyName(attribute(element, 'iteratorVariable') ?? 'item'));
  const partial = bind(item, 'partial');
  const body = inside(boxed, first(element, isFor ? 'return' : 'satisfies'), isFor ? partial : item);
  const loop = isFor ? collect(item, partial, body) : quantify(item, element.name === 'some', body);
  return (run, frame) => {
    const items = itemsOf(run, domain(run, frame));
    return items && loop(run, frame, items);
  };
};

/** A boxed filter; a condition that is neither true nor false makes all of it null. */
export const compileDomainLoop = (boxed: Boxed, element: Element, scope: Scope | null, inside: CompileInside): Code => {
  const domain = inside(boxed, first(element, 'in'), scope);
  const item = bind(scope, null);
  const condition = inside(boxed, first(element, 'match'), item);
  return (run, frame) => {
    const value = domain(run, frame);
    const kept: Value[] = [];
    for (const entry of value === null ? [] : asList(value)) {
      run.spend(1);
      frame.slots[item.slot] = entry;
      const verdict = condition(run, frame);
      if (typeof verdict !== 'boolean') return run.warn('filter');
      if (verdict) kept.push(entry);
    }
    return kept;
  };
};
