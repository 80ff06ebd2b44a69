import type { OfficeLanguage } from './deps.ts';
import { frameDe, frameEn } from './words-frame.ts';
import { queueDe, queueEn } from './words-queue.ts';

const WORDS = { de: { ...frameDe, ...queueDe }, en: { ...frameEn, ...queueEn } };

/** All words of the office, German first. */
export type OfficeWords = (typeof WORDS)['de'];

export const wordsFor = (language: OfficeLanguage): OfficeWords => WORDS[language];
