import { compare } from './compare.ts';
import { Decimal } from './decimal.ts';
import { parseDuration } from './duration.ts';
import { parseAt } from './literals.ts';
import { NameSet } from './names.ts';
import { parseExpression } from './parse.ts';
import { parseDate, parseDateTime, parseTime } from './parse-time.ts';
import { type Syntax, SyntaxProblem } from './syntax.ts';
import { Range, type Value } from './value.ts';

const CONVERTERS: Readonly<Record<string, (text: string) => Value>> = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  duration: parseDuration,
};

/** The value of an end that is written out: a literal, `@"…"`, or `date("…")` and its like. Undefined for anything else. */
const literalEnd = (node: Syntax): Value | undefined => {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'at') return parseAt(node.text) ?? undefined;
  if (node.kind === 'negation') {
    const inner = literalEnd(node.operand);
    return inner instanceof Decimal ? inner.negated() : undefined;
  }
  if (node.kind !== 'call' || node.callee.kind !== 'name') return undefined;
  const [only] = node.args;
  const text = only?.value.kind === 'literal' ? only.value.value : null;
  const convert = Object.hasOwn(CONVERTERS, node.callee.name) ? CONVERTERS[node.callee.name] : undefined;
  return convert && node.args.length === 1 && typeof text === 'string' ? (convert(text) ?? undefined) : undefined;
};

const names = new NameSet(Object.keys(CONVERTERS));

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const makeOpen = ({ operator, operand }: Node<'comparison'>): Range | null => {
  const value = literalEnd(operand);
  if (value === undefined || value === null || operator === '!=' || operator === '=') return null;
  const included = operator.endsWith('=');
  return operator.startsWith('<') ? new Range(null, value, false, included) : new Range(value, null, included, false);
};

const isOrdered = (start: Value, end: Value): boolean => {
  if (start === null || end === null) return start !== end;
  return (compare(start, end) ?? 1) <= 0;
};

const makeClosed = (node: Node<'range'>): Range | null => {
  const start = literalEnd(node.start);
  const end = literalEnd(node.end);
  if (start === undefined || end === undefined || !isOrdered(start, end)) return null;
  if ((start === null && node.startIncluded) || (end === null && node.endIncluded)) return null;
  return new Range(start, end, node.startIncluded, node.endIncluded);
};

const makeRange = (node: Syntax): Range | null => {
  if (node.kind === 'comparison') return makeOpen(node);
  return node.kind === 'range' ? makeClosed(node) : null;
};

/** A range from its text, such as `[18..21)`, whose ends are literals (DMN 1.5 § 10.3.4.1); null when it is none. */
export const parseRange = (text: string): Range | null => {
  try {
    return makeRange(parseExpression(text, { variables: [names], properties: [], types: [] }));
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
};
