import type { Html } from '#lib/html.ts';
import { button } from '#web/design/index.ts';
import { saveWords } from './save-words.ts';
import type { ServiceVisit } from './visit.ts';

/** Keeps the answers so far under a code; stands beside the buttons of every step of a journey. */
export const saveButton = ({ language, rest }: ServiceVisit): Html | false =>
  // What is handed in later has number and access code to come back with.
  !rest && button({ text: saveWords(language).save, name: 'action', value: 'save', look: 'tertiary', unchecked: true });
