import type { Draft } from './draft.ts';
import { type Spot, spotAt } from './spot.ts';
import type { Path, YamlFile } from './yaml-file.ts';

const ADDRESS = ['street', 'houseNumber', 'postalCode', 'city', 'country'];

/** What may follow the point after a name whose parts are known. FEEL answers null to all else, and no rule would fire. */
const knownParts = ({ service }: Draft): ReadonlyMap<string, readonly string[]> => {
  const parts = new Map<string, readonly string[]>([
    ['submission', ['received']],
    ['slots', service.slots],
    ['duplicates', service.decide?.duplicates ?? []],
  ]);
  for (const field of service.form.flatMap(({ fields }) => fields)) {
    if (field.kind === 'address') parts.set(field.id, ADDRESS);
    if (field.kind === 'list')
      parts.set(
        field.id,
        field.item.map(({ id }) => id),
      );
  }
  return parts;
};

type Part = {
  readonly whole: string;
  readonly part: string;
  readonly known: readonly string[];
  readonly offset: number;
};

const findUnknown = (text: string, parts: ReadonlyMap<string, readonly string[]>): Part[] =>
  [...text.matchAll(/(?<![\p{L}\d_.\])])([\p{L}_][\p{L}\d_]*)\.([\p{L}_][\p{L}\d_]*)/gu)].flatMap((found) => {
    const [, name = '', part = ''] = found;
    const known = parts.get(name);
    if (!known || known.includes(part)) return [];
    return [{ whole: `${name}.${part}`, part, known, offset: found.index + name.length + 1 }];
  });

/** Texts of a YAML value with their paths. */
const textsIn = (value: unknown, path: Path): (readonly [Path, string])[] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
};

const FEEL_SECTIONS = ['form', 'checks', 'contact', 'decide', 'prioritise', 'pay', 'list'];

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Everything in a template but its {{ places }} made blank, so that offsets stay. */
const placesOnly = (text: string): string => text.replace(/((?:^|\}\})(?:(?!\{\{)[\s\S])*)/g, (prose) => blank(prose));

type Source = { readonly text: string; readonly spot: (offset: number) => Spot };

const inYaml = (yaml: YamlFile, value: unknown, path: Path, read: (text: string) => string): Source[] =>
  textsIn(value, path).map(([at, text]) => ({ text: read(text), spot: (offset) => yaml.spotIn(at, offset) }));

const inFile = (draft: Draft, file: string, read: (text: string) => string): Source[] => {
  const text = draft.readText(file);
  return text === undefined ? [] : [{ text: read(text), spot: (offset) => spotAt(file, text, offset) }];
};

const withoutComments = (xml: string): string => xml.replace(/<!--[\s\S]*?-->|"[^"<>]*\.dmn"/g, blank);

/** Parts of answers that do not exist: `adresse.strasse`, or a count of duplicates that nobody counts. */
export const checkProperties = (draft: Draft, models: readonly string[], templates: readonly string[]): void => {
  const { yaml, texts, report } = draft;
  const main = yaml.value as Readonly<Record<string, unknown>>;
  const sources = [
    ...FEEL_SECTIONS.flatMap((section) => inYaml(yaml, main[section], [section], (text) => text)),
    ...[...texts.values()].flatMap((parsed) => inYaml(parsed.yaml, parsed.data.reasons, ['reasons'], placesOnly)),
    ...templates.flatMap((file) => inFile(draft, file, placesOnly)),
    ...models.flatMap((file) => inFile(draft, file, withoutComments)),
  ];
  const parts = knownParts(draft);
  for (const { text, spot } of sources) {
    for (const { whole, part, known, offset } of findUnknown(text, parts))
      report.add('feel.part', spot(offset), { name: whole }, report.suggest(part, known));
  }
};
