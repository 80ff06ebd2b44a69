import { readFileSync } from 'node:fs';
import type { Language } from '#definition';
import { addAsset } from '#web/design/index.ts';
import { outboxWords } from './outbox-words.ts';

const PLACE = 'const words = {};';
const code = readFileSync(new URL('./outbox-script.mjs', import.meta.url), 'utf8');
if (!code.includes(PLACE)) throw new Error(`outbox-script.mjs has no line "${PLACE}" into which its words could go.`);

const addresses = new Map<Language, string>();

/** Address of the outbox script in a language; its words are in it, so pages do not carry them. */
export const outboxScript = (language: Language): string => {
  const known = addresses.get(language);
  if (known) return known;
  const words = JSON.stringify(outboxWords(language));
  const address = addAsset(
    'outbox',
    'js',
    code.replace(PLACE, () => `const words = ${words};`),
  );
  addresses.set(language, address);
  return address;
};
