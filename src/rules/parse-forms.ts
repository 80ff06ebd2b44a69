import { takeString } from './literals.ts';
import { isName, tidyName } from './names.ts';
import { parseType } from './parse-type.ts';
import type { Scanner } from './scanner.ts';
import type { Argument, Iterator, Parameter, Syntax } from './syntax.ts';

type Parse = (scanner: Scanner) => Syntax;

/** `{a: 1, "b": a + 1}`; the opening brace is taken. */
export const parseContext = (scanner: Scanner, from: number, expression: Parse): Syntax => {
  const entries: [string, Syntax][] = [];
  while (!scanner.take('}')) {
    const name = takeKey(scanner);
    scanner.expect(':');
    if (scanner.peekWord() === 'function') scanner.declare(name);
    const value = expression(scanner);
    scanner.declare(name);
    scanner.declareProperty(name);
    entries.push([name, value]);
    if (!scanner.take(',') && !scanner.peek('}')) scanner.unexpected('“,” or “}”');
  }
  return { kind: 'context', entries, from, to: scanner.end };
};

const takeKey = (scanner: Scanner): string => {
  const quoted = takeString(scanner);
  if (quoted !== null) return quoted;
  const name = takeNameBefore(scanner, /[:,{}[\]()"]/g, ':');
  return name ?? scanner.unexpected('a name and a colon');
};

/** A name of any form directly before `mark`, taken; null when something else stands here. */
const takeNameBefore = (scanner: Scanner, stop: RegExp, mark: string): string | null => {
  stop.lastIndex = scanner.at;
  const found = stop.exec(scanner.text);
  if (found?.[0] !== mark) return null;
  const raw = scanner.text.slice(scanner.at, found.index);
  if (!isName(raw)) return null;
  scanner.at = found.index;
  return tidyName(raw);
};

/** Arguments of a call; the opening parenthesis is taken. */
export const parseArguments = (scanner: Scanner, expression: Parse): Argument[] => {
  const args: Argument[] = [];
  while (!scanner.take(')')) {
    const start = scanner.at;
    const name = takeNameBefore(scanner, /[:,{}[\]()"]/g, ':');
    if (name === null) scanner.at = start;
    else scanner.expect(':');
    args.push({ name, value: expression(scanner) });
    if (!scanner.take(',') && !scanner.peek(')')) scanner.unexpected('“,” or “)”');
  }
  return args;
};

/** `x in 1..5, y in list`, for `for`, `some` and `every`. */
export const parseIterators = (scanner: Scanner, expression: Parse): Iterator[] => {
  const iterators: Iterator[] = [];
  do {
    const name = takeIteratorName(scanner);
    scanner.expectWord('in');
    const domain = expression(scanner);
    const end = scanner.take('..') ? expression(scanner) : null;
    scanner.declare(name);
    iterators.push({ name, domain, end });
  } while (scanner.take(','));
  return iterators;
};

const takeIteratorName = (scanner: Scanner): string => {
  const found = /\sin\s/g;
  const name = scanner.takeDeclared(found);
  if (!name || !isName(name)) scanner.unexpected('a name and “in”');
  scanner.at = found.lastIndex - 3;
  scanner.skip();
  return name;
};

/** `(a: number, b) a + b`, after the word `function`. */
export const parseFunction = (scanner: Scanner, from: number, expression: Parse): Syntax => {
  scanner.expect('(');
  const parameters: Parameter[] = [];
  while (!scanner.take(')')) {
    const stop = /[:,)]/g;
    const name = scanner.takeDeclared(stop);
    if (!name || !isName(name)) scanner.unexpected('the name of a parameter');
    scanner.at = stop.lastIndex - 1;
    const type = scanner.take(':') ? parseType(scanner) : null;
    scanner.declare(name);
    parameters.push({ name, type });
    if (!scanner.take(',') && !scanner.peek(')')) scanner.unexpected('“,” or “)”');
  }
  const isExternal = scanner.takeWord('external');
  const body = expression(scanner);
  return { kind: 'function', parameters, body: isExternal ? null : body, from, to: scanner.end };
};
