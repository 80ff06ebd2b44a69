import type { Language } from '#definition';

const DE = {
  save: 'Bestätigung als Datei speichern',
  qr: 'QR-Code: führt zur Prüfung dieser Eingangsbestätigung',
  qrHint: 'Der Code führt zur Seite, auf der sich diese Bestätigung prüfen lässt. Ihr Zugangscode steht nicht darin.',
  check: 'Eingangsbestätigung prüfen',
  checkLead:
    'Hier sehen Sie, ob eine Eingangsbestätigung echt ist und was sie beweist. Fügen Sie den signierten Text ein oder wählen Sie die gespeicherte Datei.',
  checkOffline:
    'Ohne diese Seite geht es auch: mit dem veröffentlichten Schlüssel und jedem Programm für JWS (Ed25519).',
  keys: 'Veröffentlichte Schlüssel',
  receipt: 'Signierter Text',
  receiptHint: 'Beginnt mit „ey“ und enthält zwei Punkte.',
  file: 'Oder Datei',
  submit: 'Prüfen',
  missing: 'Bitte fügen Sie den signierten Text ein oder wählen Sie eine Datei.',
  wrong:
    'Diese Bestätigung ist nicht von uns, oder sie wurde verändert. Sie beweist nichts. Bitte prüfen Sie, ob der Text vollständig ist.',
  foreign: 'Diese Bestätigung ist echt, aber sie gehört zu einer anderen Nummer als der gescannte Code.',
  validTitle: 'Die Bestätigung ist echt',
  valid: 'Damit ist bewiesen: Wir haben diesen Inhalt zu dieser Zeit empfangen.',
  number: 'Nummer',
  received: 'Eingegangen',
  at: '{day}, {time} Uhr',
  authority: 'Behörde',
  service: 'Leistung',
  package: 'Fassung der Leistung (SHA-256)',
  hash: 'Inhalt (SHA-256)',
  another: 'Eine andere prüfen',
};
export type ReceiptWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: ReceiptWords = {
  ...DE,
  save: 'Beweis speichern',
  qr: 'QR-Code für die Prüfung',
  qrHint: 'Der QR-Code führt zu einer Seite.\nDort kann man den Beweis prüfen.\nIhr Geheim-Wort steht nicht darin.',
  check: 'Beweis prüfen',
  checkLead: 'Hier können Sie einen Beweis prüfen.\nKopieren Sie den Text in das Feld.\nOder wählen Sie die Datei aus.',
  checkOffline: 'Auch andere Programme können den Beweis prüfen.\nSie brauchen dafür den Schlüssel.',
  keys: 'Der Schlüssel',
  receipt: 'Text vom Beweis',
  receiptHint: 'Der Text beginnt mit „ey“.',
  file: 'Oder die Datei',
  missing: 'Hier fehlt etwas.\nBitte kopieren Sie den Text in das Feld.',
  wrong: 'Dieser Beweis ist nicht echt.\nVielleicht fehlt ein Teil vom Text.\nBitte prüfen Sie das.',
  foreign: 'Dieser Beweis ist echt.\nAber er gehört zu einer anderen Nummer.',
  validTitle: 'Der Beweis ist echt',
  valid: 'Wir haben die Antworten bekommen.\nUnten steht: wann.',
  received: 'Angekommen',
  another: 'Noch einen Beweis prüfen',
};

const EN: ReceiptWords = {
  save: 'Save the receipt as a file',
  qr: 'QR code: leads to where this receipt can be checked',
  qrHint: 'The code leads to the page on which this receipt can be checked. Your access code is not in it.',
  check: 'Check a receipt',
  checkLead:
    'See here whether a receipt is genuine and what it proves. Paste the signed text or choose the file you have saved.',
  checkOffline: 'It works without this page too: with the published key and any program for JWS (Ed25519).',
  keys: 'Published keys',
  receipt: 'Signed text',
  receiptHint: 'Begins with “ey” and has two dots in it.',
  file: 'Or a file',
  submit: 'Check',
  missing: 'Please paste the signed text or choose a file.',
  wrong: 'This receipt is not ours, or it was changed. It proves nothing. Please check that the text is complete.',
  foreign: 'This receipt is genuine, but it belongs to another number than the code you scanned.',
  validTitle: 'The receipt is genuine',
  valid: 'This proves that we received this content at this time.',
  number: 'Number',
  received: 'Received',
  at: '{day}, {time}',
  authority: 'Authority',
  service: 'Service',
  package: 'Version of the service (SHA-256)',
  hash: 'Content (SHA-256)',
  another: 'Check another one',
};

export const receiptWords = (language: Language): ReceiptWords =>
  language === 'en' ? EN : language === 'de-x-leicht' ? LEICHT : DE;
