import type { Draft } from './draft.ts';
import type { Field } from './field.ts';
import { listVersions } from './rules-version.ts';
import { startOf } from './spot.ts';

/** Files of which a package may have one without naming it. */
const PAPERS = /^(README|CHANGELOG|LICENSE|LICENCE|NOTICE)(\.[a-z]{2})?(\.md|\.txt)?$/;

/** Files that nothing refers to are a mistake more often than not. */
export const checkUnusedFiles = ({ files, report }: Draft, named: readonly string[]): void => {
  const used = new Set(['service.yaml', ...named]);
  for (const path of files.keys()) {
    const isKnown = used.has(path) || PAPERS.test(path) || /^(examples\/.+\.yaml|knowledge\/.+\.md)$/.test(path);
    // Texts in a language that is not declared are told of there.
    if (!isKnown && !/^texts\/(de|de-x-leicht|en|ar|fa|fr|pl|ru|tr|uk)\.yaml$/.test(path))
      report.add('file.unused', startOf(path));
  }
};

/** Whether rules or expressions speak of a name as text: `"bewilligt"`. */
const mentions = (draft: Draft): ((name: string) => boolean) => {
  const { service, files } = draft;
  const paths = [service.decide, service.prioritise].flatMap((section) =>
    listVersions(section).map(({ file }) => file),
  );
  const known = [...new Set(paths)].filter((path) => files.has(path));
  const rules = known.map((path) => new TextDecoder().decode(files.get(path)).replaceAll('&quot;', '"'));
  const { outcome = '', reasons = '', doubts = '' } = service.decide ?? {};
  const all = [...rules, outcome, reasons, doubts, service.prioritise?.reasons ?? ''].join('\n');
  return (name) => all.includes(`"${name}"`);
};

/** Outcomes, reasons and doubts that no rule can give. */
export const checkUnusedNames = (draft: Draft): void => {
  const { service, yaml, texts, report } = draft;
  if (!service.decide && !service.prioritise) return;
  const isMentioned = mentions(draft);
  for (const name of Object.keys(service.decide?.outcomes ?? {})) {
    if (!isMentioned(name)) report.add('outcome.unused', yaml.keySpot(['decide', 'outcomes', name]), { name });
  }
  const german = texts.get('de');
  for (const section of ['reasons', 'doubts'] as const) {
    for (const name of Object.keys(german?.data[section] ?? {})) {
      if (german && !isMentioned(name)) report.add('reason.unused', german.yaml.keySpot([section, name]), { name });
    }
  }
};

/** Steps of a case that knowledge may be about. */
const STEPS = ['received', 'assessed', 'claimed', 'decided', 'approved', 'noticed', 'paid', 'prioritised', 'closed'];

const fieldNames = (fields: readonly Field[], prefix: string): string[] =>
  fields.flatMap((field) => [
    prefix + field.id,
    ...(field.kind === 'list' ? fieldNames(field.item, `${prefix}${field.id}.`) : []),
  ]);

/** Knowledge that is about nothing would never be shown. */
export const checkKnowledge = (draft: Draft): void => {
  const { service, texts, report } = draft;
  const german = texts.get('de')?.data;
  if (!german) return;
  const known = [
    ...service.form.flatMap(({ page, fields }) => [page, ...fieldNames(fields, '')]),
    ...Object.keys(service.decide?.outcomes ?? {}),
    ...Object.keys(german.reasons),
    ...Object.keys(german.doubts),
    ...Object.keys(service.parameters),
    ...STEPS,
  ];
  for (const { head } of draft.knowledge) {
    for (const [index, name] of head.data.about.entries()) {
      if (!known.includes(name))
        report.add('knowledge.about', head.yaml.spot(['about', index]), { name }, report.suggest(name, known));
    }
  }
};
