import type { Draft, Parsed } from './draft.ts';
import type { Field } from './field.ts';
import type { Language } from './names.ts';
import type { Texts } from './texts.ts';
import type { Path } from './yaml-file.ts';

/** Sections that staff alone read: German suffices. */
const INTERNAL: ReadonlySet<string> = new Set(['doubts', 'columns', 'parameters']);

const fieldKeys = (field: Field, prefix: string): string[][] => {
  const key = prefix + field.id;
  const options = 'options' in field ? field.options.map((option) => ['fields', key, 'options', option]) : [];
  const text = field.kind === 'note' ? [['fields', key, 'text']] : [];
  const item = field.kind === 'list' ? field.item.flatMap((inner) => fieldKeys(inner, `${key}.`)) : [];
  return [['fields', key], ...options, ...text, ...item];
};

/** Every text that the service needs, as paths in a file of texts; reasons and doubts are those that German has. */
const neededKeys = ({ service, texts }: Draft): string[][] => {
  const german = texts.get('de')?.data;
  const section = (name: string, keys: readonly string[]): string[][] => keys.map((key) => [name, key]);
  return [
    ...section(
      'pages',
      service.form.map(({ page }) => page),
    ),
    ...service.form.flatMap(({ fields }) => fields.flatMap((field) => fieldKeys(field, ''))),
    ...section(
      'checks',
      service.checks.map(({ id }) => id),
    ),
    ...section(
      'advice',
      service.form.flatMap(({ advice }) => advice.map(({ id }) => id)),
    ),
    ...section('outcomes', Object.keys(service.decide?.outcomes ?? {})),
    ...section(
      'columns',
      service.list.map(({ id }) => id),
    ),
    ...section('purposes', Object.keys(service.privacy.purposes)),
    ...section('parameters', Object.keys(service.parameters)),
    ...section('slots', service.slots),
    ...section('reasons', Object.keys(german?.reasons ?? {})),
    ...section('doubts', Object.keys(german?.doubts ?? {})),
  ];
};

const SECTIONS = [
  'pages',
  'fields',
  'checks',
  'advice',
  'outcomes',
  'columns',
  'purposes',
  'parameters',
  'slots',
  'reasons',
  'doubts',
] as const;

/** Every text that a file has, down to the options of fields. */
const presentKeys = (texts: Texts): string[][] =>
  SECTIONS.flatMap((section) =>
    Object.entries(texts[section]).flatMap(([key, text]) => {
      const options =
        section === 'fields' && typeof text === 'object' && 'options' in text ? Object.keys(text.options ?? {}) : [];
      return [[section, key], ...options.map((option) => [section, key, 'options', option])];
    }),
  );

const hasKey = (value: unknown, path: Path): boolean =>
  path.every((step, index) => {
    const holder = path
      .slice(0, index)
      .reduce<unknown>((found, key) => (found as Record<PropertyKey, unknown>)[key], value);
    return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, step);
  });

const checkLanguage = (
  { report }: Draft,
  language: Language,
  { yaml, data }: Parsed<Texts>,
  needed: readonly string[][],
): void => {
  for (const path of needed) {
    const [section = ''] = path;
    if (hasKey(data, path) || (language !== 'de' && INTERNAL.has(section))) continue;
    if (path.length > 2 && !hasKey(data, path.slice(0, 2))) continue; // The whole field is missing: said once.
    report.add('text.missing', yaml.spot(path), { key: path.join('.'), language });
  }
  const known = new Set(needed.map((path) => path.join('\n')));
  for (const path of presentKeys(data)) {
    const parent = path.slice(0, 2).join('\n');
    if (known.has(path.join('\n')) || (path.length > 2 && !known.has(parent))) continue;
    const siblings = needed.filter(
      (other) => other.length === path.length && other.slice(0, -1).join() === path.slice(0, -1).join(),
    );
    const key = path.at(-1) ?? '';
    report.add(
      'text.superfluous',
      yaml.keySpot(path),
      { key: path.join('.') },
      report.suggest(
        key,
        siblings.map((other) => other.at(-1) ?? ''),
      ),
    );
  }
};

/** Every text in every language, none too many. */
export const checkTexts = (draft: Draft): void => {
  const { service, yaml, texts, files, report } = draft;
  if (!service.languages.includes('de')) report.add('language.german', yaml.spot(['languages']));
  for (const [index, language] of service.languages.entries()) {
    if (service.languages.indexOf(language) < index)
      report.add('option.duplicate', yaml.spot(['languages', index]), { name: language });
    const file = `texts/${language}.yaml`;
    if (!files.has(file)) report.add('file.missing', yaml.spot(['languages', index]), { file });
  }
  // Without the German texts nobody knows which reasons and doubts there are.
  if (!texts.has('de')) return;
  const needed = neededKeys(draft);
  for (const [language, parsed] of texts) {
    if (service.languages.includes(language)) checkLanguage(draft, language, parsed, needed);
    else report.add('text.undeclared', parsed.yaml.spot([]), { language });
  }
};
