import { type Explanation, formatValue, getEntry, isContext, isList, type TableExplanation, type Value } from '#rules';
import { testInWords } from './test-in-words.ts';

type Speech = 'de' | 'en';

const WORDS = {
  de: {
    none: 'nichts',
    rule: 'Regel',
    fired: 'traf zu',
    failed: (count: number) => (count === 1 ? 'Eine Regel traf nicht zu:' : `${count} Regeln trafen nicht zu:`),
    wanted: 'verlangt:',
    because: 'Grundlage:',
    version: 'Angewandte Fassung der Regeln:',
  },
  en: {
    none: 'nothing',
    rule: 'Rule',
    fired: 'applied',
    failed: (count: number) => (count === 1 ? 'One rule did not apply:' : `${count} rules did not apply:`),
    wanted: 'needed:',
    because: 'basis:',
    version: 'Version of the rules applied:',
  },
} as const satisfies Record<Speech, object>;

const print = (value: Value, speech: Speech): string => {
  if (value === null || (isList(value) && value.length === 0)) return WORDS[speech].none;
  if (isList(value)) return value.map((item) => print(item, speech)).join(', ');
  if (!isContext(value)) return formatValue(value, speech);
  return Object.keys(value)
    .map((name) => `${name} ${print(getEntry(value, name) ?? null, speech)}`)
    .join('; ');
};

/** Why the other rules did not apply: the first of their conditions that was false, beside what was given. */
const printFailed = ({ failed }: TableExplanation, speech: Speech): string[] => {
  const words = WORDS[speech];
  if (failed.length === 0) return [];
  const lines = failed.map(({ rule, input, value, test }) => {
    const name = /[?:]$/.test(input) ? input : `${input}:`;
    return `    – ${words.rule} ${rule}: ${name} ${print(value, speech)} (${words.wanted} ${testInWords(test, speech)})`;
  });
  return [`  ${words.failed(failed.length)}`, ...lines];
};

const printTable = (table: TableExplanation, speech: Speech): string[] => {
  const words = WORDS[speech];
  const fired = table.fired.map(({ rule, description, annotations, norm }) => {
    const said = [description, ...annotations.map(({ text }) => text)].filter((text) => text && text !== norm);
    const basis = norm ? ` (${words.because} ${norm})` : '';
    return `  – ${words.rule} ${rule} ${words.fired}${said.length > 0 ? `: ${said.join(' · ')}` : ''}${basis}`;
  });
  return [...fired, ...printFailed(table, speech)];
};

const walk = (explanation: Explanation, speech: Speech, seen: Set<string>): string[] => {
  if (seen.has(explanation.name)) return [];
  seen.add(explanation.name);
  const title = explanation.question ?? explanation.name;
  return [
    `${title}${/[.?!]$/.test(title) ? '' : ':'} ${print(explanation.value, speech)}`,
    ...explanation.tables.flatMap((table) => printTable(table, speech)),
    ...explanation.requires.flatMap((inner) => walk(inner, speech, seen)),
  ];
};

/**
 * Why the rules say what they say, for a caseworker: the result first, then each decision it rests on once, with the
 * rules that applied, what their authors noted and the norm, then those that did not and why. One line a statement.
 */
export const explain = (explanation: Explanation, rules?: string): { readonly de: string; readonly en: string } => {
  const tell = (speech: Speech): string => {
    const version = rules === undefined ? [] : [`${WORDS[speech].version} ${rules}`];
    return [...version, ...walk(explanation, speech, new Set())].join('\n');
  };
  return { de: tell('de'), en: tell('en') };
};
