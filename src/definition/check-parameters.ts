import { compareDecimals } from './decimal-text.ts';
import type { Draft } from './draft.ts';
import type { Parameter } from './service.ts';
import type { Path } from './yaml-file.ts';

const within = <T>(value: T, min: T | undefined, max: T | undefined, compare: (a: T, b: T) => number): boolean =>
  (min === undefined || compare(value, min) >= 0) && (max === undefined || compare(value, max) <= 0);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const DECIMAL = /^-?\d+(\.\d+)?$/;
const MONEY = /^-?\d+(\.\d{1,2})?$/;

/** Whether a parameter may have this value, given as JSON: decimals as text or number, days as YYYY-MM-DD. */
export const isParameterValue = (parameter: Parameter, value: unknown): boolean => {
  switch (parameter.kind) {
    case 'yesno':
      return typeof value === 'boolean';
    case 'number':
    case 'money': {
      const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
      const isNumber = (parameter.kind === 'money' ? MONEY : DECIMAL).test(text);
      return isNumber && within(text, parameter.min, parameter.max, compareDecimals);
    }
    case 'date':
      return (
        typeof value === 'string' &&
        /^\d{4}-\d{2}-\d{2}$/.test(value) &&
        within(value, parameter.min, parameter.max, compareText)
      );
    case 'choice':
      return typeof value === 'string' && parameter.options.includes(value);
    case 'text':
      return typeof value === 'string' && value.length <= parameter.max;
    default:
      return parameter satisfies never;
  }
};

const checkLimits = ({ yaml, report }: Draft, parameter: Parameter, path: Path): boolean => {
  if (!('min' in parameter)) return true;
  const { min, max, kind } = parameter;
  if (min === undefined || max === undefined) return true;
  const fits = kind === 'date' ? min <= max : compareDecimals(min, max) <= 0;
  if (!fits) report.add('bounds', yaml.spot([...path, 'min']), { min, max });
  return fits;
};

/** What an authority may set must have limits that make sense and a default within them. */
export const checkParameters = (draft: Draft): void => {
  const { service, yaml, report } = draft;
  for (const [name, parameter] of Object.entries(service.parameters)) {
    const path = ['parameters', name];
    if (!checkLimits(draft, parameter, path) || isParameterValue(parameter, parameter.default)) continue;
    report.add('parameter.default', yaml.spot([...path, 'default']), { value: String(parameter.default) });
  }
};
