import { typeInWords } from '#rules';

const TERMS: Readonly<Record<string, string>> = {
  'an expression': 'ein Ausdruck',
  'the end of the expression': 'das Ende des Ausdrucks',
  'the end of the expression or an operator': 'das Ende des Ausdrucks oder ein Rechenzeichen',
  'a name': 'ein Name',
  'a string': 'ein Text in Anführungszeichen',
  'a comparison': 'ein Vergleich',
};

const term = (text = ''): string => TERMS[text] ?? text.replace('“', '„').replace('”', '“').replace(' or ', ' oder ');

const kind = (type = ''): string => typeInWords(type, 'de');

/** What stands for values that no rule names, in the counter-examples of checks. */
const situation = (where = ''): string =>
  where.replaceAll(' = any other text', ' = ein anderer Text').replaceAll(' = anything', ' = beliebig');

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
  [/^No decision asks for the input “(.+)”\.$/, (name) => `Keine Entscheidung fragt nach der Eingabe „${name}“.`],
  [/^Remove it or require it\.$/, () => 'Streichen Sie die Eingabe, oder verbinden Sie sie mit einer Entscheidung.'],
  [
    /^This is no DMN 1\.2 to 1\.5 file: its root is “(.*)” in “(.*)”\.$/s,
    (name, namespace) => `Die Datei ist kein DMN 1.2 bis 1.5: Ihr äußerstes Element ist „${name}“ aus „${namespace}“.`,
  ],
  [/^This \{\{ is not closed by \}\}\.$/, () => 'Zu diesem {{ fehlt das }}.'],
  [/^unclosed tag: (.+)$/, (name) => `Das Element „${name}“ wird nicht geschlossen.`],
  [/^unexpected close tag\.$/, () => 'Dieses Ende gehört zu keinem offenen Element.'],
  [/^unmatched closing tag: (.+)\.$/, (name) => `Das Ende von „${name}“ gehört zu keinem offenen Element.`],
  [/^A document type is not allowed\.$/, () => 'Ein Dokumenttyp (DOCTYPE) ist nicht erlaubt.'],
  [/^The file is (empty|too large)\.$/, (what) => `Die Datei ist ${what === 'empty' ? 'leer' : 'zu groß'}.`],
  [/^Elements are nested more than (\d+) deep\.$/, (most) => `Elemente sind tiefer als ${most} verschachtelt.`],
  [/^The imported model “(.+)” was not found\.$/, (name) => `Das eingebundene Modell „${name}“ fehlt.`],
  [/^The expression is longer than (\d+) characters\.$/, (most) => `Der Ausdruck ist länger als ${most} Zeichen.`],
  [/^The expression is nested more than (\d+) deep\.$/, (most) => `Der Ausdruck ist tiefer als ${most} verschachtelt.`],
  [/^The expression is too long or too deep\.$/, () => 'Der Ausdruck ist zu lang oder zu tief verschachtelt.'],
  [
    /^The expression is a row of more than (\d+) parts\.$/,
    (most) => `Der Ausdruck ist eine Reihe von mehr als ${most} Teilen. Teilen Sie ihn auf.`,
  ],
  [/^Blocks are nested more than (\d+) deep\.$/, (most) => `Blöcke sind tiefer als ${most} verschachtelt.`],
  [/^The (?:text|model) is longer than (\d+) characters\.$/, (most) => `Die Datei hat mehr als ${most} Zeichen.`],
  [/^The model has more than (\d+) nodes\.$/, (most) => `Das Modell hat mehr als ${most} Elemente.`],
  [/^The model has more than (\d+) problems\./, (most) => `Das Modell hat mehr als ${most} Fehler.`],
  [/^More than (\d+) names are bound/, (most) => `Um diesen Ausdruck herum gelten mehr als ${most} Namen.`],
  [/^The table is too large to be checked .+\.$/, () => 'Die Tabelle ist zu groß, um alle Lücken zu prüfen.'],
  [/^Divide it into several tables\.$/, () => 'Teilen Sie sie in mehrere Tabellen.'],
  [/^No rule fires for (.+)\.$/s, (where) => `Keine Regel greift bei ${situation(where)}.`],
  [
    /^Rules (\d+) and (\d+) both fire for (.+)\.$/s,
    (a, b, where) => `Die Regeln ${a} und ${b} greifen beide bei ${situation(where)}.`,
  ],
  [
    /^Rule (\d+) can never fire: no value .+\.$/,
    (rule) => `Regel ${rule} greift nie: Kein Wert erfüllt ihre Bedingung.`,
  ],
  [
    /^Rule (\d+) can never fire: the rules .+\.$/,
    (rule) => `Regel ${rule} greift nie: Die Regeln davor decken alles ab.`,
  ],
  [
    /^Rule (\d+) compares (.+), a (.+), with (.+)\.$/,
    (rule, name, type, value) => `Regel ${rule} vergleicht ${name} (${kind(type)}) mit ${value}.`,
  ],
  [/^No rule asks for (.+)\.$/, (name) => `Keine Regel fragt nach ${name}.`],
  [
    /^Rule (\d+) \((.+)\) fires in no example\.$/s,
    (rule, cells) => `Regel ${rule} (${cells}) greift in keinem Beispiel.`,
  ],
  [/^No example asks the condition “(.+)”\.$/s, (text) => `Kein Beispiel kommt zu der Bedingung „${text}“.`],
  [
    /^In no example the condition “(.+)” is (true|false)\.$/s,
    (text, side) => `In keinem Beispiel ist die Bedingung „${text}“ ${side === 'true' ? 'erfüllt' : 'nicht erfüllt'}.`,
  ],
  [/^Add an example\.$/, () => 'Ergänzen Sie ein Beispiel dafür.'],
  [/^Add a rule or a default output\.$/, () => 'Ergänzen Sie eine Regel oder einen Vorgabewert der Ausgabe.'],
  [
    /^Tell the rules apart, .+\.$/,
    () => 'Grenzen Sie die Regeln voneinander ab, oder wählen Sie die Trefferregel FIRST.',
  ],
  [/^Correct the test or remove the rule\.$/, () => 'Berichtigen Sie die Bedingung oder streichen Sie die Regel.'],
  [/^Move the rule up or remove it\.$/, () => 'Stellen Sie die Regel weiter nach oben oder streichen Sie sie.'],
  [/^Write a (.+)\.$/, (type) => `Schreiben Sie einen Wert der Art ${kind(type)}.`],
  [/^Remove the input\.$/, () => 'Streichen Sie die Eingabe.'],
  [/^Save the model as DMN 1\.5\.$/, () => 'Speichern Sie das Modell als DMN 1.5.'],
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
