import { all, attribute, childText, type Element, first } from '#lib/xml.ts';
import { type Boxed, checked, compileText } from './boxed-context.ts';
import { compileFunctionElement } from './boxed-function.ts';
import { compileDomainLoop, compileIteratorElement } from './boxed-loops.ts';
import { callNamed } from './call.ts';
import { tidyName } from './names.ts';
import type { Code } from './run.ts';
import { bind, type Scope } from './scope.ts';
import { compileTable } from './table.ts';
import { makeContext, type Value } from './value.ts';

const EXPRESSIONS = [
  'literalExpression',
  'decisionTable',
  'context',
  'invocation',
  'list',
  'relation',
  'functionDefinition',
  'conditional',
  'for',
  'some',
  'every',
  'filter',
] as const;
type Expression = (typeof EXPRESSIONS)[number];

/** The boxed expression inside an element, if there is one. */
export const findBoxed = (element: Element | undefined): Element | undefined =>
  element?.children.find(({ name }) => EXPRESSIONS.some((kind) => kind === name));

/** Compiles the expression inside an element; where there is none, null. */
export const compileInside = (boxed: Boxed, element: Element | undefined, scope: Scope | null): Code => {
  const found = findBoxed(element);
  return found ? compileBoxed(boxed, found, scope) : () => null;
};

const compileLiteral = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const text = first(element, 'text');
  return text ? compileText(boxed, text, text.text, scope) : () => null;
};

type Entry = { readonly name: string | null; readonly slot: number; readonly code: Code };

const compileEntry = (
  boxed: Boxed,
  entry: Element,
  scope: Scope | null,
): { readonly entry: Entry; readonly scope: Scope | null } => {
  const variable = first(entry, 'variable');
  if (!variable) return { entry: { name: null, slot: -1, code: compileInside(boxed, entry, scope) }, scope };
  const name = tidyName(attribute(variable, 'name') ?? '');
  const inner = bind(scope, name);
  const func = first(entry, 'functionDefinition');
  // A function may call itself by the name of its entry.
  const code = func
    ? compileFunctionElement(boxed, func, inner, compileInside, inner.slot)
    : checked(compileInside(boxed, entry, scope), boxed.typeOf(entry, attribute(variable, 'typeRef')), name);
  return { entry: { name, slot: inner.slot, code }, scope: inner };
};

/** Entries see those before them; an entry without variable is the result (DMN 1.5 § 10.4). */
const compileContextElement = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  let inner = scope;
  const entries: Entry[] = [];
  for (const child of all(element, 'contextEntry')) {
    const compiled = compileEntry(boxed, child, inner);
    inner = compiled.scope;
    entries.push(compiled.entry);
  }
  return (run, frame) => {
    run.spend(1);
    const result: [string, Value][] = [];
    for (const { name, slot, code } of entries) {
      const value = code(run, frame);
      if (name === null) return value;
      frame.slots[slot] = value;
      result.push([name, value]);
    }
    return makeContext(result);
  };
};

const compileInvocation = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const callee = compileInside(boxed, element, scope);
  const bindings = all(element, 'binding').map((binding) => {
    const parameter = first(binding, 'parameter');
    const name = tidyName(attribute(parameter, 'name') ?? '');
    const type = boxed.typeOf(binding, attribute(parameter, 'typeRef'));
    return { name, code: checked(compileInside(boxed, binding, scope), type, name) };
  });
  return (run, frame) => {
    const args = bindings.map(({ name, code }): [string, Value] => [name, code(run, frame)]);
    return callNamed(run, callee(run, frame), args, { from: 0, to: 0 });
  };
};

const compileListElement = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const items = element.children.filter(({ name }) => EXPRESSIONS.some((kind) => kind === name));
  const codes = items.map((item) => compileBoxed(boxed, item, scope));
  return (run, frame) => codes.map((code) => code(run, frame));
};

const compileRelation = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const columns = all(element, 'column').map((column) => ({
    name: tidyName(attribute(column, 'name') ?? ''),
    type: boxed.typeOf(column, attribute(column, 'typeRef')),
  }));
  const rows = all(element, 'row').map((row) => {
    const cells = row.children.filter(({ name }) => EXPRESSIONS.some((kind) => kind === name));
    return columns.map(({ name, type }, i) => {
      const cell = cells[i];
      return [name, cell ? checked(compileBoxed(boxed, cell, scope), type, name) : () => null] as const;
    });
  });
  return (run, frame) => rows.map((row) => makeContext(row.map(([name, code]) => [name, code(run, frame)])));
};

const compileConditional = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const asked = first(element, 'if');
  const condition = compileInside(boxed, asked, scope);
  const yes = compileInside(boxed, first(element, 'then'), scope);
  const no = compileInside(boxed, first(element, 'else'), scope);
  const text = first(findBoxed(asked), 'text');
  const branch = { from: 0, to: 0 };
  boxed.addBranch(text ?? element, branch, text?.text.trim() ?? '');
  return (run, frame) => {
    const holds = condition(run, frame) === true;
    run.branches?.note(branch, holds);
    return holds ? yes(run, frame) : no(run, frame);
  };
};

const FORMS = {
  literalExpression: compileLiteral,
  context: compileContextElement,
  invocation: compileInvocation,
  list: compileListElement,
  relation: compileRelation,
  conditional: compileConditional,
  decisionTable: compileTable,
  functionDefinition: (boxed, element, scope) => compileFunctionElement(boxed, element, scope, compileInside),
  for: (boxed, element, scope) => compileIteratorElement(boxed, element, scope, compileInside),
  some: (boxed, element, scope) => compileIteratorElement(boxed, element, scope, compileInside),
  every: (boxed, element, scope) => compileIteratorElement(boxed, element, scope, compileInside),
  filter: (boxed, element, scope) => compileDomainLoop(boxed, element, scope, compileInside),
} satisfies Record<Expression, (boxed: Boxed, element: Element, scope: Scope | null) => Code>;

/** Compiles any boxed expression (DMN 1.5 § 7.3, 8, 10.2) and holds its result to its `typeRef`. */
export const compileBoxed = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const kind = EXPRESSIONS.find((name) => name === element.name);
  if (!kind) return () => null;
  const type = boxed.typeOf(element, attribute(element, 'typeRef') ?? childText(element, 'typeRef'));
  return checked(FORMS[kind](boxed, element, scope), type, 'expression');
};
