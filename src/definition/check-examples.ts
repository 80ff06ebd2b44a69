import { isParameterValue } from './check-parameters.ts';
import type { Draft, Parsed } from './draft.ts';
import type { Example } from './example.ts';
import type { Field } from './field.ts';
import { answerFields, answerNames } from './scope.ts';
import { startOf } from './spot.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Names = readonly string[];
type Code = 'example.field' | 'name.outcome' | 'name.reason' | 'name.doubt';

const checkKnown = (draft: Draft, yaml: YamlFile, path: Path, name: string, known: Names, code: Code): boolean => {
  if (known.includes(name)) return true;
  draft.report.add(code, yaml.spot(path), { name }, draft.report.suggest(name, known));
  return false;
};

const checkAnswers = (draft: Draft, yaml: YamlFile, path: Path, fields: readonly Field[], answers: object): void => {
  const answerable = answerFields(fields);
  for (const [name, answer] of Object.entries(answers)) {
    const field = answerable.find(({ id }) => id === name);
    if (!field) {
      const known = answerable.map(({ id }) => id);
      draft.report.add('example.field', yaml.keySpot([...path, name]), { name }, draft.report.suggest(name, known));
    } else if (field.kind === 'list' && Array.isArray(answer)) {
      for (const [index, entry] of answer.entries()) {
        if (typeof entry === 'object' && entry !== null)
          checkAnswers(draft, yaml, [...path, name, index], field.item, entry);
      }
    }
  }
};

const checkGiven = (draft: Draft, yaml: YamlFile, path: Path, example: Example): void => {
  const { service, report } = draft;
  const fields = service.form.flatMap((page) => page.fields);
  checkAnswers(draft, yaml, [...path, 'answers'], fields, example.answers);
  for (const [name, value] of Object.entries(example.parameters ?? {})) {
    const here = [...path, 'parameters', name];
    const parameter = Object.hasOwn(service.parameters, name) ? service.parameters[name] : undefined;
    if (!parameter)
      report.add(
        'example.parameter',
        yaml.keySpot(here),
        { name },
        report.suggest(name, Object.keys(service.parameters)),
      );
    else if (!isParameterValue(parameter, value))
      report.add('parameter.value', yaml.spot(here), { name, value: yaml.written(here) ?? '' });
  }
  const counted = service.decide?.duplicates ?? [];
  for (const name of Object.keys(example.duplicates ?? {})) {
    if (counted.includes(name)) continue;
    report.add(
      'example.duplicates',
      yaml.keySpot([...path, 'duplicates', name]),
      { name },
      report.suggest(name, counted),
    );
  }
};

/** What each expectation needs of the service. */
const needs = ({ service }: Draft): Readonly<Record<string, boolean>> => ({
  outcome: service.decide !== undefined,
  amount: service.decide?.amount !== undefined,
  reasons: service.decide !== undefined || service.prioritise !== undefined,
  doubts: service.decide !== undefined,
  automatic: service.decide !== undefined,
  second: service.decide !== undefined,
  level: service.prioritise !== undefined,
  notice: service.decide !== undefined,
});

const checkExpected = (draft: Draft, yaml: YamlFile, path: Path, { expect }: Example): void => {
  const { service, texts, report } = draft;
  const german = texts.get('de')?.data;
  for (const [name, isMet] of Object.entries(needs(draft))) {
    if (Object.hasOwn(expect, name) && !isMet) report.add('example.expect', yaml.keySpot([...path, name]), { name });
  }
  if (expect.outcome !== undefined && service.decide)
    checkKnown(draft, yaml, [...path, 'outcome'], expect.outcome, Object.keys(service.decide.outcomes), 'name.outcome');
  if (!german) return;
  for (const [index, name] of (expect.reasons ?? []).entries())
    checkKnown(draft, yaml, [...path, 'reasons', index], name, Object.keys(german.reasons), 'name.reason');
  for (const [index, name] of (expect.doubts ?? []).entries())
    checkKnown(draft, yaml, [...path, 'doubts', index], name, Object.keys(german.doubts), 'name.doubt');
};

const checkProblemPaths = (draft: Draft, yaml: YamlFile, path: Path, problems: Names): void => {
  for (const [index, name] of problems.entries())
    checkKnown(draft, yaml, [...path, index], name.split('.')[0] ?? '', answerNames(draft.service), 'example.field');
};

const checkFile = (draft: Draft, { yaml, data }: Parsed<{ examples: readonly Example[] }>): void => {
  for (const [index, example] of data.examples.entries()) {
    const path = ['examples', index];
    checkGiven(draft, yaml, path, example);
    checkExpected(draft, yaml, [...path, 'expect'], example);
    checkProblemPaths(draft, yaml, [...path, 'expect', 'problems'], example.expect.problems ?? []);
  }
};

/** Worked examples must exist wherever rules decide, and speak of what the service knows. */
export const checkExampleFiles = (draft: Draft): void => {
  const { service, files, report } = draft;
  const needed = service.kind === 'application' || service.decide !== undefined || service.prioritise !== undefined;
  const some = [...files.keys()].some((path) => /^examples\/.+\.yaml$/.test(path));
  if (needed && !some) report.add('example.none', startOf('examples'));
  for (const file of draft.examples) checkFile(draft, file);
};
