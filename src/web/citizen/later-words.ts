import type { Language } from '#definition';
import { inLines } from './sentences.ts';

const DE = {
  later: 'Kommt später',
  fileAlways:
    'Nicht zur Hand? Sie können das nachreichen, mit der Nummer und dem Zugangscode, die Sie nach dem Absenden bekommen.',
  fileLoad:
    'Gerade sind sehr viele Menschen hier. Sie können das nachreichen, mit der Nummer und dem Zugangscode, die Sie nach dem Absenden bekommen.',
  crowd: '{label}: Die Datei „{name}“ konnten wir gerade nicht annehmen, weil sehr viele Menschen hier sind.',
  crowdWait: 'Ihre übrigen Angaben sind noch da. Bitte versuchen Sie es in einer Minute noch einmal.',
  crowdLater: 'Ihre übrigen Angaben sind noch da. Sie können ohne die Datei weitermachen und sie nachreichen.',
  outstandingTitle: 'Das fehlt noch',
  outstandingText: 'Bitte reichen Sie es nach. Was Sie schon gesendet haben, ist bei uns und gilt als eingegangen.',
  outstandingHow: 'So geht es: Öffnen Sie „Stand abfragen“ und geben Sie Nummer und Zugangscode ein.',
  handIn: 'Jetzt nachreichen',
  complete: 'Es fehlt nichts mehr.',
  count: 'Nachreichungen bisher: {count}',
  checkTitle: 'Prüfen Sie, was Sie nachreichen',
  checkLead:
    'Stimmt alles? Dann reichen Sie es nach. Was Sie jetzt weglassen, können Sie noch einmal später nachreichen.',
  notStored: 'Wir speichern diese Angaben erst, wenn Sie sie nachreichen.',
  nothingTitle: 'Hier ist noch nichts',
  nothingText: 'Bitte beantworten Sie eine Seite oder laden Sie eine Datei hoch, bevor Sie nachreichen.',
  receivedTitle: 'Ihre Nachreichung ist bei uns',
  receivedText: 'Sie gehört jetzt zu dem, was Sie schon gesendet haben.',
  mail: 'Die Bestätigung per E-Mail kommt später, wenn weniger los ist. Diese Seite ist Ihre Eingangsbestätigung.',
};

type LaterWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: LaterWords = {
  later: 'Kommt später',
  fileAlways:
    'Sie haben das gerade nicht? Sie können es später schicken. Dafür brauchen Sie eine Nummer und ein Geheim-Wort. Beides bekommen Sie am Ende.',
  fileLoad:
    'Gerade sind sehr viele Menschen hier. Sie können das später schicken. Dafür brauchen Sie eine Nummer und ein Geheim-Wort. Beides bekommen Sie am Ende.',
  crowd: '{label}: Wir haben die Datei „{name}“ nicht bekommen. Gerade sind sehr viele Menschen hier.',
  crowdWait: 'Ihre anderen Antworten sind noch da. Bitte versuchen Sie es in einer Minute noch einmal.',
  crowdLater:
    'Ihre anderen Antworten sind noch da. Sie können ohne die Datei weiter-machen. Schicken Sie die Datei später.',
  outstandingTitle: 'Das fehlt noch',
  outstandingText: 'Ihre ersten Antworten sind schon bei uns. Bitte schicken Sie noch, was hier steht.',
  outstandingHow:
    'So geht das: Klicken Sie auf die Seite mit dem Stand. Schreiben Sie dort die Nummer und das Geheim-Wort.',
  handIn: 'Jetzt schicken',
  complete: 'Es fehlt nichts mehr.',
  count: 'So oft haben Sie etwas geschickt: {count}',
  checkTitle: 'Ist alles richtig?',
  checkLead: 'Ist alles richtig? Dann schicken Sie es jetzt. Was noch fehlt, können Sie später schicken.',
  notStored: 'Wir haben diese Antworten noch nicht. Wir bekommen sie erst, wenn Sie sie schicken.',
  nothingTitle: 'Hier ist noch nichts',
  nothingText: 'Bitte beantworten Sie eine Frage. Oder schicken Sie eine Datei.',
  receivedTitle: 'Wir haben es bekommen',
  receivedText: 'Das gehört jetzt zu Ihren anderen Antworten.',
  mail: 'Sie bekommen eine E-Mail. Die E-Mail kommt später. Diese Seite ist Ihr Beweis.',
};

const EN: LaterWords = {
  later: 'Follows later',
  fileAlways:
    'Not at hand? You can hand this in later, with the number and the access code that you get after submitting.',
  fileLoad:
    'Very many people are here right now. You can hand this in later, with the number and the access code that you get after submitting.',
  crowd: '{label}: We could not take the file “{name}” just now because very many people are here.',
  crowdWait: 'Your other answers are still here. Please try again in a minute.',
  crowdLater: 'Your other answers are still here. You can go on without the file and hand it in later.',
  outstandingTitle: 'This is still missing',
  outstandingText: 'Please hand it in. What you have sent already is with us and counts as received.',
  outstandingHow: 'This is how: open “Check the status” and enter number and access code.',
  handIn: 'Hand in now',
  complete: 'Nothing is missing any more.',
  count: 'Handed in later so far: {count}',
  checkTitle: 'Check what you are handing in',
  checkLead: 'Is everything right? Then hand it in. What you leave out now you can still hand in later.',
  notStored: 'We store these answers only when you hand them in.',
  nothingTitle: 'There is nothing here yet',
  nothingText: 'Please answer a page or upload a file before you hand in.',
  receivedTitle: 'We have what you handed in',
  receivedText: 'It is now part of what you sent before.',
  mail: 'The confirmation by e-mail comes later, when things are quieter. This page is your receipt.',
};

const WORDS: Partial<Record<Language, LaterWords>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

/** The words around what follows later; German where a language has none yet. */
export const laterWords = (language: Language): LaterWords => WORDS[language] ?? DE;
