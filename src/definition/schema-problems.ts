import type { z } from 'zod';
import { findNearest } from './did-you-mean.ts';
import type { Report } from './report.ts';
import { descriptionAt, isFeelAt, keysOf, kindsWith, schemaAt } from './schema-at.ts';
import type { Code } from './wording.ts';
import { formInWords, sizeInWords, typeInWords } from './wording-schema.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;
type Known = Exclude<Issue, { code: 'unrecognized_keys' }>;
type Checked = { readonly yaml: YamlFile; readonly schema: unknown; readonly report: Report };

const nameOf = (path: Path, file: string): string => {
  const names = path.filter((step) => typeof step !== 'number');
  return String(names.at(-1) ?? file);
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, step)
        ? (found as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );

const addUnknownKeys = ({ yaml, schema, report }: Checked, path: Path, keys: readonly string[]): void => {
  const known = keysOf(schemaAt(schema, path, yaml.value));
  const used = Object.keys((valueAt(yaml.value, path) ?? {}) as object);
  for (const key of keys) {
    const kinds = kindsWith(schema, path, yaml.value, key);
    const elsewhere =
      report.language === 'de'
        ? `„${key}“ gibt es bei ${kinds.join(', ')}.`
        : `“${key}” belongs to ${kinds.join(', ')}.`;
    const free = known.filter((one) => !used.includes(one));
    const detail = kinds.length > 0 ? { remedy: elsewhere } : report.suggest(key, free.length > 0 ? free : known);
    report.add('schema.key', yaml.keySpot([...path, key]), { key }, detail);
  }
};

/** What a union of plain types expects: the types of its members, one after the other. */
const expectedOfUnion = (issue: Issue & { code: 'invalid_union' }, report: Report): string => {
  const types = issue.errors.flat().flatMap((inner) => ('expected' in inner ? [String(inner.expected)] : []));
  const forms = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_format' ? [inner.message] : []));
  if (forms.length > 0) return forms.map((form) => formInWords(form, report.language)).join(', ');
  return [...new Set(types)]
    .map((type) => typeInWords(type, report.language))
    .join(report.language === 'de' ? ' oder ' : ' or ');
};

/** The near word alone: all that are allowed stand in the problem already. */
const suggestNear = (report: Report, word: string, known: readonly string[]): { readonly remedy?: string } =>
  findNearest(word, known) === undefined ? {} : report.suggest(word, known);

type Said = { readonly code: Code; readonly expected: string; readonly remedy?: string };

/** What an issue says: which problem it is, and what was expected instead. */
const describe = (issue: Known, report: Report, received: string): Said => {
  const { language } = report;
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'schema.type', expected: typeInWords(issue.expected, language) };
    case 'invalid_value': {
      const values = issue.values.map(String);
      return { code: 'schema.value', expected: values.join(', '), ...suggestNear(report, received, values) };
    }
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
      if (options.length === 0) return { code: 'schema.type', expected: expectedOfUnion(issue, report) };
      return { code: 'schema.value', expected: options.join(', '), ...suggestNear(report, received, options) };
    }
    case 'too_small':
      return { code: 'schema.size', expected: sizeInWords(issue.origin, String(issue.minimum), true, language) };
    case 'too_big':
      return { code: 'schema.size', expected: sizeInWords(issue.origin, String(issue.maximum), false, language) };
    case 'invalid_key':
      return { code: 'schema.name', expected: formInWords(issue.issues[0]?.message ?? '', language) };
    default:
      return { code: 'schema.format', expected: formInWords(issue.message, language) };
  }
};

const addIssue = ({ yaml, schema, report }: Checked, issue: Known, path: Path): void => {
  const written = yaml.written(path) ?? '';
  const received = written === '' ? (report.language === 'de' ? 'nichts' : 'nothing') : written;
  const { code, ...detail } = describe(issue, report, received);
  const key = nameOf(path, yaml.file);
  if (issue.code === 'invalid_key') report.add(code, yaml.keySpot(path), { key }, detail);
  else if (isFeelAt(schema, path, yaml.value)) report.add('schema.feel', yaml.spot(path), { key }, { received });
  else report.add(code, yaml.spot(path), { key }, { ...detail, received });
};

const addMissing = ({ yaml, schema, report }: Checked, path: Path): void => {
  // The manual is written in English, once, with the schema.
  const description = report.language === 'en' ? descriptionAt(schema, path, yaml.value) : undefined;
  const detail = description === undefined ? {} : { expected: description };
  report.add('schema.missing', yaml.spot(path), { key: nameOf(path, yaml.file) }, detail);
};

/** Checks a file against its schema; problems lie where they are written. Undefined when there are any. */
export const checkSchema = <S extends z.ZodType>(yaml: YamlFile, schema: S, report: Report): z.infer<S> | undefined => {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  const checked: Checked = { yaml, schema, report };
  // One value, one problem: the first says enough.
  const seen = new Set<string>();
  for (const issue of result.error.issues) {
    const id = issue.code === 'unrecognized_keys' ? `keys ${issue.path.join('.')}` : issue.path.join('.');
    if (seen.has(id)) continue;
    seen.add(id);
    if (issue.code === 'unrecognized_keys') addUnknownKeys(checked, issue.path, issue.keys);
    else if (yaml.written(issue.path) === undefined) addMissing(checked, issue.path);
    else addIssue(checked, issue, issue.path);
  }
  return undefined;
};
