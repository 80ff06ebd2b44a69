import { CalendarDate, DateTime, TimeOfDay } from './calendar.ts';
import { equalOrNull } from './compare.ts';
import { Decimal } from './decimal.ts';
import { any, define, nullable, present, signature, text } from './params.ts';
import { printText } from './print.ts';
import { MAX_TEXT, type Run } from './run.ts';
import { type Func, isContext, isList, type Value } from './value.ts';

const toNumber = (run: Run, from: Value): Value => {
  const value = isList(from) && from.length === 1 ? (from[0] ?? null) : from;
  if (value instanceof Decimal) return value;
  return (typeof value === 'string' ? Decimal.parse(value) : null) ?? run.warn('argument.make', { type: 'number' });
};

/** With the separators that the text uses: grouping space, comma or point, decimal point or comma. */
const readNumber = (run: Run, from: string, grouping: string | null, point: string | null): Value => {
  const isGrouping = grouping === null || [' ', ',', '.'].includes(grouping);
  const isPoint = point === null || [',', '.'].includes(point);
  if (!isGrouping || !isPoint || (grouping !== null && grouping === point)) {
    return run.warn('argument.separators');
  }
  const bare = grouping === null ? from : from.replaceAll(grouping, '');
  return toNumber(run, point === null || point === '.' ? bare : bare.replaceAll(point, '.'));
};

const print = (run: Run, value: Value): Value => {
  if (value === null) return null;
  const printed = printText(value);
  return printed.length <= MAX_TEXT ? printed : run.warn('limit.text', { most: MAX_TEXT });
};

/** Whether both are the same element of the same domain: a time at another offset is another (§ 10.3.4.10). */
export const isSame = (a: Value, b: Value): boolean => {
  if (a instanceof DateTime)
    return (
      b instanceof DateTime && isSame(a.date, b.date) && a.time.nanos === b.time.nanos && a.offset() === b.offset()
    );
  if (a instanceof TimeOfDay) return b instanceof TimeOfDay && a.nanos === b.nanos && a.offset() === b.offset();
  if (a instanceof CalendarDate) return b instanceof CalendarDate && a.epochDay() === b.epochDay();
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i] ?? null));
  if (isContext(a) !== isContext(b)) return false;
  return equalOrNull(a, b) === true;
};

/** DMN 1.5 § 10.3.4.1 conversions of numbers and texts, and `is`. */
export const convertFunctions: readonly Func[] = [
  define(
    'number',
    signature([present('from')], toNumber),
    signature([text('from'), nullable(text('grouping separator')), nullable(text('decimal separator'))], readNumber),
  ),
  define('string', signature([any('from')], print)),
  define(
    'is',
    signature([any('value1'), any('value2')], (_, a, b) => isSame(a, b)),
  ),
];
