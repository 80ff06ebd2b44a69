import { attribute, type Element, first } from '#lib/xml.ts';
import type { Boxed } from './boxed-context.ts';
import type { CompileInside } from './boxed-function.ts';
import { rangeItems } from './compile-loops.ts';
import { tidyName } from './names.ts';
import type { Code, Run } from './run.ts';
import { bind, type Scope } from './scope.ts';
import { asList, isList, Range, type Value } from './value.ts';

const itemsOf = (run: Run, value: Value): readonly Value[] | null => {
  if (isList(value)) return value;
  if (value instanceof Range) return rangeItems(run, value);
  return value === null ? run.warn('loop', 'There is nothing to run over.') : [value];
};

const finish = (kind: string, results: readonly Value[]): Value => {
  if (kind === 'for') return results;
  const decisive = kind === 'some';
  if (results.includes(decisive)) return decisive;
  return results.every((value) => typeof value === 'boolean') ? !decisive : null;
};

/** Boxed `for`, `some` and `every`. */
export const compileIteratorElement = (
  boxed: Boxed,
  element: Element,
  scope: Scope | null,
  inside: CompileInside,
): Code => {
  const domain = inside(boxed, first(element, 'in'), scope);
  const item = bind(scope, tidyName(attribute(element, 'iteratorVariable') ?? 'item'));
  const partial = bind(item, 'partial');
  const body = inside(boxed, first(element, element.name === 'for' ? 'return' : 'satisfies'), partial);
  return (run, frame) => {
    const items = itemsOf(run, domain(run, frame));
    if (items === null) return null;
    const results: Value[] = [];
    for (const value of items) {
      run.spend(1 + (results.length >> 5));
      frame.slots[item.slot] = value;
      frame.slots[partial.slot] = results.slice();
      results.push(body(run, frame));
    }
    return finish(element.name, results);
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
      if (typeof verdict !== 'boolean') return run.warn('filter', 'The condition must be true or false.');
      if (verdict) kept.push(entry);
    }
    return kept;
  };
};
