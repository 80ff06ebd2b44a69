import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { compare } from './compare.ts';
import { Decimal } from './decimal.ts';
import { parseDuration } from './duration.ts';
import { parseAt } from './literals.ts';
import { NameSet } from './names.ts';
import { parseExpression } from './parse.ts';
import { parseDate, parseDateTime, parseTime } from './parse-time.ts';
import { type Argument, type Syntax, SyntaxProblem } from './syntax.ts';
import { Range, typeName, type Value } from './value.ts';

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
  return node.kind === 'call' && node.callee.kind === 'name' ? calledEnd(node.callee.name, node.args) : undefined;
};

const calledEnd = (name: string, args: readonly Argument[]): Value | undefined => {
  if (name === 'date and time' && args.length === 2) {
    const [day, clock] = args.map(({ value }) => literalEnd(value));
    return day instanceof CalendarDate && clock instanceof TimeOfDay ? new DateTime(day, clock) : undefined;
  }
  const [only] = args;
  const text = only?.value.kind === 'literal' ? only.value.value : null;
  const convert = Object.hasOwn(CONVERTERS, name) ? CONVERTERS[name] : undefined;
  return convert && args.length === 1 && typeof text === 'string' ? (convert(text) ?? undefined) : undefined;
};

const names = new NameSet(Object.keys(CONVERTERS));

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const isOrdered = (start: Value, end: Value): boolean => {
  if (start === null || end === null) return start !== end;
  return typeName(start) === typeName(end) && (compare(start, end) ?? 1) <= 0;
};

const makeClosed = (node: Node<'range'>): Range | null => {
  const start = literalEnd(node.start);
  const end = literalEnd(node.end);
  if (start === undefined || end === undefined || !isOrdered(start, end)) return null;
  if ((start === null && node.startIncluded) || (end === null && node.endIncluded)) return null;
  return new Range(start, end, node.startIncluded, node.endIncluded);
};

/** An end that is left out is unbounded: `[18..)`, `(..21]`. */
const fillEnds = (text: string): string =>
  text.replace(/^(\s*[([\]])\s*\.\./, '$1null..').replace(/\.\.\s*([)\][]\s*)$/, '..null$1');

/** A range from its text, such as `[18..21)`, whose ends are literals (DMN 1.5 § 10.3.4.1); null when it is none. */
export const parseRange = (text: string): Range | null => {
  try {
    const node = parseExpression(fillEnds(text), { variables: [names], properties: [], types: [] });
    return node.kind === 'range' ? makeClosed(node) : null;
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
};
