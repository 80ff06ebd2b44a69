import type { z } from 'zod';
import type { PackageFiles } from './compiled.ts';
import { type Example, Examples } from './example.ts';
import { KnowledgeHead } from './knowledge.ts';
import { Language } from './names.ts';
import type { Report } from './report.ts';
import { checkSchema } from './schema-problems.ts';
import { Service } from './service.ts';
import { startOf } from './spot.ts';
import { Texts } from './texts.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** A file read and of the right shape. */
export type Parsed<T> = { readonly yaml: YamlFile; readonly data: T };

export type ParsedKnowledge = {
  readonly path: string;
  readonly head: Parsed<z.infer<typeof KnowledgeHead>>;
  readonly markdown: string;
};

/** A package whose files are each of the right shape; whether they fit together is not yet known. */
export type Draft = {
  readonly files: PackageFiles;
  readonly report: Report;
  readonly service: Service;
  readonly yaml: YamlFile;
  readonly texts: ReadonlyMap<Language, Parsed<Texts>>;
  readonly examples: readonly Parsed<{ examples: readonly Example[] }>[];
  readonly knowledge: readonly ParsedKnowledge[];
  /** Text of a file; undefined where it is missing or no UTF-8, which is then reported. */
  readonly readText: (path: string) => string | undefined;
};

const decode = (files: PackageFiles, path: string, report: Report): string | undefined => {
  const bytes = files.get(path);
  if (!bytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return void report.add('file.encoding', startOf(path));
  }
};

const parseText = <S extends z.ZodType>(
  path: string,
  text: string,
  schema: S,
  report: Report,
): Parsed<z.infer<S>> | undefined => {
  const yaml = readYaml(path, text, report);
  const data = yaml && checkSchema(yaml, schema, report);
  return yaml && data !== undefined ? { yaml, data } : undefined;
};

/** Files of a folder with an ending, as paths. */
export const pathsIn = (files: PackageFiles, folder: string, ending: string): string[] =>
  [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith(ending)).sort();

const parseAll = <S extends z.ZodType>(files: PackageFiles, paths: readonly string[], schema: S, report: Report) =>
  paths.flatMap((path) => {
    const text = decode(files, path, report);
    const parsed = text === undefined ? undefined : parseText(path, text, schema, report);
    return parsed ? [{ path, parsed }] : [];
  });

const HEAD = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

const parseKnowledge = (files: PackageFiles, path: string, report: Report): ParsedKnowledge[] => {
  const text = decode(files, path, report);
  if (text === undefined) return [];
  const found = HEAD.exec(text);
  if (!found) report.add('knowledge.front', startOf(path));
  // The opening line stays as a comment, so that lines in the head are lines in the file.
  const head = found && parseText(path, `#\n${found[1]}`, KnowledgeHead, report);
  return found && head ? [{ path, head, markdown: text.slice(found[0].length).trim() }] : [];
};

/** Reads every file of a package; undefined when service.yaml cannot be understood. */
export const readDraft = (files: PackageFiles, report: Report): Draft | undefined => {
  if (!files.has('service.yaml')) report.add('file.missing', startOf('service.yaml'), { file: 'service.yaml' });
  const [main] = parseAll(files, files.has('service.yaml') ? ['service.yaml'] : [], Service, report);
  const languages = Language.options.filter((language) => files.has(`texts/${language}.yaml`));
  const texts = parseAll(
    files,
    languages.map((language) => `texts/${language}.yaml`),
    Texts,
    report,
  );
  const examples = parseAll(files, pathsIn(files, 'examples', '.yaml'), Examples, report).map(({ parsed }) => parsed);
  const knowledge = pathsIn(files, 'knowledge', '.md').flatMap((path) => parseKnowledge(files, path, report));
  if (!main) return undefined;
  return {
    files,
    report,
    service: main.parsed.data,
    yaml: main.parsed.yaml,
    texts: new Map(
      texts.map(({ path, parsed }) => [Language.parse(path.slice('texts/'.length, -'.yaml'.length)), parsed]),
    ),
    examples,
    knowledge,
    readText: (path) => decode(files, path, report),
  };
};
