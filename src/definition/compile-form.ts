import { RE2JS } from 're2js';
import type { CompiledField, CompiledPage } from './compiled.ts';
import type { Draft } from './draft.ts';
import { compileFeel, type Names } from './feel.ts';
import type { Field } from './field.ts';
import { answerFields, answerNames, formNames } from './scope.ts';
import type { Path } from './yaml-file.ts';

const compilePattern = (pattern: string): ((text: string) => boolean) => {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matches(text);
  } catch {
    return () => false; // Reported where fields are checked.
  }
};

const compileField = (draft: Draft, field: Field, path: Path, names: Names): CompiledField => {
  const feel = (key: string, text: string | undefined) =>
    text === undefined ? {} : { [key]: compileFeel(draft.yaml, [...path, key], text, names, draft.report) };
  const bounds = field.kind === 'date' ? { ...feel('min', field.min), ...feel('max', field.max) } : {};
  const pattern = field.kind === 'text' ? field.pattern : undefined;
  return {
    field,
    ...feel('when', field.when),
    ...bounds,
    ...(pattern === undefined ? {} : { matches: compilePattern(pattern) }),
    item: field.kind === 'list' ? compileFields(draft, field.item, [...path, 'item'], names) : [],
  };
};

const compileFields = (draft: Draft, fields: readonly Field[], path: Path, outer: Names): CompiledField[] => {
  const names = new Set([...outer, ...answerFields(fields).map(({ id }) => id)]);
  return fields.map((field, index) => compileField(draft, field, [...path, index], names));
};

/** The page of the last field that a check names, by its place in the form. */
const pageOfCheck = (draft: Draft, fields: readonly string[]): number =>
  draft.service.form.findLastIndex((page) => page.fields.some(({ id }) => fields.includes(id)));

const checkFieldsOfChecks = ({ service, yaml, report }: Draft): void => {
  const known = answerNames(service);
  for (const [index, { fields }] of service.checks.entries()) {
    for (const [at, name] of fields.entries()) {
      if (known.includes(name)) continue;
      report.add('field.unknown', yaml.spot(['checks', index, 'fields', at]), { name }, report.suggest(name, known));
    }
  }
};

/** Compiles the pages of the form with their conditions, advice and checks. */
export const compileForm = (draft: Draft): CompiledPage[] => {
  const { service, yaml, report } = draft;
  const names = formNames(service);
  const feel = (path: Path, text: string) => compileFeel(yaml, path, text, names, report);
  checkFieldsOfChecks(draft);
  const checks = service.checks.map(({ id, fail, fields }, index) => ({
    page: pageOfCheck(draft, fields),
    check: { id, fail: feel(['checks', index, 'fail'], fail), fields },
  }));
  return service.form.map((page, index) => ({
    id: page.page,
    page,
    ...(page.when === undefined ? {} : { when: feel(['form', index, 'when'], page.when) }),
    fields: compileFields(draft, page.fields, ['form', index, 'fields'], names),
    advice: page.advice.map(({ id, when }, at) => ({ id, when: feel(['form', index, 'advice', at, 'when'], when) })),
    checks: checks.filter((one) => one.page === index).map(({ check }) => check),
  }));
};
