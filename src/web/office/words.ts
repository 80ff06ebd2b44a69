import type { OfficeLanguage } from './deps.ts';
import { caseDe, caseEn } from './words-case.ts';
import { frameDe, frameEn } from './words-frame.ts';
import { historyDe, historyEn } from './words-history.ts';
import { listDe, listEn } from './words-list.ts';
import { moneyDe, moneyEn } from './words-money.ts';
import { queueDe, queueEn } from './words-queue.ts';

const WORDS = {
  de: { ...frameDe, ...queueDe, ...caseDe, ...historyDe, ...moneyDe, ...listDe },
  en: { ...frameEn, ...queueEn, ...caseEn, ...historyEn, ...moneyEn, ...listEn },
};

/** All words of the office, German first. */
export type OfficeWords = (typeof WORDS)['de'];

export const wordsFor = (language: OfficeLanguage): OfficeWords => WORDS[language];
