import type { FieldOf } from '#definition';
import { formatMoney } from '#lib/money.ts';
import { number } from '#rules';
import { compareDecimals, countDecimals, parseDecimal, parseJsonDecimal } from './decimal-text.ts';
import { answered, enteredText, type Fault, failed, type Kind, NOTHING, type Read } from './kind.ts';

/** Always two places: `1234.50`. More than that is no amount in euros. */
const toEuros = (text: string | undefined): Read<string> => {
  if (text === undefined) return failed('number');
  const [whole = '', cents = ''] = text.split('.');
  return countDecimals(text) > 2 || whole.length > 15
    ? failed('decimals', { values: { decimals: '2' } })
    : answered(`${whole}.${cents.padEnd(2, '0')}`);
};

const check = (field: FieldOf<'money'>, answer: string): readonly Fault[] => {
  const values = { min: field.min, max: field.max };
  if (compareDecimals(answer, field.min) < 0) return [{ code: 'least', values }];
  return compareDecimals(answer, field.max) > 0 ? [{ code: 'most', values }] : [];
};

export const moneyKind: Kind<'money', string> = {
  read: (_, entered, path) => {
    const text = enteredText(entered, path).trim();
    return text === '' ? NOTHING : toEuros(parseDecimal(text, 2));
  },
  readJson: (_, json) => {
    const text = parseJsonDecimal(json);
    return text === undefined ? failed('type', { values: { type: 'number' } }) : toEuros(text);
  },
  check,
  enter: (_, answer, path, language) => [[path, language.startsWith('en') ? answer : answer.replace('.', ',')]],
  print: (_, answer, { language }) => formatMoney(answer, language),
  toFeel: (_, answer) => number(answer),
};
