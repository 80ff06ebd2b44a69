import type { Wording } from './wording.ts';

/** Wording about what the schema of a file does not allow. */
export const SCHEMA_WORDING = {
  'schema.key': {
    severity: 'error',
    de: ['Den Schlüssel „{key}“ gibt es hier nicht.'],
    en: ['There is no key “{key}” here.'],
  },
  'schema.missing': {
    severity: 'error',
    de: ['„{key}“ fehlt.', 'Ergänzen Sie „{key}:“.'],
    en: ['“{key}” is missing.', 'Add “{key}:”.'],
  },
  'schema.type': {
    severity: 'error',
    de: ['„{key}“ hat die falsche Art von Wert.'],
    en: ['“{key}” has the wrong kind of value.'],
  },
  'schema.feel': {
    severity: 'error',
    de: [
      '„{key}“ ist kein Ausdruck.',
      'Schreiben Sie FEEL als Text; mit Klammern oder Anführungszeichen am Anfang steht er in einfachen Anführungszeichen.',
    ],
    en: [
      '“{key}” is not an expression.',
      'Write FEEL as text; beginning with brackets or quotes, it stands in single quotes.',
    ],
  },
  'schema.value': {
    severity: 'error',
    de: ['Diesen Wert gibt es für „{key}“ nicht.'],
    en: ['“{key}” has no such value.'],
  },
  'schema.format': {
    severity: 'error',
    de: ['„{key}“ hat die falsche Form.'],
    en: ['“{key}” has the wrong form.'],
  },
  'schema.size': {
    severity: 'error',
    de: ['„{key}“ ist zu klein, zu groß, zu kurz oder zu lang.'],
    en: ['“{key}” is too small, too large, too short or too long.'],
  },
  'schema.name': {
    severity: 'error',
    de: ['„{key}“ kann hier kein Name sein.'],
    en: ['“{key}” cannot be a name here.'],
  },
} as const satisfies Record<string, Wording>;

const TYPES: Readonly<Record<string, readonly [de: string, en: string]>> = {
  string: ['Text', 'text'],
  number: ['eine Zahl', 'a number'],
  int: ['eine ganze Zahl', 'a whole number'],
  boolean: ['true oder false', 'true or false'],
  array: ['eine Liste (Zeilen mit „- “)', 'a list (lines with “- ”)'],
  object: ['Schlüssel mit Werten („schlüssel: wert“)', 'keys with values (“key: value”)'],
  record: ['Namen mit Werten („name: wert“)', 'names with values (“name: value”)'],
};

const FORMS: Readonly<Record<string, string>> = {
  'a name: a lower-case letter, then letters and digits, 40 at most':
    'ein Name: ein Kleinbuchstabe, dann Buchstaben und Ziffern, höchstens 40',
  'lower-case letters, digits and single hyphens': 'Kleinbuchstaben, Ziffern und einzelne Bindestriche',
  'a path inside the package, such as rules.dmn or notices/grant':
    'ein Pfad im Paket, etwa rules.dmn oder notices/bewilligung',
  'a date as YYYY-MM-DD': 'ein Tag als JJJJ-MM-TT',
  'a day that exists': 'ein Tag, den es gibt',
  'a decimal number': 'eine Dezimalzahl wie 1500.00',
  'a version such as 1.0.0': 'eine Version wie 1.0.0',
  'a period such as P10Y': 'eine Frist wie P10Y',
};

/** What kind of value is expected, in words. */
export const typeInWords = (type: string, language: 'de' | 'en'): string =>
  TYPES[type]?.[language === 'de' ? 0 : 1] ?? type;

/** What form is expected; schemas say it in English. */
export const formInWords = (form: string, language: 'de' | 'en'): string =>
  language === 'de' ? (FORMS[form] ?? form) : form;

/** How many or how much is expected. */
export const sizeInWords = (origin: string, limit: string, isLeast: boolean, language: 'de' | 'en'): string => {
  const units: Readonly<Record<string, readonly [string, string]>> = {
    string: [' Zeichen', ' characters'],
    array: [' Einträge', ' entries'],
  };
  const unit = units[origin]?.[language === 'de' ? 0 : 1] ?? '';
  if (language === 'de') return `${isLeast ? 'mindestens' : 'höchstens'} ${limit}${unit}`;
  return `${isLeast ? 'at least' : 'at most'} ${limit}${unit}`;
};
