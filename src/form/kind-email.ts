import { cleanText } from './clean-text.ts';
import { answered, enteredText, failed, type Kind, type Read } from './kind.ts';

// One address as RFC 5321 lets a server take it, without comments and quoted parts, which nobody uses and many break at.
const EMAIL =
  /^[^\s@"(),:;<>[\\\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,62}$/u;

const read = (text: string): Read<string> => {
  const { answer, faults } = cleanText(text);
  if (answer === undefined) return { faults };
  const at = answer.lastIndexOf('@');
  const address = `${answer.slice(0, at)}@${answer.slice(at + 1).toLowerCase()}`;
  const dots = /^\.|\.\.|\.@/.test(address);
  return EMAIL.test(address) && !dots && address.length <= 254 ? answered(address) : failed('email');
};

export const emailKind: Kind<'email', string> = {
  read: (_, entered, path) => read(enteredText(entered, path)),
  readJson: (_, json) => (typeof json === 'string' ? read(json) : failed('type', { values: { type: 'text' } })),
  check: () => [],
  enter: (_, answer, path) => [[path, answer]],
  print: (_, answer) => answer,
  toFeel: (_, answer) => answer,
};
