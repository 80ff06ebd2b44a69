import type { FieldOf } from '#definition';
import { answered, enteredText, type Fault, failed, type Kind, NOTHING, type View } from './kind.ts';

const wordOption = (option: string, { texts, key }: View): string => texts.fields[key]?.options?.[option] ?? option;

export const choiceKind: Kind<'choice', string> = {
  read: (_, entered, path) => {
    const value = enteredText(entered, path);
    return value === '' ? NOTHING : answered(value);
  },
  readJson: (_, json) =>
    typeof json === 'string' && json !== '' ? answered(json) : failed('type', { values: { type: 'text' } }),
  check: (field, answer) => (field.options.includes(answer) ? [] : [{ code: 'option' }]),
  enter: (_, answer, path) => [[path, answer]],
  print: (_, answer, view) => wordOption(answer, view),
  toFeel: (_, answer) => answer,
};

const inOrder = (field: FieldOf<'choices'>, chosen: readonly string[]): readonly string[] => [
  ...field.options.filter((option) => chosen.includes(option)),
  ...new Set(chosen.filter((option) => !field.options.includes(option))),
];

const checkChoices = (field: FieldOf<'choices'>, answer: readonly string[]): readonly Fault[] => {
  const values = { min: String(field.min ?? 0), max: String(field.max ?? field.options.length) };
  if (!answer.every((option) => field.options.includes(option))) return [{ code: 'option' }];
  if (field.min !== undefined && answer.length < field.min) return [{ code: 'fewoptions', values }];
  return field.max !== undefined && answer.length > field.max ? [{ code: 'manyoptions', values }] : [];
};

export const choicesKind: Kind<'choices', readonly string[]> = {
  read: (field, entered, path) => {
    const chosen = (entered.get(path) ?? []).filter((value) => value !== '');
    return chosen.length === 0 ? NOTHING : answered(inOrder(field, chosen));
  },
  readJson: (field, json) => {
    if (!Array.isArray(json) || !json.every((item) => typeof item === 'string'))
      return failed('type', { values: { type: 'list' } });
    return json.length === 0 ? NOTHING : answered(inOrder(field, json));
  },
  check: checkChoices,
  enter: (_, answer, path) => answer.map((option) => [path, option]),
  print: (_, answer, view) => answer.map((option) => wordOption(option, view)).join('\n'),
  toFeel: (_, answer) => answer,
};
