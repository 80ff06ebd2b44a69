import type { Language } from '#definition';
import type { Html } from '#lib/html.ts';
import { button } from '#web/design/index.ts';
import { saveWords } from './save-words.ts';

/** Keeps the answers so far under a code; stands beside the buttons of every step of a journey. */
export const saveButton = (language: Language): Html =>
  button({ text: saveWords(language).save, name: 'action', value: 'save', look: 'tertiary', unchecked: true });
