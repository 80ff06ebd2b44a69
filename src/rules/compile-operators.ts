import { add, divide, multiply, negate, raise, subtract } from './arithmetic.ts';
import { compare, equalOrNull, includes } from './compare.ts';
import { Decimal } from './decimal.ts';
import type { Code, Run } from './run.ts';
import type { Compiler, Scope } from './scope.ts';
import type { BinaryOperator, Syntax } from './syntax.ts';
import { Range, typeName, type Value } from './value.ts';

type Node<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

const ARITHMETIC = {
  '+': { apply: add, fast: (a: Decimal, b: Decimal) => a.plus(b) },
  '-': { apply: subtract, fast: (a: Decimal, b: Decimal) => a.minus(b) },
  '*': { apply: multiply, fast: (a: Decimal, b: Decimal) => a.times(b) },
  '/': { apply: divide, fast: (a: Decimal, b: Decimal) => a.dividedBy(b) },
  '**': { apply: raise, fast: (a: Decimal, b: Decimal) => a.power(b) },
} as const;

const explain = (run: Run, node: Node<'binary'>, a: Value, b: Value): null =>
  run.warn('operator', { left: typeName(a), operator: node.operator, right: typeName(b) }, node.from, node.to);

const arithmetic = (node: Node<'binary'>, operator: keyof typeof ARITHMETIC, left: Code, right: Code): Code => {
  const { apply, fast } = ARITHMETIC[operator];
  return (run, frame) => {
    const a = left(run, frame);
    const b = right(run, frame);
    const result = a instanceof Decimal && b instanceof Decimal ? fast(a, b) : apply(a, b);
    return result ?? explain(run, node, a, b);
  };
};

const ORDER = {
  '<': (sign: number) => sign < 0,
  '<=': (sign: number) => sign <= 0,
  '>': (sign: number) => sign > 0,
  '>=': (sign: number) => sign >= 0,
} as const;

const ordering = (node: Node<'binary'>, operator: keyof typeof ORDER, left: Code, right: Code): Code => {
  const holds = ORDER[operator];
  return (run, frame) => {
    const a = left(run, frame);
    const b = right(run, frame);
    const sign = compare(a, b);
    return sign === null ? explain(run, node, a, b) : holds(sign);
  };
};

const equality = (node: Node<'binary'>, wanted: boolean, left: Code, right: Code): Code => {
  return (run, frame) => {
    const a = left(run, frame);
    const b = right(run, frame);
    const equal = equalOrNull(a, b);
    return equal === null ? explain(run, node, a, b) : equal === wanted;
  };
};

/** Three-valued: `decisive` on either side decides; otherwise anything but booleans gives null (§ 10.3.2.10). */
const logic =
  (decisive: boolean, left: Code, right: Code): Code =>
  (run, frame) => {
    const a = left(run, frame);
    if (a === decisive) return decisive;
    const b = right(run, frame);
    if (b === decisive) return decisive;
    return typeof a === 'boolean' && typeof b === 'boolean' ? !decisive : null;
  };

export const compileBinary = (compiler: Compiler, node: Node<'binary'>, scope: Scope | null): Code => {
  const left = compiler.compile(node.left, scope);
  const right = compiler.compile(node.right, scope);
  const operator: BinaryOperator = node.operator;
  switch (operator) {
    case 'and':
      return logic(false, left, right);
    case 'or':
      return logic(true, left, right);
    case '=':
    case '!=':
      return equality(node, operator === '=', left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(node, operator, left, right);
    default:
      return arithmetic(node, operator, left, right);
  }
};

export const compileNegation = (compiler: Compiler, node: Node<'negation'>, scope: Scope | null): Code => {
  const operand = compiler.compile(node.operand, scope);
  return (run, frame) => {
    const value = operand(run, frame);
    return negate(value) ?? run.warn('operator.minus', { type: typeName(value) }, node.from, node.to);
  };
};

export const compileBetween = (compiler: Compiler, node: Node<'between'>, scope: Scope | null): Code => {
  const value = compiler.compile(node.value, scope);
  const low = compiler.compile(node.low, scope);
  const high = compiler.compile(node.high, scope);
  return (run, frame) => {
    const middle = value(run, frame);
    const fromLow = compare(middle, low(run, frame));
    const toHigh = compare(middle, high(run, frame));
    if (fromLow !== null && toHigh !== null) return fromLow >= 0 && toHigh <= 0;
    return run.warn('operator.between', { type: typeName(middle) }, node.from, node.to);
  };
};

export const compileRange = (compiler: Compiler, node: Node<'range'>, scope: Scope | null): Code => {
  const start = compiler.compile(node.start, scope);
  const end = compiler.compile(node.end, scope);
  return (run, frame) => {
    const a = start(run, frame);
    const b = end(run, frame);
    if (a !== null && b !== null && (typeName(a) !== typeName(b) || compare(a, b) === null)) {
      return run.warn('range', { left: typeName(a), right: typeName(b) }, node.from, node.to);
    }
    return new Range(a, b, node.startIncluded && a !== null, node.endIncluded && b !== null);
  };
};

/** `<5` on its own is the range of everything below 5 (§ 10.3.2.7). */
export const compileComparison = (compiler: Compiler, node: Node<'comparison'>, scope: Scope | null): Code => {
  const operand = compiler.compile(node.operand, scope);
  const { operator } = node;
  return (run, frame) => {
    const value = operand(run, frame);
    if (operator === '=') return new Range(value, value, true, true);
    if (operator === '!=') return run.warn('range.unequal', {}, node.from, node.to);
    if (value === null || compare(value, value) === null)
      return run.warn('range.open', { operator, type: typeName(value) }, node.from, node.to);
    const isBelow = operator === '<' || operator === '<=';
    const included = operator === '<=' || operator === '>=';
    return isBelow ? new Range(null, value, false, included) : new Range(value, null, included, false);
  };
};

/** Whether a value passes what a test is worth: in the range, in the list, or equal. Null when they have no order. */
export const passes = (input: Value, test: Value): boolean | null => {
  if (test instanceof Range && !(input instanceof Range)) return includes(test, input);
  if (!Array.isArray(test)) return equalOrNull(input, test);
  if (Array.isArray(input) && equalOrNull(input, test) === true) return true;
  return test.some((item: Value) => passes(input, item) === true);
};

/** A test of one input value. */
export type Test = (run: Run, frame: Parameters<Code>[1], input: Value) => boolean | null;

const ordered = { '<': ORDER['<'], '<=': ORDER['<='], '>': ORDER['>'], '>=': ORDER['>='] };

/** Compiles one positive unary test; `<5` compares directly. */
export const compileTest = (compiler: Compiler, node: Syntax, scope: Scope | null): Test => {
  if (node.kind !== 'comparison') {
    const code = compiler.compile(node, scope);
    return (run, frame, input) => passes(input, code(run, frame));
  }
  const operand = compiler.compile(node.operand, scope);
  const { operator } = node;
  if (operator === '=' || operator === '!=') {
    return (run, frame, input) => {
      const equal = equalOrNull(input, operand(run, frame));
      return equal === null ? null : equal === (operator === '=');
    };
  }
  const holds = ordered[operator];
  return (run, frame, input) => {
    const sign = compare(input, operand(run, frame));
    return sign === null ? null : holds(sign);
  };
};

export const compileIn = (compiler: Compiler, node: Node<'in'>, scope: Scope | null): Code => {
  const value = compiler.compile(node.value, scope);
  const tests = node.tests.map((test) => compileTest(compiler, test, scope));
  const [only] = tests;
  if (tests.length === 1 && only) return (run, frame) => only(run, frame, value(run, frame));
  return (run, frame) => {
    const input = value(run, frame);
    return tests.some((test) => test(run, frame, input) === true);
  };
};
