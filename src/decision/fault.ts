import { type Warning, warningInWords } from '#rules';

type Words = { readonly de: string; readonly en: string };

/** Why a result of the rules cannot be used, by code; `{name}` stands for a value of the fault. */
const WORDS = {
  amount: {
    de: 'Der Betrag muss in Euro und ganzen Cent angegeben sein; «{text}» ergab {value}.',
    en: 'The amount should be euros and whole cents; «{text}» gave {value}.',
  },
  automatic: {
    de: 'Ob automatisch entschieden wird, muss wahr oder falsch sein; «{text}» ergab {value}.',
    en: 'Whether it is decided automatically should be true or false; «{text}» gave {value}.',
  },
  doubts: {
    de: 'Die Zweifel müssen eine Liste von Namen sein; «{text}» ergab {value}.',
    en: 'The doubts should be a list of names; «{text}» gave {value}.',
  },
  level: {
    de: 'Die Dringlichkeit muss 1 bis 9 sein; «{text}» ergab {value}.',
    en: 'The level should be 1 to 9; «{text}» gave {value}.',
  },
  outcome: {
    de: 'Das Ergebnis muss eines der im Leistungspaket genannten sein; «{text}» ergab {value}.',
    en: 'The outcome should be one of the package’s; «{text}» gave {value}.',
  },
  reasons: {
    de: 'Die Begründungen müssen eine Liste von Namen sein; «{text}» ergab {value}.',
    en: 'The reasons should be a list of names; «{text}» gave {value}.',
  },
  rulesDay: {
    de: 'Der Tag, nach dem sich die Fassung der Regeln richtet, muss ein Datum sein; «{text}» ergab {value}.',
    en: 'The day that chooses the rules should be a date; «{text}» gave {value}.',
  },
  rulesNone: {
    de: 'Für den {day} gilt im Gebiet {area} keine Fassung der Regeln.',
    en: 'No version of the rules applies on {day} in the area {area}.',
  },
  second: {
    de: 'Ob eine zweite Person zustimmen muss, muss wahr oder falsch sein; «{text}» ergab {value}.',
    en: 'Whether a second person must approve should be true or false; «{text}» gave {value}.',
  },
  unworded: {
    de: 'Für die Begründungen {names} fehlt der Text.',
    en: 'The texts have no wording for the reasons {names}.',
  },
} as const satisfies Readonly<Record<string, Words>>;

export type FaultCode = keyof typeof WORDS;

/** A fault as data: what a case records, and a page says in the reader's language. */
export type Fault = { readonly code: string; readonly values: Readonly<Record<string, string>> };

export const makeFault = (code: FaultCode, values: Fault['values']): Fault => ({ code, values });

const WARNING = 'warning.';

/** A warning of the rules, beside the fault that it explains. */
export const faultOf = ({ code, message, values }: Warning): Fault => ({
  code: `${WARNING}${code}`,
  values: { ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])), message },
});

const fill = (words: string, values: Fault['values']): string =>
  words.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : place));

/** A fault in the reader's language; what older cases recorded as a sentence stays it. */
export const faultInWords = (fault: Fault | string, language: 'de' | 'en'): string => {
  if (typeof fault === 'string') return fault;
  const { code, values } = fault;
  if (code.startsWith(WARNING)) {
    const { message = '', ...own } = values;
    return warningInWords({ code: code.slice(WARNING.length), message, values: own }, language);
  }
  return Object.hasOwn(WORDS, code) ? fill(WORDS[code as FaultCode][language], values) : code;
};
