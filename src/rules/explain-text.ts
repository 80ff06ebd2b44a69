import type { Explanation, Failed, Fired, TableExplanation } from './explain.ts';
import { formatValue } from './format.ts';
import { getEntry, isContext, isList, type Value } from './value.ts';

type Words = {
  readonly nothing: string;
  readonly none: string;
  readonly noRule: string;
  readonly is: string;
  readonly given: string;
  readonly gave: (rule: number, result: string) => string;
  readonly failed: (rule: number, input: string, value: string, test: string) => string;
  readonly quote: (text: string) => string;
};

const GERMAN: Words = {
  nothing: 'keine Angabe',
  none: 'leer',
  noRule: 'Keine Regel traf zu.',
  is: 'ist',
  given: 'Geprüft wurde',
  gave: (rule, result) => `Regel ${rule} traf zu und ergab ${result}`,
  failed: (rule, input, value, test) => `Regel ${rule} traf nicht zu: ${input} ist ${value}, verlangt ist ${test}`,
  quote: (text) => `„${text}“`,
};

const ENGLISH: Words = {
  nothing: 'not given',
  none: 'empty',
  noRule: 'No rule applied.',
  is: 'is',
  given: 'Checked',
  gave: (rule, result) => `Rule ${rule} applied and gave ${result}`,
  failed: (rule, input, value, test) => `Rule ${rule} did not apply: ${input} is ${value}, wanted is ${test}`,
  quote: (text) => `“${text}”`,
};

type Writer = { readonly words: Words; readonly language: string };

/** A caseworker reads the first dozen of a long list, not the hundredth. */
const MAX_ITEMS = 12;

const write = (writer: Writer, value: Value): string => {
  const { words, language } = writer;
  if (value === null) return words.nothing;
  if (typeof value === 'string') return words.quote(value);
  if (isList(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => write(writer, item));
    return items.length === 0 ? words.none : items.join(', ') + (value.length > MAX_ITEMS ? ' …' : '');
  }
  if (!isContext(value)) return formatValue(value, language);
  const names = Object.keys(value).slice(0, MAX_ITEMS);
  return names.map((name) => `${name} ${words.is} ${write(writer, getEntry(value, name) ?? null)}`).join('; ');
};

const firedLine = (writer: Writer, fired: Fired): string => {
  const outputs = fired.outputs.map(({ name, value }) => (name === '' ? '' : `${name} = `) + write(writer, value));
  const notes = fired.annotations.map(({ text }) => text).filter((text) => text !== '');
  const reason = notes.length > 0 ? notes.join(' · ') : (fired.description ?? '');
  return writer.words.gave(fired.rule, outputs.join(', ')) + (reason === '' ? '.' : `: ${reason}`);
};

const failedLine = (writer: Writer, { rule, input, value, test }: Failed): string =>
  `${writer.words.failed(rule, input, write(writer, value), test)}.`;

const tableLines = (writer: Writer, table: TableExplanation): string[] => {
  const inputs = table.inputs.map(({ name, value }) => `${name} = ${write(writer, value)}`);
  return [
    `${writer.words.given}: ${inputs.join('; ')}.`,
    ...(table.fired.length === 0 ? [writer.words.noRule] : table.fired.map((fired) => firedLine(writer, fired))),
    ...table.failed.map((failed) => failedLine(writer, failed)),
  ];
};

const lines = (writer: Writer, explanation: Explanation, indent: string): string[] => [
  `${indent}${explanation.name}: ${write(writer, explanation.value)}.`,
  ...explanation.tables.flatMap((table) => tableLines(writer, table)).map((line) => `${indent}  ${line}`),
  ...explanation.requires.flatMap((inner) => lines(writer, inner, `${indent}  `)),
];

/**
 * The explanation as plain lines for a caseworker, German or English: the decision, what each table was asked, which rules
 * applied and why the others did not; what a decision rests on is indented below it.
 */
export const explainAsText = (explanation: Explanation, language: string): string =>
  lines({ words: language.startsWith('de') ? GERMAN : ENGLISH, language }, explanation, '').join('\n');
