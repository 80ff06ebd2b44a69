type Speech = 'de' | 'en';

const WORDS = {
  de: {
    true: 'ja',
    false: 'nein',
    null: 'keine Angabe',
    '>': 'über',
    '>=': 'mindestens',
    '<': 'unter',
    '<=': 'höchstens',
    '(': 'über',
    '[': 'von',
    ')': 'bis unter',
    ']': 'bis',
    or: ' oder ',
    not: 'nicht',
    contains: 'enthält',
  },
  en: {
    true: 'yes',
    false: 'no',
    null: 'nothing',
    '>': 'above',
    '>=': 'at least',
    '<': 'below',
    '<=': 'at most',
    '(': 'above',
    '[': 'from',
    ')': 'to below',
    ']': 'to',
    or: ' or ',
    not: 'not',
    contains: 'contains',
  },
} as const satisfies Record<Speech, Record<string, string>>;

const printConstant = (text: string, speech: Speech): string | undefined => {
  if (text === 'true' || text === 'false' || text === 'null') return WORDS[speech][text];
  if (/^-?\d+(\.\d+)?$/.test(text)) return speech === 'de' ? text.replace('.', ',') : text;
  const [, year, month, day] = /^(?:date\(|@)"(\d{4})-(\d\d)-(\d\d)"\)?$/.exec(text) ?? [];
  if (year) return speech === 'de' ? `${day}.${month}.${year}` : `${year}-${month}-${day}`;
  return /^"([^"]*)"$/.exec(text)?.[1];
};

const printOne = (text: string, speech: Speech): string | undefined => {
  const words = WORDS[speech];
  const [, sign, bound = ''] = /^(>=|<=|>|<)\s*(.+)$/s.exec(text) ?? [];
  const limit = printConstant(bound, speech);
  if (sign === '>' || sign === '>=' || sign === '<' || sign === '<=') return limit && `${words[sign]} ${limit}`;
  const [, open, low = '', high = '', close] = /^([[(])(.+?)\.\.(.+)([\])])$/s.exec(text) ?? [];
  if ((open === '(' || open === '[') && (close === ')' || close === ']')) {
    const [from, to] = [printConstant(low, speech), printConstant(high, speech)];
    return from && to && `${words[open]} ${from} ${words[close]} ${to}`;
  }
  const contained = /^list contains\(\?, *("[^"]*")\)$/.exec(text)?.[1];
  return contained ? `${words.contains} ${printConstant(contained, speech)}` : printConstant(text, speech);
};

/** A cell of a decision table as a caseworker reads it: `(5..10]` is „über 5 bis 10“. What has no words stays as written. */
export const testInWords = (test: string, speech: Speech): string => {
  const negated = /^not\((.+)\)$/s.exec(test)?.[1];
  const parts = (negated ?? test)
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)(?![^(]*\))/)
    .map((part) => printOne(part.trim(), speech));
  if (parts.some((part) => part === undefined)) return test;
  const words = parts.join(WORDS[speech].or);
  return negated === undefined ? words : `${WORDS[speech].not} ${words}`;
};
