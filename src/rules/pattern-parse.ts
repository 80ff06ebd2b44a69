import {
  type CharacterClass,
  escapedPoint,
  letterClass,
  negate,
  PatternError,
  propertyClass,
} from './pattern-class.ts';

/** A regular expression of XPath 3.1 (Functions and Operators, § 5.6.1) as a tree. */
export type Pattern =
  | { readonly kind: 'class'; readonly test: CharacterClass }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Pattern[] }
  | {
      readonly kind: 'repeat';
      readonly inner: Pattern;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'group'; readonly inner: Pattern; readonly index: number }
  | { readonly kind: 'back'; readonly index: number };

export type Flags = { readonly dotAll: boolean; readonly multiline: boolean; readonly ignoreCase: boolean };

type Reader = {
  readonly points: readonly string[];
  at: number;
  groups: number;
  readonly closed: Set<number>;
  readonly flags: Flags;
  depth: number;
};

const fail = (message: string): never => {
  throw new PatternError(message);
};

const peek = (reader: Reader): string => reader.points[reader.at] ?? '';

const next = (reader: Reader): string => {
  const point = peek(reader);
  reader.at += 1;
  return point;
};

const take = (reader: Reader, mark: string): boolean => {
  if (peek(reader) !== mark) return false;
  reader.at += 1;
  return true;
};

const folded = (reader: Reader, test: CharacterClass): CharacterClass => {
  if (!reader.flags.ignoreCase) return test;
  return (point) => {
    const text = String.fromCodePoint(point);
    return [text, text.toLowerCase(), text.toUpperCase()].some((one) => test(one.codePointAt(0) ?? -1));
  };
};

const exactly =
  (wanted: number): CharacterClass =>
  (point) =>
    point === wanted;

const takeProperty = (reader: Reader, letter: string): CharacterClass => {
  if (!take(reader, '{')) fail('“{” is missing after \\p.');
  let name = '';
  while (peek(reader) !== '}' && reader.at < reader.points.length) name += next(reader);
  if (!take(reader, '}')) fail('“}” is missing after \\p.');
  const found = propertyClass(name);
  return letter === 'p' ? found : negate(found);
};

/** After a backslash: a class, or a single character as its code point. */
const takeEscape = (reader: Reader): CharacterClass | number => {
  const letter = next(reader);
  if (letter === 'p' || letter === 'P') return takeProperty(reader, letter);
  return letterClass(letter) ?? escapedPoint(letter) ?? fail(`“\\${letter}” means nothing.`);
};

const takeClassMember = (reader: Reader): CharacterClass | number => {
  const point = next(reader);
  if (point === '') fail('“]” is missing.');
  if (point === '\\') return takeEscape(reader);
  if (point === '[' || point === ']') fail(`“${point}” must be escaped inside brackets.`);
  return point.codePointAt(0) ?? 0;
};

const takeRange = (reader: Reader, from: number): CharacterClass => {
  reader.at += 1;
  const to = takeClassMember(reader);
  if (typeof to !== 'number' || to < from) fail('A range in brackets is turned around.');
  return (point) => point >= from && point <= Number(to);
};

const isRange = (reader: Reader): boolean =>
  peek(reader) === '-' && !['[', ']'].includes(reader.points[reader.at + 1] ?? ']');

const takeClass = (reader: Reader): CharacterClass => {
  const isNegated = take(reader, '^');
  const tests: CharacterClass[] = [];
  let without: CharacterClass | null = null;
  while (!take(reader, ']')) {
    if (peek(reader) === '-' && reader.points[reader.at + 1] === '[' && tests.length > 0) {
      reader.at += 2;
      without = takeClass(reader);
      if (peek(reader) !== ']') fail('A subtraction must stand last in brackets.');
      continue;
    }
    const member = takeClassMember(reader);
    if (typeof member === 'function') tests.push(member);
    else tests.push(isRange(reader) ? takeRange(reader, member) : exactly(member));
  }
  if (tests.length === 0) fail('Brackets must hold something.');
  const folds = tests.map((test) => folded(reader, test));
  const inside: CharacterClass = (point) => folds.some((test) => test(point)) !== isNegated;
  const removed = without;
  return removed ? (point) => inside(point) && !removed(point) : inside;
};

/** `\12` is group 12 if there is one, else group 1 and a 2. */
const takeBackReference = (reader: Reader): Pattern => {
  let index = Number(next(reader));
  while (/\d/.test(peek(reader)) && index * 10 + Number(peek(reader)) <= reader.groups)
    index = index * 10 + Number(next(reader));
  if (!reader.closed.has(index)) fail(`There is no group ${index} to refer to.`);
  return { kind: 'back', index };
};

const takeGroup = (reader: Reader): Pattern => {
  if (take(reader, '?')) {
    if (!take(reader, ':')) fail('Only (?: may follow a parenthesis.');
    const inner = takeChoice(reader);
    if (!take(reader, ')')) fail('“)” is missing.');
    return inner;
  }
  reader.groups += 1;
  const index = reader.groups;
  const inner = takeChoice(reader);
  if (!take(reader, ')')) fail('“)” is missing.');
  reader.closed.add(index);
  return { kind: 'group', inner, index };
};

const anyPoint = (dotAll: boolean): CharacterClass =>
  dotAll ? () => true : (point) => point !== 0x0a && point !== 0x0d;

const takeAtom = (reader: Reader): Pattern => {
  const point = next(reader);
  switch (point) {
    case '(':
      return takeGroup(reader);
    case '[':
      return { kind: 'class', test: takeClass(reader) };
    case '.':
      return { kind: 'class', test: anyPoint(reader.flags.dotAll) };
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '\\': {
      if (/[1-9]/.test(peek(reader))) return takeBackReference(reader);
      const escaped = takeEscape(reader);
      return { kind: 'class', test: folded(reader, typeof escaped === 'number' ? exactly(escaped) : escaped) };
    }
    default:
      if (/^[?*+{}\]]$/.test(point)) fail(`“${point}” must be escaped.`);
      return { kind: 'class', test: folded(reader, exactly(point.codePointAt(0) ?? -1)) };
  }
};

const takeNumber = (reader: Reader): number | null => {
  let digits = '';
  while (/^\d$/.test(peek(reader))) digits += next(reader);
  return digits === '' ? null : Number(digits);
};

const takeBounds = (reader: Reader): readonly [number, number] | null => {
  if (take(reader, '?')) return [0, 1];
  if (take(reader, '*')) return [0, Number.POSITIVE_INFINITY];
  if (take(reader, '+')) return [1, Number.POSITIVE_INFINITY];
  if (!take(reader, '{')) return null;
  const min = takeNumber(reader) ?? fail('A number is missing in “{}”.');
  const max = take(reader, ',') ? (takeNumber(reader) ?? Number.POSITIVE_INFINITY) : min;
  if (!take(reader, '}') || max < min) fail('The numbers in “{}” are wrong.');
  return [min, max];
};

const takePiece = (reader: Reader): Pattern => {
  const inner = takeAtom(reader);
  const bounds = takeBounds(reader);
  if (!bounds) return inner;
  const isLazy = take(reader, '?');
  return { kind: 'repeat', inner, min: bounds[0], max: bounds[1], isLazy };
};

const takeSequence = (reader: Reader): Pattern => {
  const parts: Pattern[] = [];
  while (reader.at < reader.points.length && peek(reader) !== '|' && peek(reader) !== ')')
    parts.push(takePiece(reader));
  return { kind: 'sequence', parts };
};

const takeChoice = (reader: Reader): Pattern => {
  reader.depth += 1;
  if (reader.depth > 100) fail('The pattern is nested too deep.');
  const parts = [takeSequence(reader)];
  while (take(reader, '|')) parts.push(takeSequence(reader));
  reader.depth -= 1;
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'choice', parts };
};

/** @throws PatternError */
export const parsePattern = (text: string, flags: Flags): { readonly pattern: Pattern; readonly groups: number } => {
  const reader: Reader = { points: [...text], at: 0, groups: 0, closed: new Set(), flags, depth: 0 };
  const pattern = takeChoice(reader);
  if (reader.at < reader.points.length) fail('“)” has nothing to close.');
  return { pattern, groups: reader.groups };
};
