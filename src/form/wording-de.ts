import type { FaultCode } from './kind.ts';

/** What to do about a fault. `{label}` is the question; other places are the fault's values. */
export type FaultWording = Readonly<Record<FaultCode | 'choose' | 'confirm' | 'attach', string>>;

export const DE: FaultWording = {
  required: 'Bitte beantworten Sie: {label}',
  choose: 'Bitte wählen Sie aus: {label}',
  attach: 'Bitte wählen Sie eine Datei aus: {label}',
  confirm: 'Bitte bestätigen Sie: {label}',
  characters: '{label}: Der Text enthält unsichtbare Steuerzeichen. Bitte tippen Sie ihn neu ein.',
  latin: '{label}: Bitte verwenden Sie lateinische Buchstaben, so wie im Ausweis oder Register.',
  short: '{label}: Bitte geben Sie mindestens {min} Zeichen ein.',
  long: '{label}: Bitte kürzen Sie auf höchstens {max} Zeichen. Es sind jetzt {count}.',
  pattern: '{label}: Bitte prüfen Sie die Schreibweise.',
  type: '{label}: Der Wert hat die falsche Form. Erwartet wird: {type}.',
  email: 'Bitte geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel name@beispiel.de.',
  phone: 'Bitte geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0211 123456.',
  number: '{label}: Bitte geben Sie eine Zahl in Ziffern ein, zum Beispiel 12.',
  decimals: '{label}: Bitte geben Sie höchstens {decimals} Stellen nach dem Komma an.',
  least: '{label}: Bitte geben Sie mindestens {min} an.',
  most: '{label}: Bitte geben Sie höchstens {max} an.',
  date: '{label}: Bitte geben Sie einen Tag ein, den es im Kalender gibt, zum Beispiel 11 3 2020.',
  datepart: '{label}: Bitte geben Sie das Jahr mit vier Ziffern ein, zum Beispiel 2020.',
  early: '{label}: Bitte geben Sie den {min} oder einen späteren Tag an.',
  late: '{label}: Bitte geben Sie den {max} oder einen früheren Tag an.',
  option: 'Bitte wählen Sie eine der angebotenen Antworten: {label}',
  fewoptions: '{label}: Bitte wählen Sie mindestens {min} aus.',
  manyoptions: '{label}: Bitte wählen Sie höchstens {max} aus.',
  postalcode: 'Bitte geben Sie die Postleitzahl mit fünf Ziffern ein.',
  country: 'Bitte wählen Sie ein Land aus der Liste.',
  iban: 'Die IBAN stimmt nicht: Die Prüfziffer passt nicht. Bitte vergleichen Sie jede Stelle mit Ihrer Bankkarte.',
  ibanlength:
    'Diese IBAN muss {expected} Stellen haben, es sind {count}. Bitte vergleichen Sie sie mit Ihrer Bankkarte.',
  ibancountry: 'Bitte geben Sie ein Konto aus diesem Raum an: {countries}.',
  taxid:
    'Die Steuer-Identifikationsnummer stimmt nicht. Sie hat elf Ziffern; Sie finden sie im Steuerbescheid oder auf der Lohnsteuerbescheinigung.',
  taxnumber:
    'Bitte geben Sie die Steuernummer mit allen Ziffern ein oder die Umsatzsteuer-Identifikationsnummer, zum Beispiel DE123456788.',
  fewentries: '{label}: Bitte machen Sie mindestens {min} Eintrag.',
  manyentries: '{label}: Möglich sind höchstens {max} Einträge. Bitte entfernen Sie einige.',
  upload: '{label}: Bitte laden Sie die Datei noch einmal hoch.',
  manyfiles: '{label}: Möglich sind höchstens {max} Dateien. Bitte entfernen Sie einige.',
  unknown: 'Dieses Feld gibt es in der Leistung nicht. Bitte entfernen Sie es.',
};
