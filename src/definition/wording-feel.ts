const TERMS: Readonly<Record<string, string>> = {
  'an expression': 'ein Ausdruck',
  'the end of the expression': 'das Ende des Ausdrucks',
  'the end of the expression or an operator': 'das Ende des Ausdrucks oder ein Rechenzeichen',
  'a name': 'ein Name',
  'a string': 'ein Text in Anführungszeichen',
  'a comparison': 'ein Vergleich',
};

const term = (text = ''): string => TERMS[text] ?? text.replace('“', '„').replace('”', '“').replace(' or ', ' oder ');

type Sentence = readonly [english: RegExp, german: (...parts: readonly string[]) => string];

/** What the rules say, which they say in English: their sentences in German. */
const SENTENCES: readonly Sentence[] = [
  [/^Expected (.+), found (.+)\.$/, (wanted, found) => `Hier muss ${term(wanted)} stehen, gefunden: ${term(found)}.`],
  [/^“(.+)” is no date, time or duration\.$/, (text) => `„${text}“ ist kein Tag, keine Uhrzeit und keine Dauer.`],
  [/^The string has no closing quotation mark\.$/, () => 'Das schließende Anführungszeichen fehlt.'],
  [/^There is no such type\.$/, () => 'Diesen Typ gibt es nicht.'],
  [/^There is no type “(.+)”\.$/, (name) => `Den Typ „${name}“ gibt es nicht.`],
  [/^There is no format “(.+)”; use (.+)\.$/, (name, list) => `Das Format „${name}“ gibt es nicht, nur ${list}.`],
  [/^Write (\{\{.+\}\})\.$/, (text) => `Die richtige Form ist ${text}.`],
  [/^(\{\{.+\}\}) is missing\.$/, (text) => `${text} fehlt.`],
  [/^“(.+)” has nothing to belong to here\.$/, (text) => `„${text}“ gehört hier zu nichts.`],
  [/^“(.+)” is not known here\.$/, (name) => `„${name}“ ist hier nicht bekannt.`],
  [/^“(.+)” needs itself\.$/, (name) => `„${name}“ hängt von sich selbst ab.`],
  [
    /^“(.+)” (?:refers to|requires) “(.+)”, which is not there\.$/,
    (a, b) => `„${a}“ verweist auf „${b}“, das es nicht gibt.`,
  ],
  [/^The imported model “(.+)” was not found\.$/, (name) => `Das eingebundene Modell „${name}“ fehlt.`],
  [/^The expression is longer than (\d+) characters\.$/, (most) => `Der Ausdruck ist länger als ${most} Zeichen.`],
  [/^The expression is nested more than (\d+) deep\.$/, (most) => `Der Ausdruck ist tiefer als ${most} verschachtelt.`],
];

/** A sentence of the rules in the author's language; in English where no German one is known. */
export const feelInWords = (message: string, language: 'de' | 'en'): string => {
  if (language === 'en') return message;
  for (const [english, german] of SENTENCES) {
    const found = english.exec(message);
    if (found) return german(...found.slice(1));
  }
  return message;
};
