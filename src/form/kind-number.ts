import type { FieldOf } from '#definition';
import { number } from '#rules';
import { compareDecimals, countDecimals, parseDecimal, parseJsonDecimal, printDecimal } from './decimal-text.ts';
import { answered, enteredText, type Fault, failed, type Kind, NOTHING } from './kind.ts';

const check = (field: FieldOf<'number'>, answer: string): readonly Fault[] => {
  const values = { min: field.min ?? '', max: field.max ?? '', decimals: String(field.decimals) };
  if (countDecimals(answer) > field.decimals) return [{ code: 'decimals', values }];
  if (field.min !== undefined && compareDecimals(answer, field.min) < 0) return [{ code: 'least', values }];
  if (field.max !== undefined && compareDecimals(answer, field.max) > 0) return [{ code: 'most', values }];
  return [];
};

export const numberKind: Kind<'number', string> = {
  read: (field, entered, path) => {
    const text = enteredText(entered, path).trim();
    if (text === '') return NOTHING;
    const answer = parseDecimal(text, field.decimals);
    return answer === undefined ? failed('number') : answered(answer);
  },
  readJson: (_, json) => {
    const answer = parseJsonDecimal(json);
    return answer === undefined ? failed('type', { values: { type: 'number' } }) : answered(answer);
  },
  check,
  enter: (_, answer, path, language) => [[path, language.startsWith('en') ? answer : answer.replace('.', ',')]],
  print: (_, answer, { language }) => printDecimal(answer, language),
  toFeel: (_, answer) => number(answer),
};
