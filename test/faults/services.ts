import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A question for papers, where it stands in the form, and what it is called. */
type Question = { readonly id: string; readonly after: string; readonly more: string; readonly label: string };

/** One on a page that everybody fills, one on a page that may follow later. Papers may be missing: programs send none. */
const QUESTIONS: readonly Question[] = [
  { id: 'nachweis', after: 'id: iban,', more: 'types: [pdf, png]', label: 'Nachweis' },
  { id: 'belege', after: 'id: sonstigeKosten,', more: 'types: [pdf, jpeg], max: 2', label: 'Belege' },
];

const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));

const ask = (text: string, { id, after, more }: Question): string => {
  const changed = text.replace(
    new RegExp(`^( *- \\{ )${after}.*$`, 'm'),
    (line, start: string) => `${line}\n${start}id: ${id}, kind: file, megabytes: 1, required: false, ${more} }`,
  );
  if (changed === text) throw new Error(`No question of the form has «${after}»; say where «${id}» shall stand.`);
  return changed;
};

/** Copies the packages to a folder of their own, in which Soforthilfe asks for papers too: no shipped one does. */
export const copyServices = (folder: string): void => {
  cpSync(join(import.meta.dirname, '../../services'), folder, { recursive: true });
  const service = join(folder, 'soforthilfe');
  edit(join(service, 'service.yaml'), (text) => QUESTIONS.reduce(ask, text));
  const labels = QUESTIONS.map(({ id, label }) => `\n  ${id}: { label: ${label} }`).join('');
  for (const language of ['de', 'de-x-leicht', 'en'])
    edit(join(service, 'texts', `${language}.yaml`), (text) => text.replace(/^fields:$/m, `fields:${labels}`));
};
