import type { Language } from '#definition';

const de = {
  skip: 'Zum Inhalt springen',
  official: 'Offizielle Website der öffentlichen Verwaltung',
  demo: 'Vorführung: Diese Behörde gibt es nicht.',
  errorPrefix: 'Fehler: ',
  errorTitle: 'Bitte prüfen Sie Ihre Angaben',
  optional: '(freiwillig)',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  accessibility: 'Barrierefreiheit',
  status: 'Stand abfragen',
  language: 'Sprache',
  day: 'Tag',
  month: 'Monat',
  year: 'Jahr',
  choose: 'Bitte auswählen',
  change: 'Ändern',
  info: 'Hinweis',
  success: 'Erfolg',
  warning: 'Achtung',
  danger: 'Fehler',
  platform: 'Betrieben mit Knopfdruck, freie Software unter EUPL-1.2',
};

/** The fixed words of the page frame and the components. Other languages get German until they have words of their own. */
export type Words = { readonly [K in keyof typeof de]: string };

const WORDS: Partial<Record<Language, Words>> = {
  de,
  'de-x-leicht': {
    ...de,
    skip: 'Zum Inhalt gehen',
    official: 'Das ist eine Internet-Seite vom Amt',
    demo: 'Das ist nur ein Beispiel. Dieses Amt gibt es nicht.',
    errorTitle: 'Bitte ändern Sie etwas',
    optional: '(Sie müssen das nicht ausfüllen)',
    status: 'So steht es um Ihren Antrag',
    choose: 'Bitte wählen Sie aus',
    platform: 'Diese Seite läuft mit Knopfdruck. Das ist ein freies Computer-Programm.',
  },
  en: {
    skip: 'Skip to content',
    official: 'Official website of the public administration',
    demo: 'Demonstration: this authority does not exist.',
    errorPrefix: 'Error: ',
    errorTitle: 'Please check your answers',
    optional: '(optional)',
    imprint: 'Imprint',
    privacy: 'Privacy',
    accessibility: 'Accessibility',
    status: 'Check status',
    language: 'Language',
    day: 'Day',
    month: 'Month',
    year: 'Year',
    choose: 'Please choose',
    change: 'Change',
    info: 'Note',
    success: 'Success',
    warning: 'Attention',
    danger: 'Error',
    platform: 'Run with Knopfdruck, free software under EUPL-1.2',
  },
};

export const wordsFor = (language: Language): Words => WORDS[language] ?? de;

/** How each language calls itself. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  de: 'Deutsch',
  'de-x-leicht': 'Leichte Sprache',
  en: 'English',
  ar: 'العربية',
  fa: 'فارسی',
  fr: 'Français',
  pl: 'Polski',
  ru: 'Русский',
  tr: 'Türkçe',
  uk: 'Українська',
};

/** Writing direction, for the `dir` attribute. */
export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  language === 'ar' || language === 'fa' ? 'rtl' : 'ltr';
