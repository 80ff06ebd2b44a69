import type { Draft } from './draft.ts';
import type { Field } from './field.ts';
import { RESERVED, RESERVED_FIELDS, RESERVED_PAGES } from './scope.ts';
import type { Path } from './yaml-file.ts';

type Taken = Map<string, string>;

/** Claims a name; a second claim is a problem, and so is a name that FEEL or the platform needs. */
const claim = (draft: Draft, taken: Taken, name: string, path: Path, isKey = false): void => {
  const { yaml, report } = draft;
  const spot = isKey ? yaml.keySpot(path) : yaml.spot(path);
  const where = taken.get(name);
  if (RESERVED.has(name) || (!isKey && RESERVED_FIELDS.has(name))) report.add('name.reserved', spot, { name });
  else if (where !== undefined) report.add('name.taken', spot, { name, where });
  else taken.set(name, String(spot.path));
};

const claimFields = (draft: Draft, taken: Taken, fields: readonly Field[], path: Path): void => {
  for (const [index, field] of fields.entries()) {
    claim(draft, taken, field.id, [...path, index, 'id']);
    if (field.kind === 'list') claimFields(draft, new Map(), field.item, [...path, index, 'item']);
  }
};

const checkTwice = (
  draft: Draft,
  ids: readonly string[],
  pathOf: (index: number) => Path,
  code: 'page.duplicate' | 'check.duplicate',
): void => {
  for (const [index, name] of ids.entries()) {
    if (ids.indexOf(name) < index) draft.report.add(code, draft.yaml.spot(pathOf(index)), { name });
  }
};

/** Names must be unique where they meet: answers and parameters in expressions, pages in addresses. */
export const checkNames = (draft: Draft): void => {
  const { service } = draft;
  const taken: Taken = new Map();
  for (const name of Object.keys(service.parameters)) claim(draft, taken, name, ['parameters', name], true);
  for (const [index, page] of service.form.entries()) claimFields(draft, taken, page.fields, ['form', index, 'fields']);
  const pages = service.form.map(({ page }) => page);
  for (const [index, name] of pages.entries()) {
    if (RESERVED_PAGES.has(name)) draft.report.add('name.reserved', draft.yaml.spot(['form', index, 'page']), { name });
  }
  checkTwice(draft, pages, (index) => ['form', index, 'page'], 'page.duplicate');
  checkTwice(
    draft,
    service.checks.map(({ id }) => id),
    (index) => ['checks', index, 'id'],
    'check.duplicate',
  );
  checkTwice(
    draft,
    service.list.map(({ id }) => id),
    (index) => ['list', index, 'id'],
    'check.duplicate',
  );
  checkTwice(draft, service.slots, (index) => ['slots', index], 'check.duplicate');
};
