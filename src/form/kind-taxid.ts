import type { FieldOf } from '#definition';
import { cleanText } from './clean-text.ts';
import { answered, enteredText, failed, type Kind, type Read } from './kind.ts';
import { isBusinessIdentifier, isTaxIdentifier, isTaxNumber, isVatNumber } from './tax-number.ts';

type Of = FieldOf<'taxid'>['of'];

const compact = (text: string): string => {
  const plain = text.toUpperCase().replace(/[\s/.]/g, '');
  return /^DE\d{9}-?\d{5}$/.test(plain) ? plain.replace(/-?(\d{5})$/, '-$1') : plain.replaceAll('-', '');
};

const isBusiness = (text: string): boolean => isTaxNumber(text) || isVatNumber(text) || isBusinessIdentifier(text);

const isValid = (text: string, of: Of): boolean => {
  switch (of) {
    case 'person':
      return isTaxIdentifier(text);
    case 'business':
      return isBusiness(text);
    case 'either':
      return isTaxIdentifier(text) || isBusiness(text);
    default:
      return of satisfies never;
  }
};

const read = (text: string, of: Of): Read<string> => {
  const { answer, faults } = cleanText(text);
  if (answer === undefined) return { faults };
  const number = compact(answer);
  return isValid(number, of) ? answered(number) : failed(of === 'person' ? 'taxid' : 'taxnumber');
};

const group = (answer: string): string =>
  /^\d{11}$/.test(answer) ? answer.replace(/^(\d{2})(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4') : answer;

/** Stored compact; a Steuer-Identifikationsnummer is shown in groups, as letters of the tax office have it. */
export const taxidKind: Kind<'taxid', string> = {
  read: (field, entered, path) => read(enteredText(entered, path), field.of),
  readJson: (field, json) =>
    typeof json === 'string' ? read(json, field.of) : failed('type', { values: { type: 'text' } }),
  check: () => [],
  enter: (_, answer, path) => [[path, answer]],
  print: (field, answer) => (field.of === 'person' ? group(answer) : answer),
  toFeel: (_, answer) => answer,
};
