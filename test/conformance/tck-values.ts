import { all, attribute, type Element, first } from '#lib/xml.ts';
import {
  CalendarDate,
  type Context,
  compileExpression,
  DateTime,
  DayTimeDuration,
  Decimal,
  equals,
  getEntry,
  isContext,
  isList,
  makeContext,
  number,
  TimeOfDay,
  type Value,
  YearMonthDuration,
} from '#rules';

const NOW = Temporal.Instant.from('2026-01-01T00:00:00Z').toZonedDateTimeISO('UTC');

const evaluate = (text: string): Value => {
  const compiled = compileExpression(text);
  if (compiled.kind === 'problems') throw new Error(`The value ${text} of a test case is no FEEL.`);
  return compiled.expression.evaluate(makeContext(), { now: NOW }).value;
};

const quoted = (name: string, text: string): Value => evaluate(`${name}(${JSON.stringify(text.trim())})`);

const readNumber = (text: string): Value => (/^(NaN|[+-]?INF)$/.test(text.trim()) ? null : number(text.trim()));

/** Types of XML Schema as test cases use them. */
const READERS: Readonly<Record<string, (text: string) => Value>> = {
  boolean: (text) => text.trim() === 'true' || text.trim() === '1',
  string: (text) => text,
  date: (text) => quoted('date', text),
  time: (text) => quoted('time', text),
  dateTime: (text) => quoted('date and time', text),
  duration: (text) => quoted('duration', text),
  yearMonthDuration: (text) => quoted('duration', text),
  dayTimeDuration: (text) => quoted('duration', text),
  ...Object.fromEntries(
    ['decimal', 'double', 'float', 'integer', 'int', 'long', 'short', 'byte'].map((kind) => [kind, readNumber]),
  ),
};

/** FEEL's names of types in those of XML Schema. */
const SCHEMA_NAMES: Readonly<Record<string, string>> = {
  number: 'decimal',
  'date and time': 'dateTime',
  'days and time duration': 'duration',
  'years and months duration': 'duration',
};

const kindOf = (value: Value | undefined): string | undefined => {
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof Decimal) return 'decimal';
  if (value instanceof CalendarDate) return 'date';
  if (value instanceof TimeOfDay) return 'time';
  if (value instanceof DateTime) return 'dateTime';
  return value instanceof DayTimeDuration || value instanceof YearMonthDuration ? 'duration' : undefined;
};

const isNil = (element: Element): boolean =>
  [...element.attributes].some(([name, value]) => /(^|:)nil$/.test(name) && value === 'true');

/** A text without a type is read as what is known of it otherwise; where that fails it stays a text, and its case alone fails. */
const readUntyped = (text: string, kind: string | undefined): Value => {
  if (kind === 'boolean' && !/^\s*(true|false)\s*$/.test(text)) return text;
  const reader = kind === undefined ? undefined : READERS[SCHEMA_NAMES[kind] ?? kind];
  try {
    return reader?.(text) ?? text;
  } catch {
    return text;
  }
};

const readSimple = (element: Element, kind: string | undefined): Value => {
  if (isNil(element)) return null;
  const written = [...element.attributes].find(([name]) => /(^|:)type$/.test(name))?.[1];
  if (written === undefined) return readUntyped(element.text, kind);
  // A type that the schema does not list is read as text, so that its case fails alone.
  const reader = READERS[written.slice(written.indexOf(':') + 1)] ?? ((text: string) => text);
  return reader(element.text);
};

const partOf = (value: Value | undefined, name: string): Value | undefined =>
  isContext(value) ? getEntry(value, name) : undefined;

/** The value of an element of the TCK's `valueType`: simple, list or components. `like` tells what texts without type are. */
const readValue = (element: Element, like?: Value, kind = kindOf(like)): Value => {
  const list = first(element, 'list');
  if (list) {
    const items = isList(like ?? null) ? (like as readonly Value[]) : [];
    return isNil(list) ? null : all(list, 'item').map((item, i) => readValue(item, items[i]));
  }
  const components = all(element, 'component');
  if (components.length > 0)
    return makeContext(
      components.map((one) => {
        const name = attribute(one, 'name') ?? '';
        return [name, isNil(one) ? null : readValue(one, partOf(like, name))];
      }),
    );
  const simple = first(element, 'value');
  return simple ? readSimple(simple, kind) : null;
};

/** What a case expects, beside what came. */
export const readExpected = (element: Element, received: Value): Value => readValue(element, received);

/** What a case gives, by the types that the model declares for its inputs. */
export const readInputs = (test: Element, types: ReadonlyMap<string, string>): Context =>
  makeContext(
    all(test, 'inputNode').map((node) => {
      const name = attribute(node, 'name') ?? '';
      return [name, readValue(node, undefined, types.get(name))];
    }),
  );

/** Tests write irrational numbers with 8 or more digits: a number is right when it differs by less than 10⁻⁸ relatively. */
const isNear = (a: Decimal, b: Decimal): boolean => {
  const gap = a.minus(b)?.absolute();
  const size = [a.absolute(), b.absolute(), number('1')].reduce((x, y) => (x.compare(y) > 0 ? x : y));
  return gap !== undefined && gap.compare(size.times(number('0.00000001')) ?? number('0')) <= 0;
};

/** FEEL compares moments by the second; a test case means its fractions. */
const fraction = (value: Value): string => /\.\d+/.exec(String(value))?.[0] ?? '';

const isMoment = (value: Value): boolean => value instanceof TimeOfDay || value instanceof DateTime;

export const isSame = (expected: Value, received: Value): boolean => {
  if (expected instanceof Decimal && received instanceof Decimal) return isNear(expected, received);
  if (isMoment(expected) && isMoment(received))
    return equals(expected, received) && fraction(expected) === fraction(received);
  if (isList(expected) && isList(received)) {
    return expected.length === received.length && expected.every((item, i) => isSame(item, received[i] ?? null));
  }
  if (isContext(expected) && isContext(received)) {
    const names = Object.keys(expected);
    if (names.length !== Object.keys(received).length) return false;
    return names.every((name) => {
      const other = getEntry(received, name);
      return other !== undefined && isSame(getEntry(expected, name) ?? null, other);
    });
  }
  // A date is no date and time, though FEEL lets them be equal.
  return kindOf(expected) === kindOf(received) && equals(expected, received);
};
