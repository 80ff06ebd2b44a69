import type { ErrorCode } from 'yaml';

/** What the YAML parser says, in German, by its code. */
const SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_ALIAS: 'Hinter „*“ fehlt ein Name.',
  BAD_DIRECTIVE: 'Diese Anweisung mit „%“ gibt es nicht.',
  BAD_DQ_ESCAPE: 'Diese Folge mit „\\“ gibt es in doppelten Anführungszeichen nicht.',
  BAD_INDENT: 'Die Einrückung stimmt nicht.',
  BAD_SCALAR_START: 'Mit diesem Zeichen darf ein Text ohne Anführungszeichen nicht beginnen.',
  BLOCK_AS_IMPLICIT_KEY: 'In einer Zeile stehen zwei Schlüssel; ein Text mit „: “ braucht Anführungszeichen.',
  BLOCK_IN_FLOW: 'In „{…}“ und „[…]“ darf kein eingerückter Block stehen.',
  KEY_OVER_1024_CHARS: 'Der Schlüssel ist zu lang.',
  MISSING_CHAR: 'Hier fehlt ein Zeichen, etwa eine schließende Klammer, ein Anführungszeichen oder ein Doppelpunkt.',
  MULTILINE_IMPLICIT_KEY: 'Ein Schlüssel geht über mehrere Zeilen; fehlt ein Doppelpunkt?',
  MULTIPLE_DOCS: 'Die Datei enthält mehrere Dokumente („---“).',
  TAB_AS_INDENT: 'Eingerückt wird mit Leerzeichen, nicht mit Tabulatoren.',
  UNEXPECTED_TOKEN: 'Dieses Zeichen passt hier nicht.',
};

/** A sentence of the YAML parser in the author's language. */
export const yamlInWords = (code: ErrorCode, message: string, language: 'de' | 'en'): string =>
  language === 'de' ? (SENTENCES[code] ?? message) : `${message}.`;
