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
  failed: '{label}: We could not store “{name}” just now. Please choose the file again in a minute.',
};

const WORDS: Partial<Record<Language, UploadWords>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

/** The words around uploads; German where a language has none yet. */
export const uploadWords = (language: Language): UploadWords => WORDS[language] ?? DE;
