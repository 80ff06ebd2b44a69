import type { Language } from '#definition';
import { inLines } from './sentences.ts';

const DE = {
  upload: 'Hochladen',
  remove: 'Entfernen',
  formats: 'Möglich sind {types}, je Datei höchstens {megabytes} MB.',
  several: 'Höchstens {max} Dateien.',
  empty: '{label}: Die Datei „{name}“ ist leer.',
  large: '{label}: Die Datei „{name}“ ist größer als {megabytes} MB. Bitte verkleinern Sie sie.',
  type: '{label}: „{name}“ ist keine Datei der Art {types}. Entscheidend ist der Inhalt, nicht der Name.',
  many: '{label}: Das sind zu viele Dateien. „{name}“ haben wir nicht angenommen.',
  much: '{label}: „{name}“ haben wir nicht angenommen, weil für diesen Antrag schon sehr viele Dateien hochgeladen sind. Auch ersetzte und entfernte zählen. Ihre übrigen Angaben sind noch da.',
  muchNew: 'Brauchen Sie noch mehr Dateien, beginnen Sie den Antrag bitte neu.',
  muchRest: 'Brauchen Sie noch mehr Dateien, öffnen Sie „Stand abfragen“ bitte noch einmal.',
  net: '{label}: Die Datei „{name}“ konnten wir gerade nicht annehmen, weil aus Ihrem Netz sehr viele Dateien kommen.',
  full: '{label}: Die Datei „{name}“ können wir gerade nicht annehmen, weil uns der Speicherplatz ausgeht. Das liegt nicht an Ihnen.',
  fullWait: 'Ihre übrigen Angaben sind noch da. Bitte versuchen Sie es in einer Stunde noch einmal.',
  failed:
    '{label}: „{name}“ konnten wir gerade nicht speichern. Bitte wählen Sie die Datei in einer Minute noch einmal.',
};

type UploadWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: UploadWords = {
  upload: 'Datei schicken',
  remove: 'Löschen',
  formats: 'Das geht: {types}. Eine Datei darf {megabytes} MB groß sein.',
  several: 'Sie können {max} Dateien schicken.',
  empty: '{label}: In der Datei „{name}“ ist nichts.',
  large: '{label}: Die Datei „{name}“ ist zu groß. Sie darf {megabytes} MB groß sein.',
  type: '{label}: Die Datei „{name}“ geht nicht. Das geht: {types}.',
  many: '{label}: Das sind zu viele Dateien. „{name}“ haben wir nicht.',
  much: '{label}: Wir haben „{name}“ nicht bekommen. Sie haben schon sehr viele Dateien geschickt. Auch gelöschte Dateien zählen. Ihre anderen Antworten sind noch da.',
  muchNew: 'Brauchen Sie mehr Dateien? Dann fangen Sie bitte neu an.',
  muchRest: 'Brauchen Sie mehr Dateien? Dann öffnen Sie bitte noch einmal die Seite mit dem Stand.',
  net: '{label}: Wir haben die Datei „{name}“ nicht bekommen. Aus Ihrem Netz kommen gerade sehr viele Dateien.',
  full: '{label}: Wir haben die Datei „{name}“ nicht bekommen. Wir haben gerade keinen Platz für Dateien. Das ist unser Fehler.',
  fullWait: 'Ihre anderen Antworten sind noch da. Bitte warten Sie eine Stunde. Dann versuchen Sie es noch einmal.',
  failed:
    '{label}: Wir können „{name}“ gerade nicht speichern. Bitte warten Sie eine Minute. Dann wählen Sie die Datei noch einmal.',
};

const EN: UploadWords = {
  upload: 'Upload',
  remove: 'Remove',
  formats: 'Possible are {types}, each file at most {megabytes} MB.',
  several: 'At most {max} files.',
  empty: '{label}: The file “{name}” is empty.',
  large: '{label}: The file “{name}” is larger than {megabytes} MB. Please make it smaller.',
  type: '{label}: “{name}” is not a file of type {types}. What counts is the content, not the name.',
  many: '{label}: These are too many files. We have not taken “{name}”.',
  much: '{label}: We have not taken “{name}” because very many files have been uploaded for this application already. Files that were replaced or removed count too. Your other answers are still here.',
  muchNew: 'If you need more files, please begin the application anew.',
  muchRest: 'If you need more files, please open “Check the status” once more.',
  net: '{label}: We could not take the file “{name}” just now because very many files are coming from your network.',
  full: '{label}: We cannot take the file “{name}” just now because we are running out of space. This is not your fault.',
  fullWait: 'Your other answers are still here. Please try again in an hour.',
  failed: '{label}: We could not store “{name}” just now. Please choose the file again in a minute.',
};

const WORDS: Partial<Record<Language, UploadWords>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

/** The words around uploads; German where a language has none yet. */
export const uploadWords = (language: Language): UploadWords => WORDS[language] ?? DE;
