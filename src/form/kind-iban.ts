import {
  electronicFormatIBAN,
  friendlyFormatIBAN,
  getCountrySpecifications,
  isSEPACountry,
  isValidIBAN,
} from 'ibantools';
import type { FieldOf } from '#definition';
import { cleanText } from './clean-text.ts';
import { answered, enteredText, type Fault, failed, type Kind, type Read } from './kind.ts';

const SPECIFICATIONS = getCountrySpecifications();

const read = (text: string): Read<string> => {
  const { answer, faults } = cleanText(text);
  if (answer === undefined) return { faults };
  const compact = electronicFormatIBAN(answer.replace(/^IBAN:?/i, '')) ?? '';
  const length = SPECIFICATIONS[compact.slice(0, 2)]?.chars;
  if (length && length !== compact.length)
    return failed('ibanlength', { values: { expected: String(length), count: String(compact.length) } });
  return isValidIBAN(compact) ? answered(compact) : failed('iban');
};

const checkCountry = (field: FieldOf<'iban'>, answer: string): readonly Fault[] => {
  const country = answer.slice(0, 2);
  const allowed = field.countries ? field.countries.includes(country) : isSEPACountry(country);
  return allowed ? [] : [{ code: 'ibancountry', values: { countries: field.countries?.join(', ') ?? 'SEPA' } }];
};

/** Stored compact, in upper case; shown in groups of four. Length by country and check digits are verified. */
export const ibanKind: Kind<'iban', string> = {
  read: (_, entered, path) => read(enteredText(entered, path)),
  readJson: (_, json) => (typeof json === 'string' ? read(json) : failed('type', { values: { type: 'text' } })),
  check: checkCountry,
  enter: (_, answer, path) => [[path, friendlyFormatIBAN(answer) ?? answer]],
  print: (_, answer) => friendlyFormatIBAN(answer) ?? answer,
  toFeel: (_, answer) => answer,
};
