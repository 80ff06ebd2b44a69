import { all, attribute, childText, type Element, first } from '#lib/xml.ts';
import type { Test } from './compile-operators.ts';
import { Frame, type Run } from './run.ts';
import type { UnaryTests } from './syntax.ts';
import { ANY, type FeelType, findBasicType } from './types.ts';
import { makeContext, type Value } from './value.ts';

/** Compiles the unary tests of `allowedValues` or `typeConstraint`. */
export type CompileTests = (text: Element) => { readonly tests: UnaryTests | null; readonly test: Test };

type Find = (name: string) => FeelType | undefined;

/** `feel:string` and `string` are the same; `myimport.tPerson` stays whole. */
const plainName = (reference: string): string => reference.slice(reference.indexOf(':') + 1).trim();

/** The type a `typeRef` means; undefined when there is none of that name. */
export const findType = (reference: string, find: Find): FeelType | undefined => {
  const name = plainName(reference);
  return findBasicType(name) ?? find(name);
};

const restrict = (base: FeelType, constraint: Element | undefined, compileTests: CompileTests): FeelType => {
  const text = first(constraint, 'text');
  if (!text || text.text.trim() === '') return base;
  const { test, tests } = compileTests(text);
  const allows = (run: Run, value: Value): boolean => test(run, new Frame(makeContext(), []), value) === true;
  return { kind: 'restricted', base, allows, tests };
};

const withoutAllowed = (type: FeelType): FeelType => {
  if (type.kind === 'declared') return withoutAllowed(type.find());
  return type.kind === 'restricted' ? withoutAllowed(type.base) : type;
};

const readFunctionItem = (element: Element, find: Find): FeelType => {
  const typed = (at: Element, name: string): FeelType =>
    findType(attribute(at, name) ?? childText(at, name) ?? 'Any', find) ?? ANY;
  return {
    kind: 'function',
    parameters: all(element, 'parameters').map((p) => typed(p, 'typeRef')),
    result: typed(element, 'outputTypeRef'),
  };
};

/** An item definition or component as a type. */
export const readItem = (element: Element, find: Find, compileTests: CompileTests): FeelType => {
  const components = all(element, 'itemComponent');
  const func = first(element, 'functionItem');
  const reference = childText(element, 'typeRef')?.trim();
  let type: FeelType = ANY;
  if (func) type = readFunctionItem(func, find);
  else if (components.length > 0) {
    const entries = components.map(
      (item) => [attribute(item, 'name') ?? '', readItem(item, find, compileTests)] as const,
    );
    type = { kind: 'context', entries };
  } else if (reference) {
    const found = (): FeelType => findType(reference, find) ?? ANY;
    // Allowed values of its own take the place of those that it would inherit (§ 7.3.2).
    const lookUp = first(element, 'allowedValues') ? () => withoutAllowed(found()) : found;
    type = findBasicType(plainName(reference)) ?? { kind: 'declared', name: reference, find: lookUp };
  }
  type = restrict(type, first(element, 'allowedValues'), compileTests);
  if (attribute(element, 'isCollection') === 'true') type = { kind: 'list', of: type };
  return restrict(type, first(element, 'typeConstraint'), compileTests);
};
