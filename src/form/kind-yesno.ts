import type { Language } from '#definition';
import { answered, enteredText, failed, type Kind, NOTHING } from './kind.ts';

/** Words for yes and no. */
export const yesNo = (language: Language): { readonly yes: string; readonly no: string } =>
  language === 'en' ? { yes: 'Yes', no: 'No' } : { yes: 'Ja', no: 'Nein' };

export const yesnoKind: Kind<'yesno', boolean> = {
  read: (_, entered, path) => {
    const value = enteredText(entered, path);
    if (value === '') return NOTHING;
    return value === 'yes' || value === 'no' ? answered(value === 'yes') : failed('option');
  },
  readJson: (_, json) => (typeof json === 'boolean' ? answered(json) : failed('type', { values: { type: 'yesno' } })),
  check: () => [],
  enter: (_, answer, path) => [[path, answer ? 'yes' : 'no']],
  print: (_, answer, { language }) => (answer ? yesNo(language).yes : yesNo(language).no),
  toFeel: (_, answer) => answer,
};

/** A declaration is made or not; there is no “no”. */
export const declarationKind: Kind<'declaration', true> = {
  read: (_, entered, path) => {
    const value = enteredText(entered, path);
    if (value === '') return NOTHING;
    return value === 'yes' ? answered(true) : failed('option');
  },
  readJson: (_, json) => {
    if (json === false) return NOTHING;
    return json === true ? answered(true) : failed('type', { values: { type: 'yesno' } });
  },
  check: () => [],
  enter: (_, __, path) => [[path, 'yes']],
  print: (_, __, { language }) => yesNo(language).yes,
  toFeel: () => true,
};
