import { checkModel, compileModel, type Expression, type Model, type ResolveImport } from '#rules';
import { checkVersions } from './check-versions.ts';
import type { Draft } from './draft.ts';
import { compileFeel } from './feel.ts';
import { type CompiledRules, listVersions, type RulesVersion } from './rules-version.ts';
import { decisionNames, formNames } from './scope.ts';
import { spotAt } from './spot.ts';
import { feelInWords } from './wording-feel.ts';
import type { Path } from './yaml-file.ts';

type Section = 'decide' | 'prioritise';

const SECTIONS: readonly Section[] = ['decide', 'prioritise'];

const escapeName = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Input data that nothing in the package provides: a misspelt field would silently be null in every decision. */
const checkInputs = ({ service, report }: Draft, file: string, xml: string, inputs: readonly string[]): void => {
  const names = decisionNames(service);
  for (const name of inputs) {
    if (names.has(name)) continue;
    const offset = xml.search(new RegExp(`(?<=<(?:\\w+:)?inputData\\b[^>]*)\\bname="${escapeName(name)}"`));
    report.add('model.input', spotAt(file, xml, offset), { name }, report.suggest(name, names));
  }
};

const checkDecision = (draft: Draft, section: Section, file: string, xml: string, model: Model): void => {
  const decision = draft.service[section]?.decision;
  if (decision === undefined) return;
  const known = model.decisions.map(({ name }) => name);
  const found = model.decisions.find(({ name }) => name === decision);
  if (found) checkInputs(draft, file, xml, found.inputs);
  else {
    const spot = draft.yaml.spot([section, 'decision']);
    draft.report.add('model.decision', spot, { name: decision, model: file }, draft.report.suggest(decision, known));
  }
};

type Named = { readonly section: Section; readonly versions: readonly RulesVersion[] };

/** Where service.yaml names the file of a version. */
const pathOf = ({ service }: Draft, section: Section, index: number): Path =>
  service[section]?.models ? [section, 'models', index, 'file'] : [section, 'model'];

/** The versions that service.yaml names; decision and priority come of the same ones. */
const findVersions = (draft: Draft): Named | undefined => {
  const { service, yaml, report, files } = draft;
  const named = SECTIONS.flatMap((section): Named[] => {
    const { model, models } = service[section] ?? {};
    if (!service[section]) return [];
    if ((model === undefined) === (models === undefined)) report.add('model.one', yaml.keySpot([section]), { section });
    return [{ section, versions: listVersions(service[section]) }];
  });
  const [first, second] = named;
  const others = [...files.keys()].filter((path) => path.endsWith('.dmn'));
  for (const { section, versions } of named) {
    for (const [index, { file }] of versions.entries()) {
      const spot = yaml.spot(pathOf(draft, section, index));
      if (!files.has(file)) report.add('file.missing', spot, { file }, report.suggest(file, others));
    }
    if (service[section]?.models) checkVersions(draft, versions, [section, 'models']);
  }
  if (first && second && JSON.stringify(first.versions) !== JSON.stringify(second.versions))
    report.add('model.two', yaml.spot(pathOf(draft, second.section, 0)));
  return first;
};

const compileFile = (draft: Draft, file: string, files: Set<string>): Model | undefined => {
  const { report } = draft;
  const xml = draft.files.has(file) ? draft.readText(file) : undefined;
  if (xml === undefined) return undefined;
  files.add(file);
  const resolveImport: ResolveImport = (_, location) => {
    const imported = location === undefined ? undefined : draft.readText(location);
    if (location === undefined || imported === undefined) return undefined;
    files.add(location);
    return { xml: imported, file: location };
  };
  const compiled = compileModel(xml, { file, resolveImport });
  const problems = compiled.kind === 'model' ? checkModel(compiled.model) : compiled.problems;
  for (const { severity, message, place, remedy } of problems) {
    const spot = place ? { place } : spotAt(file, xml, 0);
    const values = { detail: feelInWords(message, report.language) };
    const detail = remedy === undefined ? {} : { remedy: feelInWords(remedy, report.language) };
    report.add(severity === 'error' ? 'model.problem' : 'model.warning', spot, values, detail);
  }
  if (compiled.kind === 'problems') return undefined;
  for (const section of SECTIONS) checkDecision(draft, section, file, xml, compiled.model);
  return compiled.model;
};

/** What comes of the rules: their versions, the day that chooses among them, and the files they are made of. */
export type Rules = {
  readonly rules: readonly CompiledRules[];
  readonly rulesDate?: Expression;
  readonly files: readonly string[];
};

/** Compiles the DMN models that decide or prioritise, with the models of the package that they import. */
export const compileRules = (draft: Draft): Rules => {
  const found = findVersions(draft);
  const { section = 'decide', versions = [] } = found ?? {};
  const files = new Set<string>();
  const models = new Map(
    [...new Set(versions.map(({ file }) => file))].map((file) => [file, compileFile(draft, file, files)]),
  );
  const rules = versions.flatMap((version) => {
    const model = models.get(version.file);
    return model ? [{ ...version, model }] : [];
  });
  const date = draft.service[section]?.date ?? 'submission.received';
  const rulesDate = compileFeel(draft.yaml, [section, 'date'], date, formNames(draft.service), draft.report);
  return { rules, ...(found ? { rulesDate } : {}), files: [...files] };
};
