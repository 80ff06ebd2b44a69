import { CalendarDate } from './calendar.ts';
import type { CheckedCell, CheckedInput } from './checked-table.ts';
import { compare, equals } from './compare.ts';
import { makeCompiler } from './compile.ts';
import { Decimal, number, ONE } from './decimal.ts';
import { Frame, Run } from './run.ts';
import type { Syntax, UnaryTests } from './syntax.ts';
import { type FeelType, isInstance } from './types.ts';
import { makeContext, typeName, type Value } from './value.ts';

/** Evaluations that need no clock get a fixed one. */
export const makeCheckRun = (): Run =>
  new Run({ now: Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO('UTC') });

const NOT_CONSTANT = new Set(['now', 'today']);

const isConstant = (node: Syntax): boolean => {
  switch (node.kind) {
    case 'literal':
    case 'at':
      return true;
    case 'negation':
      return isConstant(node.operand);
    case 'call':
      return (
        node.callee.kind === 'name' &&
        !NOT_CONSTANT.has(node.callee.name) &&
        node.args.every(({ value }) => isConstant(value))
      );
    default:
      return false;
  }
};

const evaluate = (node: Syntax): Value => {
  const code = makeCompiler(null, () => undefined).compile(node, null);
  return code(makeCheckRun(), new Frame(makeContext(), []));
};

const ends = (node: Syntax): readonly Syntax[] | null => {
  if (node.kind === 'range') return [node.start, node.end];
  if (node.kind === 'comparison') return [node.operand];
  return isConstant(node) ? [node] : null;
};

/** The constants that tests compare with; null when a test asks for more than that. */
export const constantsOf = (tests: UnaryTests | null): readonly Value[] | null => {
  if (tests === null) return null;
  const found: Value[] = [];
  for (const node of tests.tests ?? []) {
    const nodes = ends(node);
    if (!nodes?.every(isConstant)) return null;
    found.push(...nodes.map(evaluate).filter((value) => value !== null));
  }
  return found;
};

/** True for `-`. */
export const isAny = ({ tests }: CheckedCell): boolean => tests !== null && tests.tests === null;

const middle = (a: Value, b: Value): Value | undefined => {
  if (a instanceof Decimal && b instanceof Decimal) return a.plus(b)?.dividedBy(number('2')) ?? undefined;
  if (!(a instanceof CalendarDate && b instanceof CalendarDate)) return undefined;
  // Days are discrete: between a day and the next there is none.
  return b.epochDay() - a.epochDay() > 1 ? (a.plusDays(1) ?? undefined) : undefined;
};

const beside = (value: Value, direction: 1 | -1): Value | undefined => {
  if (value instanceof Decimal) return (direction === 1 ? value.plus(ONE) : value.minus(ONE)) ?? undefined;
  return value instanceof CalendarDate ? (value.plusDays(direction) ?? undefined) : undefined;
};

const ordered = (points: readonly Value[]): readonly Value[] => {
  const sorted = points.toSorted((a, b) => compare(a, b) ?? 0);
  const result: (Value | undefined)[] = [beside(sorted[0] ?? null, -1)];
  for (const [i, point] of sorted.entries()) {
    const following = sorted[i + 1];
    result.push(point, following === undefined ? beside(point, 1) : middle(point, following));
  }
  return result.filter((value) => value !== undefined);
};

const distinct = (values: readonly Value[]): Value[] => {
  if (values.every((value) => typeof value === 'string')) return [...new Set(values)];
  const kinds = new Set(values.map(typeName));
  // In order, equal ones stand side by side; of mixed kinds there are few.
  const isSortable = kinds.size === 1 && values.every((value) => compare(value, value) !== null);
  if (!isSortable) return values.filter((value, i) => values.findIndex((other) => equals(other, value)) === i);
  const sorted = values.toSorted((a, b) => compare(a, b) ?? 0);
  return sorted.filter((value, i) => i === 0 || !equals(sorted[i - 1] ?? null, value));
};

const plainName = (type: FeelType): string => {
  if (type.kind === 'declared') return plainName(type.find());
  if (type.kind === 'restricted') return plainName(type.base);
  return type.kind === 'basic' ? type.name : type.kind;
};

const typeTests = (type: FeelType): UnaryTests | null => {
  if (type.kind === 'declared') return typeTests(type.find());
  return type.kind === 'restricted' ? type.tests : null;
};

/** A text that no rule names stands for all others. */
export const OTHER = '…';

/**
 * One value for each part of the input's domain that the rules of the column cannot tell apart: every constant, what lies
 * between and beside them, and one other text. Exact, because a test changes its verdict at its constants alone.
 * Null when the domain cannot be cut that way.
 */
export const witnesses = (input: CheckedInput, cells: readonly CheckedCell[]): readonly Value[] | null => {
  const declared = input.values ?? typeTests(input.type);
  const constants = cells
    .map(({ tests }) => constantsOf(tests))
    .filter((found) => found !== null)
    .flat();
  const points = distinct([...constants, ...(constantsOf(declared) ?? [])]);
  const name = plainName(input.type);
  if (name === 'boolean' || (points.length > 0 && points.every((point) => typeof point === 'boolean')))
    return [true, false];
  if (points.length === 0) return null;
  const run = makeCheckRun();
  const candidates = points.every((point) => typeof point === 'string') ? [...points, OTHER] : ordered(points);
  const isAllowed = (value: Value): boolean =>
    (input.type.kind === 'any' || isInstance(run, value, input.type)) &&
    (input.allows === null || input.allows(run, new Frame(makeContext(), []), value) === true);
  return candidates.filter(isAllowed);
};

/** Names of the kinds of values a column may hold, for messages; null when any. */
export const wantedKind = (type: FeelType): string | null => {
  const name = plainName(type);
  return name === 'any' || name === 'list' || name === 'context' || name === 'function' ? null : name;
};
