import { inLines } from './sentences.ts';

const DE = {
  title: 'Bitte warten Sie einen Moment',
  text: 'Aus Ihrem Netz kommen gerade sehr viele Anfragen. Bitte versuchen Sie es in {seconds} Sekunden noch einmal: Gehen Sie dazu einen Schritt zurück.',
  why: 'Wer schon ausfüllt, ist davon nicht betroffen: Begonnene Anträge können Sie immer weiterführen und absenden.',
};
type LimitWords = { readonly [K in keyof typeof DE]: string };

const LEICHT: LimitWords = {
  title: 'Bitte warten Sie kurz',
  text: 'Gerade kommen sehr viele Anfragen.\nSie kommen aus Ihrem Netz.\nBitte warten Sie {seconds} Sekunden.\nGehen Sie dann einen Schritt zurück.\nVersuchen Sie es noch einmal.',
  why: 'Füllen Sie schon einen Antrag aus?\nDann können Sie einfach weitermachen.',
};

const EN: LimitWords = {
  title: 'Please wait a moment',
  text: 'Very many requests are coming from your network right now. Please go back one step and try again in {seconds} seconds.',
  why: 'This does not affect anybody who is already filling in a form: you can always go on and submit what you have begun.',
};

/** What somebody reads whose network has used up its budget. */
export const LIMIT_WORDS: { readonly de: LimitWords; readonly [language: string]: LimitWords | undefined } = {
  de: DE,
  'de-x-leicht': inLines(LEICHT),
  en: EN,
};
