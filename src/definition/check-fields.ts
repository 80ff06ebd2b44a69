import { RE2JS } from 're2js';
import { compareDecimals } from './decimal-text.ts';
import type { Draft } from './draft.ts';
import type { Field } from './field.ts';
import type { Path } from './yaml-file.ts';

const checkBounds = (
  { yaml, report }: Draft,
  path: Path,
  min: string | number | undefined,
  max: string | number | undefined,
): void => {
  if (min === undefined || max === undefined || compareDecimals(String(min), String(max)) <= 0) return;
  const written = yaml.written([...path, 'min']) === undefined ? 'max' : 'min';
  report.add('bounds', yaml.spot([...path, written]), { min: String(min), max: String(max) });
};

const checkOptions = ({ yaml, report }: Draft, path: Path, options: readonly string[]): void => {
  for (const [index, name] of options.entries()) {
    if (options.indexOf(name) < index) report.add('option.duplicate', yaml.spot([...path, index]), { name });
  }
};

const checkPattern = ({ yaml, report }: Draft, path: Path, pattern: string): void => {
  try {
    RE2JS.compile(pattern);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    report.add('field.pattern', yaml.spot(path), { detail }, { received: pattern });
  }
};

/** Least and greatest of a field; how many options a choice has bounds how many one may choose. */
const checkLimits = (draft: Draft, field: Field, path: Path): void => {
  if (field.kind === 'choices') {
    checkBounds(draft, path, field.max, field.options.length);
    checkBounds(draft, path, field.min, field.max ?? field.options.length);
  } else if ('min' in field && field.kind !== 'date') checkBounds(draft, path, field.min, field.max);
};

const checkKind = (draft: Draft, field: Field, path: Path): void => {
  checkLimits(draft, field, path);
  if ('options' in field) checkOptions(draft, [...path, 'options'], field.options);
  if (field.kind === 'list') checkFields(draft, field.item, [...path, 'item']);
  if (field.kind === 'text' && field.pattern !== undefined) checkPattern(draft, [...path, 'pattern'], field.pattern);
};

/** Checks each field for itself: limits, options, patterns, purpose. */
export const checkFields = (draft: Draft, fields: readonly Field[], path: Path): void => {
  const purposes = Object.keys(draft.service.privacy.purposes);
  for (const [index, field] of fields.entries()) {
    const here = [...path, index];
    checkKind(draft, field, here);
    const purpose = field.kind === 'note' ? undefined : field.purpose;
    if (purpose === undefined || purposes.includes(purpose)) continue;
    draft.report.add(
      'field.purpose',
      draft.yaml.spot([...here, 'purpose']),
      { name: purpose },
      draft.report.suggest(purpose, purposes),
    );
  }
};
