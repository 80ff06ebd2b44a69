import type { Scanner } from './scanner.ts';
import type { TypeSyntax } from './syntax.ts';

const BUILT_IN = /(?:years\s+and\s+months\s+duration|days\s+and\s+time\s+duration|date\s+and\s+time)(?![\w])/uy;

const parseEntries = (scanner: Scanner): [string, TypeSyntax][] => {
  const entries: [string, TypeSyntax][] = [];
  while (!scanner.take('>')) {
    const name = scanner.takeDeclared(/:/g);
    if (!name) scanner.unexpected('a name and a colon');
    scanner.at = scanner.text.indexOf(':', scanner.at);
    scanner.expect(':');
    entries.push([name, parseType(scanner)]);
    if (!scanner.take(',') && !scanner.peek('>')) scanner.unexpected('“,” or “>”');
  }
  return entries;
};

const parseFunction = (scanner: Scanner): TypeSyntax => {
  const parameters: TypeSyntax[] = [];
  while (!scanner.take('>')) {
    parameters.push(parseType(scanner));
    if (!scanner.take(',') && !scanner.peek('>')) scanner.unexpected('“,” or “>”');
  }
  scanner.expect('->');
  return { kind: 'function', parameters, result: parseType(scanner) };
};

const parseParametric = (scanner: Scanner, word: string): TypeSyntax | null => {
  const start = scanner.at;
  if (!scanner.takeWord(word) || !scanner.take('<')) {
    scanner.at = start;
    return null;
  }
  if (word === 'context') return { kind: 'context', entries: parseEntries(scanner) };
  if (word === 'function') return parseFunction(scanner);
  const of = parseType(scanner);
  scanner.expect('>');
  return word === 'list' ? { kind: 'list', of } : { kind: 'range', of };
};

const parseNamed = (scanner: Scanner): TypeSyntax => {
  const builtIn = scanner.takePattern(BUILT_IN);
  if (builtIn) return { kind: 'named', name: builtIn.replace(/\s+/g, ' ') };
  if (scanner.takeWord('null')) return { kind: 'named', name: 'Null' };
  if (scanner.takeWord('function')) return { kind: 'named', name: 'function' };
  const name = scanner.takeTypeName() ?? scanner.unexpected('a type');
  if (!scanner.take('.')) return { kind: 'named', name };
  return { kind: 'named', name: `${name}.${scanner.takeTypeName() ?? scanner.unexpected('a type')}` };
};

/** A type after `instance of` or a parameter's colon. */
export const parseType = (scanner: Scanner): TypeSyntax =>
  scanner.nest(() => {
    const word = scanner.peekWord() ?? '';
    const parametric = ['list', 'range', 'context', 'function'].includes(word) ? parseParametric(scanner, word) : null;
    return parametric ?? parseNamed(scanner);
  });
