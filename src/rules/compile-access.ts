import { builtIns } from './built-ins.ts';
import { Decimal } from './decimal.ts';
import { findProperty } from './properties.ts';
import type { Code, Frame, Run } from './run.ts';
import { bind, type Compiler, type Scope } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { asList, getEntry, isContext, isList, typeName, type Value } from './value.ts';

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const readOutside = (compiler: Compiler, node: Node<'name'>, isInFilter: boolean): Code => {
  const { name, from, to } = node;
  const builtIn = builtIns.get(name);
  const isDeclared = compiler.names?.has(name) ?? false;
  const isOpen = compiler.names === null && !builtIn && !(isInFilter && name === 'item');
  if (isDeclared || isOpen) compiler.free.add(name);
  if (compiler.names && !isDeclared && !builtIn && !isInFilter) {
    compiler.problems.push({ code: 'name.unknown', message: `“${name}” is not known here.`, from, to });
  }
  const missing = (run: Run): Value => builtIn ?? run.warn('name.missing', { name }, from, to);
  // Names that every JavaScript object has are looked up the careful way.
  if (name in Object.prototype) return (run, frame) => getEntry(frame.variables, name) ?? missing(run);
  return (run, frame) => {
    const value = frame.variables[name];
    return value === undefined ? missing(run) : value;
  };
};

/** A name: bound inside the expression, an entry of the filtered item, or a variable from outside. */
export const compileName = (compiler: Compiler, node: Node<'name'>, scope: Scope | null): Code => {
  const items: number[] = [];
  let at = scope;
  while (at !== null && at.name !== node.name) {
    if (at.name === null) items.push(at.slot);
    at = at.parent;
  }
  const slot = at?.slot;
  const outer: Code =
    slot === undefined ? readOutside(compiler, node, items.length > 0) : (_, frame) => frame.slots[slot] ?? null;
  return items.reduceRight((next, item) => itemEntry(item, node.name, next), outer);
};

const itemEntry =
  (slot: number, name: string, otherwise: Code): Code =>
  (run, frame) => {
    const item = frame.slots[slot] ?? null;
    const entry = isContext(item) ? getEntry(item, name) : undefined;
    if (entry !== undefined) return entry;
    return name === 'item' ? item : otherwise(run, frame);
  };

const readPath = (run: Run, value: Value, node: Node<'path'>): Value => {
  if (value === null) return null;
  if (isList(value)) {
    run.spend(value.length);
    return value.map((item) => readPath(run, item, node));
  }
  const found = isContext(value) ? getEntry(value, node.name) : findProperty(value, node.name);
  return found === undefined ? run.warn('path', { type: typeName(value), name: node.name }, node.from, node.to) : found;
};

export const compilePath = (compiler: Compiler, node: Node<'path'>, scope: Scope | null): Code => {
  const target = compiler.compile(node.target, scope);
  return (run, frame) => readPath(run, target(run, frame), node);
};

/** The item at a 1-based index, from the end when negative. */
const itemAt = (run: Run, list: readonly Value[], index: Decimal, node: Syntax): Value => {
  const at = index.isInteger() ? index.toNumber() : 0;
  const item = at > 0 ? list[at - 1] : list[list.length + at];
  return item === undefined
    ? run.warn('index', { index: String(index), count: list.length }, node.from, node.to)
    : item;
};

const select = (run: Run, frame: Frame, list: readonly Value[], slot: number, condition: Code, node: Syntax): Value => {
  const kept: Value[] = [];
  for (const [position, item] of list.entries()) {
    run.spend(1);
    frame.slots[slot] = item;
    const verdict = condition(run, frame);
    if (position === 0 && verdict instanceof Decimal) return itemAt(run, list, verdict, node);
    if (verdict === true) kept.push(item);
  }
  return kept;
};

export const compileFilter = (compiler: Compiler, node: Node<'filter'>, scope: Scope | null): Code => {
  const target = compiler.compile(node.target, scope);
  const inner = bind(scope, null);
  const condition = compiler.compile(node.condition, inner);
  return (run, frame) => {
    const value = target(run, frame);
    if (value !== null && asList(value).length > 0)
      return select(run, frame, asList(value), inner.slot, condition, node);
    frame.slots[inner.slot] = null;
    return condition(run, frame) instanceof Decimal ? null : [];
  };
};
