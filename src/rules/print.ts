import { Func, getEntry, isContext, isList, Range, type Value } from './value.ts';

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;

const printKey = (name: string): string => (/^[\p{L}_][\p{L}\d_ ]*$/u.test(name) ? name : quote(name));

/** A value as it stands inside a list or context: strings in quotation marks. */
export const printValue = (value: Value): string => {
  if (typeof value === 'string') return quote(value);
  return printText(value);
};

/** What `string()` answers: a string stays as it is, everything else as FEEL prints it. */
export const printText = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (isList(value)) return `[${value.map(printValue).join(', ')}]`;
  if (value instanceof Range) return printRange(value);
  if (value instanceof Func) return `function ${value.name}`;
  if (!isContext(value)) return String(value);
  const entries = Object.keys(value).map((name) => `${printKey(name)}: ${printValue(getEntry(value, name) ?? null)}`);
  return `{${entries.join(', ')}}`;
};

const printRange = (range: Range): string => {
  const open = range.startIncluded ? '[' : '(';
  const close = range.endIncluded ? ']' : ')';
  return `${open}${printValue(range.start)}..${printValue(range.end)}${close}`;
};
