import type { Language } from '#definition';
import { inLines } from './sentences.ts';

const DE = {
  title: 'Ihre Angaben sind noch nicht bei uns',
  lead: 'Gerade können wir nichts annehmen. Sie verlieren nichts: Ihre Angaben sind noch in dieser Seite.',
  again: 'Jetzt noch einmal senden',
  wait: 'Am besten versuchen Sie es in {minutes} Minuten noch einmal.',
  waitMinute: 'Am besten versuchen Sie es in einer Minute noch einmal.',
  how: 'Sie möchten nicht warten?',
  file: 'Als Datei aufbewahren',
  fileText:
    'Sie können Ihre Angaben als Datei aufbewahren. Die Datei bleibt auf Ihrem Gerät. Öffnen Sie sie später und senden Sie dann ab. Das geht mindestens 24 Stunden lang. Wer die Datei hat, kann Ihre Angaben sehen und absenden. Bewahren Sie sie deshalb nicht auf Geräten auf, die auch andere benutzen.',
  codeText: 'Oder Sie speichern unter einem Code. Damit machen Sie 30 Tage lang weiter, auch an einem anderen Gerät.',
  offerTitle: 'Sie können auch später senden',
  offer: 'Gerade senden sehr viele Menschen. Sie können Ihre Angaben als Datei aufbewahren und später absenden.',
  fileTitle: 'Noch nicht gesendet: {title}',
  fileLead: 'Diese Datei enthält Ihre Angaben, verschlüsselt. Sie sind noch nicht bei {authority}.',
  fileSend: 'Jetzt senden',
  fileOpen: 'Ansehen und ändern',
  fileUntil: 'Bitte senden Sie bis {day}, {time} Uhr. Danach lässt sich die Datei vielleicht nicht mehr öffnen.',
  fileName: 'Angaben-noch-nicht-gesendet',
  fileHint: 'Öffnet Ihr Gerät die Datei nicht richtig? Gehen Sie auf {address} und wählen Sie sie dort aus.',
  pick: 'Datei, die Sie aufbewahrt haben',
  pickTitle: 'Aufbewahrte Datei öffnen',
  pickLead: 'Haben Sie Ihre Angaben als Datei aufbewahrt? Wählen Sie sie hier aus.',
  pickWrong:
    'In dieser Datei sind keine Angaben, die sich öffnen lassen. Vielleicht ist sie zu alt oder gehört zu einem anderen Dienst.',
};

type KeepWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: KeepWords = {
  title: 'Wir haben Ihre Antworten noch nicht',
  lead: 'Gerade geht es nicht. Ihre Antworten sind nicht verloren. Sie sind noch in dieser Seite.',
  again: 'Noch einmal senden',
  wait: 'Bitte warten Sie {minutes} Minuten. Dann versuchen Sie es noch einmal.',
  waitMinute: 'Bitte warten Sie eine Minute. Dann versuchen Sie es noch einmal.',
  how: 'Sie wollen nicht warten?',
  file: 'Antworten als Datei speichern',
  fileText:
    'Sie können die Antworten als Datei speichern. Die Datei ist dann auf Ihrem Gerät. Öffnen Sie die Datei später. Dann können Sie die Antworten senden. Das geht einen Tag lang. Vorsicht: Wer die Datei hat, kann Ihre Antworten lesen. Speichern Sie die Datei nur auf Ihrem eigenen Gerät.',
  codeText: 'Oder Sie speichern mit einem Code. Der Code gilt 30 Tage. Er geht auch an einem anderen Gerät.',
  offerTitle: 'Sie können auch später senden',
  offer: 'Gerade senden sehr viele Menschen. Sie können die Antworten als Datei speichern. Dann senden Sie später.',
  fileTitle: 'Noch nicht gesendet: {title}',
  fileLead: 'In dieser Datei sind Ihre Antworten. Sie sind noch nicht bei {authority}.',
  fileSend: 'Jetzt senden',
  fileOpen: 'Ansehen und ändern',
  fileUntil: 'Bitte senden Sie bis {day}, {time} Uhr. Danach geht es vielleicht nicht mehr.',
  fileName: 'Antworten-noch-nicht-gesendet',
  fileHint: 'Geht die Datei nicht auf? Dann öffnen Sie diese Seite:\n{address}\nDort wählen Sie die Datei aus.',
  pick: 'Ihre Datei',
  pickTitle: 'Gespeicherte Datei öffnen',
  pickLead: 'Sie haben die Antworten als Datei gespeichert? Dann wählen Sie die Datei hier aus.',
  pickWrong: 'Diese Datei können wir nicht öffnen. Vielleicht ist sie zu alt. Vielleicht ist es die falsche Datei.',
};

const EN: KeepWords = {
  title: 'Your answers are not with us yet',
  lead: 'Right now we cannot take anything. You lose nothing: your answers are still in this page.',
  again: 'Send again now',
  wait: 'It is best to try again in {minutes} minutes.',
  waitMinute: 'It is best to try again in a minute.',
  how: 'You would rather not wait?',
  file: 'Keep as a file',
  fileText:
    'You can keep your answers as a file. The file stays on your device. Open it later and send then. That works for at least 24 hours. Whoever has the file can see and send your answers. So please do not keep it on devices that others use too.',
  codeText: 'Or you save under a code. With it you continue for 30 days, on another device too.',
  offerTitle: 'You can also send later',
  offer: 'Very many people are sending right now. You can keep your answers as a file and send them later.',
  fileTitle: 'Not sent yet: {title}',
  fileLead: 'This file holds your answers, encrypted. They are not with {authority} yet.',
  fileSend: 'Send now',
  fileOpen: 'Look at and change',
  fileUntil: 'Please send by {day}, {time}. After that the file may not open any more.',
  fileName: 'answers-not-sent-yet',
  fileHint: 'Does your device not open the file properly? Go to {address} and choose it there.',
  pick: 'The file you kept',
  pickTitle: 'Open a file you kept',
  pickLead: 'Did you keep your answers as a file? Choose it here.',
  pickWrong: 'There are no answers in this file that can be opened. It may be too old or belong to another service.',
};

const WORDS: Partial<Record<Language, KeepWords>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

/** The words around answers that are kept on the device; German where a language has none yet. */
export const keepWords = (language: Language): KeepWords => WORDS[language] ?? DE;
