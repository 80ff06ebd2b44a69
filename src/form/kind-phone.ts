import { cleanText } from './clean-text.ts';
import { answered, enteredText, failed, type Kind, type Read } from './kind.ts';

/** Kept as typed, so that people can read it out; checked for 4 to 15 digits (ITU-T E.164). */
const read = (text: string): Read<string> => {
  const { answer, faults } = cleanText(text);
  if (answer === undefined) return { faults };
  const digits = answer.replace(/\D/g, '').length;
  return /^\+?[\d\s()/.–-]+$/.test(answer) && digits >= 4 && digits <= 15 ? answered(answer) : failed('phone');
};

export const phoneKind: Kind<'phone', string> = {
  read: (_, entered, path) => read(enteredText(entered, path)),
  readJson: (_, json) => (typeof json === 'string' ? read(json) : failed('type', { values: { type: 'text' } })),
  check: () => [],
  enter: (_, answer, path) => [[path, answer]],
  print: (_, answer) => answer,
  toFeel: (_, answer) => answer,
};
