import { checkModel, compileModel, type Model, type ResolveImport } from '#rules';
import type { Draft } from './draft.ts';
import { decisionNames } from './scope.ts';
import { spotAt } from './spot.ts';
import { feelInWords } from './wording-feel.ts';

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

/** The DMN file that service.yaml names; undefined where it is missing or there is none. */
const findModel = ({ service, yaml, report, files }: Draft): string | undefined => {
  const named = SECTIONS.flatMap((section) => {
    const file = service[section]?.model;
    return file === undefined ? [] : [{ file, spot: yaml.spot([section, 'model']) }];
  });
  const [first, second] = named;
  const others = [...files.keys()].filter((path) => path.endsWith('.dmn'));
  for (const { file, spot } of named) {
    if (!files.has(file)) report.add('file.missing', spot, { file }, report.suggest(file, others));
  }
  if (first && second && first.file !== second.file) report.add('model.two', second.spot);
  return first && files.has(first.file) ? first.file : undefined;
};

/** What comes of the rules: the model, and the files it is made of. */
export type Rules = { readonly model?: Model; readonly files: readonly string[] };

/** Compiles the DMN model that decides or prioritises, with the models of the package that it imports. */
export const compileRules = (draft: Draft): Rules => {
  const { report } = draft;
  const file = findModel(draft);
  const xml = file === undefined ? undefined : draft.readText(file);
  if (file === undefined || xml === undefined) return { files: [] };
  const files = [file];
  const resolveImport: ResolveImport = (_, location) => {
    const imported = location === undefined ? undefined : draft.readText(location);
    if (location === undefined || imported === undefined) return undefined;
    files.push(location);
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
  if (compiled.kind === 'problems') return { files };
  for (const section of SECTIONS) checkDecision(draft, section, file, xml, compiled.model);
  return { model: compiled.model, files };
};
