import type { FieldOf } from '#definition';
import { cleanText, countCharacters, findForeignLetters } from './clean-text.ts';
import { enteredText, type Fault, failed, type Kind } from './kind.ts';

/** Autocomplete tokens of what registers, letters and banks must be able to write. */
const NAMES = new Set(['name', 'given-name', 'additional-name', 'family-name', 'organization', 'cc-name']);

const checkLength = (field: FieldOf<'text' | 'longtext'>, answer: string): readonly Fault[] => {
  const length = countCharacters(answer);
  const values = { count: String(length), min: String(field.min), max: String(field.max) };
  if (length < field.min) return [{ code: 'short', values }];
  return length > field.max ? [{ code: 'long', values }] : [];
};

export const textKind: Kind<'text', string> = {
  read: (_, entered, path) => cleanText(enteredText(entered, path)),
  readJson: (_, json) => (typeof json === 'string' ? cleanText(json) : failed('type', { values: { type: 'text' } })),
  check: (field, answer, _, { matches }) => {
    const faults = checkLength(field, answer);
    if (faults.length > 0) return faults;
    if (matches && !matches(answer)) return [{ code: 'pattern' }];
    return NAMES.has(field.autocomplete?.split(' ').at(-1) ?? '') ? findForeignLetters(answer) : [];
  },
  enter: (_, answer, path) => [[path, answer]],
  print: (_, answer) => answer,
  toFeel: (_, answer) => answer,
};

export const longtextKind: Kind<'longtext', string> = {
  read: (_, entered, path) => cleanText(enteredText(entered, path), true),
  readJson: (_, json) =>
    typeof json === 'string' ? cleanText(json, true) : failed('type', { values: { type: 'text' } }),
  check: checkLength,
  enter: (_, answer, path) => [[path, answer]],
  print: (_, answer) => answer,
  toFeel: (_, answer) => answer,
};
