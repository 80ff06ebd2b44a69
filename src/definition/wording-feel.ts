const TERMS: Readonly<Record<string, string>> = {
  'an expression': 'ein Ausdruck',
  'the end of the expression': 'das Ende des Ausdrucks',
  'the end of the expression or an operator': 'das Ende des Ausdrucks oder ein Rechenzeichen',
  'a name': 'ein Name',
  'a string': 'ein Text in Anführungszeichen',
  'a comparison': 'ein Vergleich',
};

const term = (text: string): string => TERMS[text] ?? text.replace(' or ', ' oder ');

/** What the FEEL parser says, which it says in English, in the author's language where the sentence is known. */
export const feelInWords = (message: string, language: 'de' | 'en'): string => {
  const found = language === 'de' ? /^Expected (.+), found (.+)\.$/.exec(message) : null;
  return found ? `Hier muss ${term(found[1] ?? '')} stehen, gefunden: ${term(found[2] ?? '')}.` : message;
};
