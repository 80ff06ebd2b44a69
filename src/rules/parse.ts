import { Decimal } from './decimal.ts';
import { takeNumber, takeString } from './literals.ts';
import { parseArguments, parseContext, parseFunction, parseIterators } from './parse-forms.ts';
import { parseType } from './parse-type.ts';
import { KEYWORDS, Scanner, type ScannerNames } from './scanner.ts';
import type { BinaryOperator, ComparisonOperator, Syntax, UnaryTests } from './syntax.ts';

const expression = (scanner: Scanner): Syntax => scanner.nest(() => disjunction(scanner));

/** A row of left-associative operators of one precedence. */
const leftAssociative =
  (operand: (scanner: Scanner) => Syntax, take: (scanner: Scanner) => BinaryOperator | null) =>
  (scanner: Scanner): Syntax => {
    let left = operand(scanner);
    for (let links = 0; ; ) {
      const operator = take(scanner);
      if (operator === null) return left;
      links = scanner.link(links);
      const right = operand(scanner);
      left = { kind: 'binary', operator, left, right, from: left.from, to: right.to };
    }
  };

const takeAdditive = (scanner: Scanner): BinaryOperator | null =>
  scanner.take('+') ? '+' : scanner.peek('->') ? null : scanner.take('-') ? '-' : null;

const takeMultiplicative = (scanner: Scanner): BinaryOperator | null =>
  scanner.peek('**') ? null : scanner.take('*') ? '*' : scanner.take('/') ? '/' : null;

const takeComparison = (scanner: Scanner): ComparisonOperator | null => {
  for (const operator of ['<=', '>=', '!=', '<', '>', '='] as const) if (scanner.take(operator)) return operator;
  return null;
};

const negation = (scanner: Scanner): Syntax => {
  const from = scanner.at;
  if (!scanner.take('-')) return instance(scanner);
  const operand = scanner.nest(() => negation(scanner));
  return { kind: 'negation', operand, from, to: operand.to };
};

const exponentiation = leftAssociative(negation, (scanner) => (scanner.take('**') ? '**' : null));
const multiplication = leftAssociative(exponentiation, takeMultiplicative);
const addition = leftAssociative(multiplication, takeAdditive);

const comparison = (scanner: Scanner): Syntax => {
  let left = addition(scanner);
  for (let links = 0; ; links = scanner.link(links)) {
    const { from } = left;
    const operator = takeComparison(scanner);
    if (operator) {
      const right = addition(scanner);
      left = { kind: 'binary', operator, left, right, from, to: right.to };
    } else if (scanner.takeWord('between')) {
      const low = addition(scanner);
      scanner.expectWord('and');
      const high = addition(scanner);
      left = { kind: 'between', value: left, low, high, from, to: high.to };
    } else if (scanner.takeWord('in')) {
      const tests = parseInTests(scanner);
      left = { kind: 'in', value: left, tests, from, to: scanner.end };
    } else return left;
  }
};

const conjunction = leftAssociative(comparison, (scanner) => (scanner.takeWord('and') ? 'and' : null));
const disjunction = leftAssociative(conjunction, (scanner) => (scanner.takeWord('or') ? 'or' : null));

const instance = (scanner: Scanner): Syntax => {
  let value = postfix(scanner);
  for (let links = 0; scanner.peekWord() === 'instance'; links = scanner.link(links)) {
    scanner.takeWord('instance');
    scanner.expectWord('of');
    const type = parseType(scanner);
    value = { kind: 'instance', value, type, from: value.from, to: scanner.end };
  }
  return value;
};

/** `(1, <5)` after `in`, unless the parenthesis begins a range or an arithmetic expression. */
const parseInTests = (scanner: Scanner): readonly Syntax[] => {
  const start = scanner.at;
  if (scanner.arithmetic.has(start) || !scanner.take('(')) return [test(scanner)];
  const tests = [expression(scanner)];
  while (scanner.take(',')) tests.push(expression(scanner));
  const continues = !scanner.take(')') || /^(\.|\[|\+|-|\*|\/)/.test(scanner.text.slice(scanner.at));
  if (!continues) return tests;
  scanner.arithmetic.add(start);
  scanner.at = start;
  return [test(scanner)];
};

const test = (scanner: Scanner): Syntax =>
  /[<>=!]/.test(scanner.text.charAt(scanner.at)) ? openComparison(scanner) : addition(scanner);

const openComparison = (scanner: Scanner): Syntax => {
  const from = scanner.at;
  const operator = takeComparison(scanner);
  if (operator === null) return scanner.unexpected('a comparison');
  const operand = addition(scanner);
  return { kind: 'comparison', operator, operand, from, to: operand.to };
};

const postfix = (scanner: Scanner): Syntax => {
  let target = primary(scanner);
  for (let links = 0; ; links = scanner.link(links)) {
    const { from } = target;
    if (scanner.peek('.') && !scanner.peek('..')) {
      scanner.take('.');
      const name = scanner.takeProperty();
      target = { kind: 'path', target, name, from, to: scanner.end };
    } else if (scanner.peek('[') && !closesRange(scanner)) {
      scanner.take('[');
      scanner.filters += 1;
      const condition = expression(scanner);
      scanner.filters -= 1;
      scanner.expect(']');
      target = { kind: 'filter', target, condition, from, to: scanner.end };
    } else if (scanner.take('(')) {
      const args = parseArguments(scanner, expression);
      target = { kind: 'call', callee: target, args, from, to: scanner.end };
    } else return target;
  }
};

/** In `]1..5[` the last bracket closes the range: no expression can begin after it. */
const closesRange = (scanner: Scanner): boolean => {
  const rest = scanner.text.slice(scanner.at + 1, scanner.at + 200).trimStart();
  if (rest === '' || /^(?:[,)\]}=!*/+]|\.(?!\d))/.test(rest)) return true;
  const word = /^[a-z]+(?![\w])/.exec(rest)?.[0];
  return (
    word !== undefined &&
    ['and', 'or', 'then', 'else', 'return', 'satisfies', 'in', 'between', 'instance'].includes(word)
  );
};

const range = (scanner: Scanner, from: number, start: Syntax, startIncluded: boolean): Syntax => {
  const end = addition(scanner);
  const endIncluded = scanner.take(']');
  if (!endIncluded && !scanner.take(')') && !scanner.take('[')) scanner.unexpected('“]” or “)”');
  return { kind: 'range', start, end, startIncluded, endIncluded, from, to: scanner.end };
};

const parenthesis = (scanner: Scanner, from: number): Syntax => {
  const inner = expression(scanner);
  if (scanner.take('..')) return range(scanner, from, inner, false);
  scanner.expect(')');
  return { ...inner, from, to: scanner.end };
};

const bracket = (scanner: Scanner, from: number): Syntax => {
  const items: Syntax[] = [];
  while (!scanner.take(']')) {
    const item = expression(scanner);
    if (items.length === 0 && scanner.take('..')) return range(scanner, from, item, true);
    items.push(item);
    if (!scanner.take(',') && !scanner.peek(']')) scanner.unexpected('“,” or “]”');
  }
  return { kind: 'list', items, from, to: scanner.end };
};

const marked = (scanner: Scanner, from: number): Syntax | null => {
  if (scanner.take('(')) return parenthesis(scanner, from);
  if (scanner.take('[')) return bracket(scanner, from);
  if (scanner.take('{')) return parseContext(scanner, from, expression);
  if (scanner.take(']')) {
    const start = addition(scanner);
    scanner.expect('..');
    return range(scanner, from, start, false);
  }
  if (scanner.take('@')) {
    const text = takeString(scanner) ?? scanner.unexpected('a string');
    return { kind: 'at', text, from, to: scanner.end };
  }
  return /[<>=!]/.test(scanner.text.charAt(scanner.at)) ? openComparison(scanner) : null;
};

const literal = (scanner: Scanner, from: number): Syntax | null => {
  const text = takeString(scanner);
  if (text !== null) return { kind: 'literal', value: text, from, to: scanner.end };
  const digits = takeNumber(scanner);
  if (digits !== null) return { kind: 'literal', value: Decimal.parse(digits), from, to: scanner.end };
  return null;
};

const keyword = (scanner: Scanner, from: number): Syntax | null => {
  const word = scanner.peekWord() ?? '';
  if (!KEYWORDS.has(word)) return null;
  scanner.takeWord(word);
  switch (word) {
    case 'true':
    case 'false':
      return { kind: 'literal', value: word === 'true', from, to: scanner.end };
    case 'null':
      return { kind: 'literal', value: null, from, to: scanner.end };
    case 'if':
      return conditional(scanner, from);
    case 'for':
    case 'some':
    case 'every': {
      const iterators = parseIterators(scanner, expression);
      if (word === 'for') scanner.declare('partial');
      scanner.expectWord(word === 'for' ? 'return' : 'satisfies');
      const body = expression(scanner);
      return { kind: word, iterators, body, from, to: body.to };
    }
    case 'function':
      return parseFunction(scanner, from, expression);
    default:
      scanner.at = from;
      return scanner.unexpected('an expression');
  }
};

const conditional = (scanner: Scanner, from: number): Syntax => {
  const condition = expression(scanner);
  scanner.expectWord('then');
  const then = expression(scanner);
  scanner.expectWord('else');
  const otherwise = expression(scanner);
  return { kind: 'if', condition, then, else: otherwise, from, to: otherwise.to };
};

const primary = (scanner: Scanner): Syntax =>
  scanner.nest(() => {
    const from = scanner.at;
    const found = marked(scanner, from) ?? literal(scanner, from);
    if (found) return found;
    const name = scanner.takeVariable();
    if (name !== null) return { kind: 'name', name, from, to: scanner.end };
    return keyword(scanner, from) ?? scanner.unexpected('an expression');
  });

const finish = <T>(scanner: Scanner, result: T): T => {
  if (!scanner.isAtEnd()) scanner.unexpected('the end of the expression or an operator');
  return result;
};

/** Reads one expression. @throws SyntaxProblem */
export const parseExpression = (text: string, names: ScannerNames): Syntax => {
  const scanner = new Scanner(text, names);
  return finish(scanner, expression(scanner));
};

/** Reads the cell of a decision table: `-`, `not(…)`, or tests with commas. @throws SyntaxProblem */
export const parseUnaryTests = (text: string, names: ScannerNames): UnaryTests => {
  const scanner = new Scanner(text, names);
  if (/^\s*-\s*$/.test(text)) return { negated: false, tests: null };
  const start = scanner.at;
  const negated = scanner.takeWord('not') && scanner.take('(');
  if (!negated) scanner.at = start;
  const tests: Syntax[] = [];
  do tests.push(expression(scanner));
  while (scanner.take(','));
  if (negated) scanner.expect(')');
  return finish(scanner, { negated, tests });
};
