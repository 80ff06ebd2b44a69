import { contextFunctions } from './functions-context.ts';
import { convertFunctions } from './functions-convert.ts';
import { listFunctions } from './functions-list.ts';
import { numberFunctions } from './functions-number.ts';
import { rangeFunctions } from './functions-range.ts';
import { notFunction, textFunctions } from './functions-text.ts';
import { timeFunctions } from './functions-time.ts';
import { NameSet } from './names.ts';
import type { Func } from './value.ts';

/** Every built-in function of DMN 1.5 by name. */
export const builtIns: ReadonlyMap<string, Func> = new Map(
  [
    notFunction,
    ...convertFunctions,
    ...textFunctions,
    ...numberFunctions,
    ...listFunctions,
    ...contextFunctions,
    ...rangeFunctions,
    ...timeFunctions,
  ].map((func) => [func.name, func]),
);

/** Their names for the parser. */
export const builtInNames = new NameSet(builtIns.keys());
