import type { CompiledPage, Language } from '#definition';
import type { Answers } from './answers.ts';
import type { Entered } from './kind.ts';
import { countEntries } from './kind-list.ts';
import { kindOf } from './kinds.ts';
import { enteredOf } from './read.ts';

/** What the controls of a page hold for these answers. */
export const enterPage = (page: CompiledPage, answers: Answers, language: Language): Entered =>
  enteredOf(
    page.fields.flatMap((compiled) => {
      const answer = answers[compiled.field.id];
      if (answer === undefined) return [];
      return [...kindOf(compiled).enter(compiled.field, answer, compiled.field.id, language, compiled)];
    }),
  );

/** Appends an empty entry to the list at `path`. A marker of no field holds its place till something is entered. */
export const addEntry = (entered: Entered, path: string, least: number): Entered => {
  const count = Math.max(countEntries(entered, path), least);
  return new Map([...entered, [`${path}.${count}.`, ['']]]);
};

/** Takes the entry at `index` out of the list at `path`; those behind it move up. */
export const removeEntry = (entered: Entered, path: string, index: number): Entered => {
  const kept = new Map<string, readonly string[]>();
  for (const [name, values] of entered) {
    const rest = name.startsWith(`${path}.`) ? name.slice(path.length + 1) : '';
    const [head = '', ...tail] = rest.split('.');
    const at = /^\d+$/.test(head) ? Number(head) : -1;
    if (at === index) continue;
    kept.set(at > index ? [path, at - 1, ...tail].join('.') : name, values);
  }
  return kept;
};
