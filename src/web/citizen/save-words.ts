import type { Language } from '#definition';
import { inLines } from './sentences.ts';

const DE = {
  save: 'Speichern und später weitermachen',
  savedTitle: 'Ihre Angaben sind gespeichert',
  savedLead: 'Mit diesem Code machen Sie weiter, auch an einem anderen Gerät:',
  code: 'Ihr Code',
  savedHint:
    'Drucken Sie diese Seite oder schreiben Sie den Code auf. Wir können ihn nicht noch einmal anzeigen: Ihre Angaben sind so verschlüsselt, dass auch wir sie ohne den Code nicht lesen können.',
  savedUntil:
    'Wir bewahren die Angaben bis {day} auf und löschen sie dann. Haben Sie vorher abgesendet, löschen wir sie sofort.',
  notSent: 'Noch ist nichts abgesendet. Der Code ist kein Nachweis über einen Eingang.',
  savedHow: 'So machen Sie weiter',
  savedWay: 'Öffnen Sie die Startseite „{title}“ und wählen Sie „Gespeicherte Angaben öffnen“.',
  goOn: 'Jetzt weiter ausfüllen',
  failedTitle: 'Das Speichern hat nicht geklappt',
  failedText:
    'Ihre Angaben sind noch in dieser Seite. Bitte machen Sie weiter und speichern Sie in einer Minute noch einmal.',
  failedNet:
    'Aus Ihrem Netz werden gerade sehr viele Angaben gespeichert. Ihre Angaben sind noch in dieser Seite. Bitte machen Sie weiter und speichern Sie in einer Minute noch einmal.',
  failedMany:
    'Diese Angaben sind schon unter {most} Codes gespeichert, und mehr Codes gibt es nicht. Die {most} Codes gelten weiter. Was Sie seitdem geändert haben, ist noch in dieser Seite. Bitte machen Sie hier weiter.',
  resumeTitle: 'Gespeicherte Angaben öffnen',
  resumeLead: 'Geben Sie den Code ein, den Sie beim Speichern erhalten haben.',
  resumeHint: '16 Zeichen in vier Gruppen, zum Beispiel 7F3K-9QX2-M4V8-N4ZT',
  open: 'Öffnen',
  shape: 'Bitte prüfen Sie den Code. Er hat 16 Zeichen in vier Gruppen.',
  none: 'Zu diesem Code ist hier nichts gespeichert. Bitte vergleichen Sie jedes Zeichen. Nach {days} Tagen und nach dem Absenden werden gespeicherte Angaben gelöscht.',
  busy: 'Gerade öffnen sehr viele ihre Angaben. Bitte versuchen Sie es in einer Minute noch einmal.',
};

type SaveWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: SaveWords = {
  save: 'Speichern und später weiter-machen',
  savedTitle: 'Ihre Antworten sind gespeichert',
  savedLead: 'Mit diesem Code können Sie weiter-machen. Auch an einem anderen Gerät:',
  code: 'Ihr Code',
  savedHint:
    'Bitte schreiben Sie den Code auf. Oder drucken Sie diese Seite. Wir können den Code nicht noch einmal zeigen. Ohne den Code kann niemand Ihre Antworten lesen. Auch wir nicht.',
  savedUntil: 'Wir heben Ihre Antworten auf bis {day}. Dann löschen wir sie.',
  notSent: 'Ihre Antworten sind noch nicht bei uns. Sie müssen sie noch ab-senden.',
  savedHow: 'So machen Sie weiter',
  savedWay: 'Öffnen Sie die erste Seite von „{title}“. Drücken Sie auf: Gespeicherte Antworten öffnen.',
  goOn: 'Jetzt weiter-machen',
  failedTitle: 'Das Speichern hat nicht geklappt',
  failedText: 'Ihre Antworten sind noch da. Bitte machen Sie weiter. Speichern Sie später noch einmal.',
  failedNet:
    'Aus Ihrem Netz speichern gerade sehr viele Menschen. Ihre Antworten sind noch da. Bitte machen Sie weiter. Speichern Sie in einer Minute noch einmal.',
  failedMany:
    'Sie haben Ihre Antworten schon mit {most} Codes gespeichert. Mehr Codes gibt es nicht. Die {most} Codes gelten weiter. Ihre neuen Antworten sind noch da. Bitte machen Sie hier weiter.',
  resumeTitle: 'Gespeicherte Antworten öffnen',
  resumeLead: 'Bitte schreiben Sie hier Ihren Code.',
  resumeHint: 'Der Code hat 16 Zeichen. Zum Beispiel: 7F3K-9QX2-M4V8-N4ZT',
  open: 'Öffnen',
  shape: 'Der Code stimmt nicht. Er hat 16 Zeichen.',
  none: 'Zu diesem Code gibt es hier nichts. Bitte prüfen Sie jedes Zeichen. Nach {days} Tagen löschen wir die Antworten. Auch nach dem Ab-senden löschen wir sie.',
  busy: 'Im Moment sind sehr viele Menschen hier. Bitte warten Sie eine Minute. Versuchen Sie es dann noch einmal.',
};

const EN: SaveWords = {
  save: 'Save and continue later',
  savedTitle: 'Your answers are saved',
  savedLead: 'With this code you can continue, on another device too:',
  code: 'Your code',
  savedHint:
    'Print this page or write the code down. We cannot show it again: your answers are encrypted so that we, too, cannot read them without the code.',
  savedUntil:
    'We keep your answers until {day} and then delete them. Once you have sent them, we delete this copy at once.',
  notSent: 'Nothing has been sent yet. The code is no proof of receipt.',
  savedHow: 'How to continue',
  savedWay: 'Open the start page “{title}” and choose “Open saved answers”.',
  goOn: 'Continue now',
  failedTitle: 'Saving did not work',
  failedText: 'Your answers are still in this page. Please continue and save again in a minute.',
  failedNet:
    'Very many answers are being saved from your network right now. Your answers are still in this page. Please continue and save again in a minute.',
  failedMany:
    'These answers are saved under {most} codes already, and there are no more codes. The {most} codes stay valid. What you have changed since is still in this page. Please continue here.',
  resumeTitle: 'Open saved answers',
  resumeLead: 'Enter the code that you were given when you saved.',
  resumeHint: '16 characters in four groups, for example 7F3K-9QX2-M4V8-N4ZT',
  open: 'Open',
  shape: 'Please check the code. It has 16 characters in four groups.',
  none: 'Nothing is saved here under this code. Please compare every character. Saved answers are deleted after {days} days, and once they have been sent.',
  busy: 'Very many people are opening their answers right now. Please try again in a minute.',
};

const WORDS: Partial<Record<Language, SaveWords>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

/** The words around saving and resuming; German where a language has none yet. */
export const saveWords = (language: Language): SaveWords => WORDS[language] ?? DE;
