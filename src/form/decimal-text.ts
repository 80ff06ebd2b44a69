/** A number in canonical form: `-12`, `0.5`. */
const CANONICAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

const canonical = (sign: string, whole: string, fraction: string): string => {
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const places = fraction.replace(/0+$/, '');
  const text = places ? `${digits}.${places}` : digits;
  return sign && text !== '0' ? `-${text}` : text;
};

const isGrouped = (text: string, mark: string): boolean => {
  const [first = '', ...groups] = text.split(mark);
  return /^\d{1,3}$/.test(first) && groups.length > 0 && groups.every((group) => /^\d{3}$/.test(group));
};

/** Where only one mark occurs once, three digits after it make it a thousands mark, unless so many decimals are usual. */
const readOneMark = (text: string, mark: string, decimals: number): readonly [string, string] | undefined => {
  const [whole = '', fraction = ''] = text.split(mark);
  if (text.split(mark).length > 2) return isGrouped(text, mark) ? [text.replaceAll(mark, ''), ''] : undefined;
  if (fraction.length === 3 && decimals < 3 && isGrouped(text, mark) && whole !== '0') return [whole + fraction, ''];
  return fraction === '' ? undefined : [whole, fraction];
};

const readMarks = (text: string, decimals: number): readonly [string, string] | undefined => {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma < 0 && point < 0) return [text, ''];
  if (comma < 0) return readOneMark(text, '.', decimals);
  if (point < 0) return readOneMark(text, ',', decimals);
  const [last, group] = comma > point ? [',', '.'] : ['.', ','];
  const [whole = '', fraction = '', ...rest] = text.split(last);
  if (rest.length > 0 || !isGrouped(whole, group)) return undefined;
  return [whole.replaceAll(group, ''), fraction];
};

/**
 * Reads a number as people write it in German or English: `1.234,50`, `1,234.50`, `1234.5`, `1 234`, `500,-`, with or
 * without € or EUR. Undefined when it is none. @param decimals how many places are usual: 2 for money
 */
export const parseDecimal = (text: string, decimals: number): string | undefined => {
  const bare = text
    .replace(/€|EUR(?:O)?/gi, '')
    .replace(/[\s\u00a0\u2009\u202f'’]/g, '')
    .replace(/[,.][-–]{1,2}$/, '')
    .replace(/^[\u2212–]/, '-');
  const sign = bare.startsWith('-') ? '-' : '';
  const parts = readMarks(bare.replace(/^[-+]/, ''), decimals);
  if (!parts) return undefined;
  const [whole, fraction] = parts;
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole + fraction === '') return undefined;
  return whole.length + fraction.length > 30 ? undefined : canonical(sign, whole || '0', fraction);
};

/** Reads a number or a decimal string of JSON: a point for decimals, no grouping. */
export const parseJsonDecimal = (json: unknown): string | undefined => {
  const text = typeof json === 'number' && Number.isFinite(json) ? String(json) : json;
  if (typeof text !== 'string' || !CANONICAL.test(text) || text.length > 31) return undefined;
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return canonical(text.startsWith('-') ? '-' : '', whole, fraction);
};

/** How many decimal places a canonical number has. */
export const countDecimals = (text: string): number => text.split('.')[1]?.length ?? 0;

const scale = (text: string, places: number): bigint => {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
};

/** Compares canonical numbers exactly: negative, 0 or positive. */
export const compareDecimals = (a: string, b: string): number => {
  const places = Math.max(countDecimals(a), countDecimals(b));
  const difference = scale(a, places) - scale(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** Prints a canonical number for people: grouped from five digits on, as DIN 5008 has it. */
export const printDecimal = (text: string, language: string): string => {
  const english = language.startsWith('en');
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, english ? ',' : '.') : whole;
  const sign = text.startsWith('-') ? '-' : '';
  return fraction === undefined ? sign + grouped : `${sign}${grouped}${english ? '.' : ','}${fraction}`;
};
