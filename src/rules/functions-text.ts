import { Decimal } from './decimal.ts';
import { any, define, list, nullable, optional, signature, text, whole } from './params.ts';
import { matches, replace, split } from './pattern.ts';
import { MAX_TEXT, type Run } from './run.ts';
import { type Func, isList, type Value } from './value.ts';

const integer = (value: number): Value => Decimal.make(value, 0);

/** Characters are Unicode code points: the horse 🐎 counts one. */
const substring = (run: Run, value: string, start: number, length: number | undefined): Value => {
  const points = [...value];
  if (start === 0 || Math.abs(start) > points.length || (length !== undefined && length < 1)) {
    return run.warn('argument.substring', { position: start, count: points.length });
  }
  const first = start > 0 ? start - 1 : points.length + start;
  return points.slice(first, length === undefined ? undefined : first + length).join('');
};

const join = (
  run: Run,
  items: readonly Value[],
  delimiter: string | null | undefined,
  before = '',
  after = '',
): Value => {
  const texts = items.filter((item) => item !== null);
  if (!texts.every((item) => typeof item === 'string')) return run.warn('argument.texts');
  const size = texts.reduce((sum, item) => sum + item.length + (delimiter?.length ?? 0), 0);
  if (size > MAX_TEXT) return run.warn('limit.text', { most: MAX_TEXT });
  return before + texts.join(delimiter ?? '') + after;
};

const pair = (name: string, body: (value: string, match: string) => Value): Func =>
  define(
    name,
    signature([text('string'), text('match')], (_, value, match) => body(value, match)),
  );

const one = (name: string, body: (value: string) => Value): Func =>
  define(
    name,
    signature([text('string')], (_, value) => body(value)),
  );

const before = (value: string, match: string): Value => value.slice(0, Math.max(0, value.indexOf(match)));
const after = (value: string, match: string): Value =>
  value.includes(match) ? value.slice(value.indexOf(match) + match.length) : '';

/** DMN 1.5 § 10.3.4.3, string functions. */
export const textFunctions: readonly Func[] = [
  define('substring', signature([text('string'), whole('start position'), optional(whole('length'))], substring)),
  one('string length', (value) => integer([...value].length)),
  one('upper case', (value) => value.toUpperCase()),
  one('lower case', (value) => value.toLowerCase()),
  pair('substring before', before),
  pair('substring after', after),
  pair('contains', (value, match) => value.includes(match)),
  pair('starts with', (value, match) => value.startsWith(match)),
  pair('ends with', (value, match) => value.endsWith(match)),
  define(
    'replace',
    signature([text('input'), text('pattern'), text('replacement'), optional(nullable(text('flags')))], replace),
  ),
  define('matches', signature([text('input'), text('pattern'), optional(nullable(text('flags')))], matches)),
  define('split', signature([text('string'), text('delimiter')], split)),
  define(
    'string join',
    signature([list('list'), optional(nullable(text('delimiter')))], join),
    signature([list('list'), nullable(text('delimiter')), text('prefix'), text('suffix')], join),
  ),
];

/** `not` of a boolean; of anything else null. */
export const notFunction: Func = define(
  'not',
  signature([any('negand')], (_, value) => {
    const single = isList(value) && value.length === 1 ? (value[0] ?? null) : value;
    return typeof single === 'boolean' ? !single : null;
  }),
);
