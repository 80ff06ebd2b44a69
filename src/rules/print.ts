import { LimitError, MAX_TEXT } from './run.ts';
import { Func, getEntry, isContext, isList, Range, type Value } from './value.ts';

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;

const printKey = (name: string): string => (/^[\p{L}_][\p{L}\d_ ]*$/u.test(name) ? name : quote(name));

/** What is left of the text that may be printed: values may hold themselves many times over. */
type Room = { left: number };

const take = (room: Room, text: string): string => {
  room.left -= text.length + 1;
  if (room.left < 0) throw new LimitError('limit.text', { most: MAX_TEXT });
  return text;
};

const printInside = (value: Value, room: Room): string =>
  typeof value === 'string' ? take(room, quote(value)) : print(value, room);

const printRange = (range: Range, room: Room): string => {
  const open = range.startIncluded ? '[' : '(';
  const close = range.endIncluded ? ']' : ')';
  return `${open}${printInside(range.start, room)}..${printInside(range.end, room)}${close}`;
};

const print = (value: Value, room: Room): string => {
  if (value === null) return take(room, 'null');
  // The brackets count: a list of nothing but empty lists is long as well.
  take(room, '[]');
  if (isList(value)) return `[${value.map((item) => printInside(item, room)).join(', ')}]`;
  if (value instanceof Range) return printRange(value, room);
  if (value instanceof Func) return take(room, `function ${value.name}`);
  if (!isContext(value)) return take(room, String(value));
  const entries = Object.keys(value).map((name) => {
    const entry = printInside(getEntry(value, name) ?? null, room);
    return `${take(room, printKey(name))}: ${entry}`;
  });
  return `{${entries.join(', ')}}`;
};

/** A value as it stands inside a list or context: strings in quotation marks. @throws LimitError for endless values */
export const printValue = (value: Value): string => printInside(value, { left: MAX_TEXT });

/** What `string()` answers: a string stays as it is, everything else as FEEL prints it. @throws LimitError */
export const printText = (value: Value): string => print(value, { left: MAX_TEXT });
