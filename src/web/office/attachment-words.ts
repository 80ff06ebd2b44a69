import type { OfficeLanguage } from './deps.ts';

const DE = {
  title: 'Anlagen',
  name: 'Datei',
  state: 'Prüfung',
  size: 'Größe',
  open: 'Herunterladen',
  states: {
    pending: 'Wird auf Schadsoftware geprüft',
    clean: 'Geprüft, nichts gefunden',
    unscanned: 'Nicht auf Schadsoftware geprüft',
    infected: 'Schadsoftware gefunden, gesperrt',
    aside: 'Ließ sich nicht auf Schadsoftware prüfen, gesperrt. Die Technik kann es neu versuchen.',
    missing: 'Nicht auffindbar',
  },
};

type AttachmentWords = Omit<{ readonly [K in keyof typeof DE]: string }, 'states'> & {
  readonly states: { readonly [K in keyof typeof DE.states]: string };
};

const EN: AttachmentWords = {
  title: 'Attachments',
  name: 'File',
  state: 'Check',
  size: 'Size',
  open: 'Download',
  states: {
    pending: 'Being checked for malicious software',
    clean: 'Checked, nothing found',
    unscanned: 'Not checked for malicious software',
    infected: 'Malicious software found, locked',
    aside: 'Could not be checked for malicious software, locked. The operators can try again.',
    missing: 'Cannot be found',
  },
};

/** The words around attachments of a case. */
export const attachmentWords = (language: OfficeLanguage): AttachmentWords => (language === 'en' ? EN : DE);
