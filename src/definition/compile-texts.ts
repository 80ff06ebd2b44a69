import type { Template } from '#rules';
import type { Wordings } from './compiled.ts';
import type { Draft } from './draft.ts';
import { compileFileTemplate, compileYamlTemplate } from './feel.ts';
import type { Language } from './names.ts';
import { templateNames } from './scope.ts';
import { startOf } from './spot.ts';
import type { Path } from './yaml-file.ts';

const toWordings = (found: readonly (readonly [Language, Template | undefined])[]): Wordings =>
  new Map(found.flatMap(([language, template]) => (template ? [[language, template] as const] : [])));

/** Reasons of decisions as templates, by name and language. */
export const compileReasons = (draft: Draft): Map<string, Wordings> => {
  const { texts, report, service } = draft;
  const names = templateNames(service);
  const german = Object.keys(texts.get('de')?.data.reasons ?? {});
  const compileReason = (name: string): Wordings =>
    toWordings(
      [...texts].map(([language, { yaml, data }]) => {
        const text = data.reasons[name];
        return [
          language,
          text === undefined ? undefined : compileYamlTemplate(yaml, ['reasons', name], text, names, report),
        ];
      }),
    );
  return new Map(german.map((name) => [name, compileReason(name)]));
};

const compileFile = (
  draft: Draft,
  base: string,
  language: Language,
  path: Path,
  hasSubject: boolean,
): Template | undefined => {
  const { files, report, yaml, service } = draft;
  const file = `${base}.${language}.md`;
  if (!files.has(file)) {
    const others = [...files.keys()].filter((other) => other.endsWith(`.${language}.md`));
    const nearest = report.suggest(file, language === 'de' ? others : []);
    report.add(language === 'de' ? 'file.missing' : 'text.translation', yaml.spot(path), { file }, nearest);
    return undefined;
  }
  const text = draft.readText(file);
  if (text === undefined) return undefined;
  if (hasSubject && !/^#[ \t]+\S/.test(text)) report.add('message.subject', startOf(file));
  return compileFileTemplate(file, text, templateNames(service), report);
};

/** Notices or messages that service.yaml names: the base path and where it is named. */
export type Named = { readonly base: string; readonly path: Path };

/** Markdown files with {{ FEEL }}, by base path and language. German must exist; the rest falls back to it. */
export const compileWordings = (draft: Draft, named: readonly Named[], hasSubject: boolean): Map<string, Wordings> => {
  const once = named.filter((one, index) => named.findIndex(({ base }) => base === one.base) === index);
  return new Map(
    once.map(({ base, path }) => [
      base,
      toWordings(
        draft.service.languages.map((language) => [language, compileFile(draft, base, language, path, hasSubject)]),
      ),
    ]),
  );
};
