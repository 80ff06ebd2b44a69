import type { Expression } from '#rules';
import type { CompiledField, CompiledPage, CompiledService } from './compiled.ts';
import type { Draft } from './draft.ts';
import type { Field } from './field.ts';
import type { Path } from './yaml-file.ts';

const mayFollow = (field: Field): boolean => field.kind === 'file' && field.later !== undefined;

/** Names of all answers that a submission may be without for a while. */
const laterNames = (pages: readonly CompiledPage[]): ReadonlySet<string> =>
  new Set(
    pages.flatMap(({ page, fields }) =>
      fields.filter(({ field }) => page.later !== undefined || mayFollow(field)).map(({ field }) => field.id),
    ),
  );

/** What is asked or checked at once may not depend on what comes later: it would come out differently afterwards. */
const checkNeeds = (draft: Draft, names: ReadonlySet<string>, path: Path, expression: Expression | undefined): void => {
  const name = [...(expression?.names ?? [])].find((one) => names.has(one));
  if (name !== undefined) draft.report.add('later.needed', draft.yaml.spot(path), { name });
};

const checkField = (draft: Draft, names: ReadonlySet<string>, path: Path, compiled: CompiledField): void => {
  for (const key of ['when', 'min', 'max'] as const) checkNeeds(draft, names, [...path, key], compiled[key]);
  for (const [index, inner] of compiled.item.entries()) checkField(draft, names, [...path, 'item', index], inner);
};

const checkOwn = ({ yaml, report }: Draft, path: Path, field: Field, isInside: boolean): void => {
  if (field.kind === 'list')
    for (const [index, inner] of field.item.entries())
      checkOwn({ yaml, report } as Draft, [...path, 'item', index], inner, true);
  if (!mayFollow(field)) return;
  if (isInside) report.add('later.list', yaml.spot([...path, 'later']));
  else if ('required' in field && !field.required) report.add('later.optional', yaml.spot([...path, 'later']));
};

const checkPage = (draft: Draft, names: ReadonlySet<string>, page: CompiledPage, index: number): void => {
  const path: Path = ['form', index];
  for (const [at, { field }] of page.fields.entries()) checkOwn(draft, [...path, 'fields', at], field, false);
  if (page.page.later !== undefined) {
    const asks = page.fields.some(({ field }) => field.kind === 'list' || ('required' in field && field.required));
    if (!asks) draft.report.add('later.optional', draft.yaml.spot([...path, 'later']));
    return;
  }
  checkNeeds(draft, names, [...path, 'when'], page.when);
  for (const [at, field] of page.fields.entries()) checkField(draft, names, [...path, 'fields', at], field);
  for (const { id, fail } of page.checks) {
    const at = draft.service.checks.findIndex((check) => check.id === id);
    checkNeeds(draft, names, ['checks', at, 'fail'], fail);
  }
};

/** Checks what may follow: that it is asked at all, and that nothing that is due at once rests on it. */
export const checkLater = (
  draft: Draft,
  pages: readonly CompiledPage[],
  { contact }: Pick<CompiledService, 'contact'>,
): void => {
  const names = laterNames(pages);
  for (const [index, page] of pages.entries()) checkPage(draft, names, page, index);
  for (const key of ['name', 'email', 'address'] as const) checkNeeds(draft, names, ['contact', key], contact[key]);
  for (const [index, name] of (draft.service.decide?.duplicates ?? []).entries())
    if (names.has(name)) draft.report.add('later.needed', draft.yaml.spot(['decide', 'duplicates', index]), { name });
};
