import type { Names } from './feel.ts';
import type { Field } from './field.ts';
import type { Service } from './service.ts';

/** Fields that take an answer, in order. */
export const answerFields = (fields: readonly Field[]): readonly Field[] =>
  fields.filter(({ kind }) => kind !== 'note');

/** Names of all top-level answers, in order. */
export const answerNames = (service: Service): readonly string[] =>
  service.form.flatMap(({ fields }) => answerFields(fields).map(({ id }) => id));

/** Names that mean something in expressions besides answers and parameters: none of those may be called so. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'submission duplicates authority notice number slots service item partial ' +
    'if then else for in return some every satisfies and or between function external instance of true false null not ' +
    'date time duration list context string count sum min max today now'
  ).split(' '),
);

/** Controls that every page of the form has, and pages that every form has. */
export const RESERVED_FIELDS: ReadonlySet<string> = new Set(['action', 'envelope', 'lang']);
export const RESERVED_PAGES: ReadonlySet<string> = new Set([
  'check',
  'tasks',
  'receipt',
  'status',
  'resume',
  'waiting',
  'supplement',
  'keep',
  'draw',
]);

/** What the form's expressions see: answers, parameters, `submission`. */
export const formNames = (service: Service): Names =>
  new Set([...answerNames(service), ...Object.keys(service.parameters), 'submission']);

/** What decisions see besides: `duplicates` and the result of the rules under the name of its decision. */
export const decisionNames = (service: Service): Names => {
  const results = [service.decide?.decision, service.prioritise?.decision].filter((name) => name !== undefined);
  return new Set([...formNames(service), 'duplicates', ...results]);
};

/** What notices, messages, reasons and the purpose of a payout see besides. */
export const templateNames = (service: Service): Names =>
  new Set([...decisionNames(service), 'authority', 'notice', 'number', 'service', 'slots']);
