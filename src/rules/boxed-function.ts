import { all, attribute, type Element } from '#lib/xml.ts';
import type { Boxed } from './boxed-context.ts';
import { type Definition, makeFunction } from './compile-calls.ts';
import { tidyName } from './names.ts';
import type { Code } from './run.ts';
import { bind, nextSlot, type Scope } from './scope.ts';
import { ANY, resultType } from './types.ts';

export type CompileInside = (boxed: Boxed, element: Element | undefined, scope: Scope | null) => Code;

/** A function definition element: parameters and body; null for kinds that run elsewhere (Java, PMML). */
export const readFunction = (
  boxed: Boxed,
  element: Element,
  scope: Scope | null,
  inside: CompileInside,
): Definition | null => {
  if ((attribute(element, 'kind') ?? 'FEEL') !== 'FEEL') return null;
  const parameters = all(element, 'formalParameter').map((parameter) => ({
    name: tidyName(attribute(parameter, 'name') ?? ''),
    type: boxed.typeOf(parameter, attribute(parameter, 'typeRef')),
  }));
  const inner = parameters.reduce<Scope | null>((outer, { name }) => bind(outer, name), scope);
  const body = inside(boxed, element, inner);
  const result = resultType(boxed.typeOf(element, attribute(element, 'typeRef')));
  return { name: '', parameters, result, gives: ANY, body, slot: nextSlot(scope) };
};

/** A function value; `self` is the slot that its own name is bound to, where an entry gives it one. */
export const compileFunctionElement = (
  boxed: Boxed,
  element: Element,
  scope: Scope | null,
  inside: CompileInside,
  self: number | null = null,
): Code => {
  const definition = readFunction(boxed, element, scope, inside);
  if (!definition) return (run) => run.warn('external');
  return (_, frame) => {
    const captured = frame.capture();
    const func = makeFunction(definition, captured);
    if (self !== null) captured.slots[self] = func;
    return func;
  };
};
