import { type CompiledService, findPlaces } from '#definition';
import type { Problem } from '#lib/problem.ts';
import { faultInWords } from './fault.ts';
import { euros, normalise, type Outcome, runExample, type WorkedExample } from './run-example.ts';
import { findUntriedParts } from './untried.ts';

type ReportLanguage = 'de' | 'en';

const WORDING = {
  different: { de: 'Beispiel «{name}» ist anders.', en: 'Example «{name}» differs.' },
  fault: { de: 'Beispiel «{name}»: {what}', en: 'Example «{name}»: {what}' },
  phrase: { de: 'Beispiel «{name}»: Im Bescheid fehlt etwas.', en: 'Example «{name}»: the notice lacks a phrase.' },
  thrown: {
    de: 'Beispiel «{name}» bricht ab: {what}',
    en: 'Example «{name}» breaks off: {what}',
  },
  unreached: { de: 'Kein Beispiel führt zu {what}.', en: 'No example reaches {what}.' },
  compare: {
    de: 'Prüfen Sie, ob die Regeln oder das Beispiel falsch sind, und berichtigen Sie eines davon.',
    en: 'Find out whether the rules or the example are wrong and correct one of them.',
  },
  add: { de: 'Ergänzen Sie ein Beispiel dafür.', en: 'Add an example of it.' },
} as const;

type Words = { readonly name?: string; readonly what?: string };

const word = (code: keyof typeof WORDING, language: ReportLanguage, { name = '', what = '' }: Words = {}): string =>
  WORDING[code][language].replace('{name}', () => name).replace('{what}', () => what);

const print = (value: unknown): string =>
  Array.isArray(value) ? `[${value.join(', ')}]` : value === undefined ? '–' : String(value);

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n');

const isSame = (expected: unknown, received: unknown): boolean =>
  Array.isArray(expected) ? sameNames(expected, (received as string[] | undefined) ?? []) : expected === received;

/** What was expected of an example beside what came of it, in one form. */
const pairs = ({ expect }: WorkedExample, is: Outcome): readonly (readonly [string, unknown, unknown])[] => {
  // Where nothing is granted there is no amount: an example may say 0 or nothing.
  const amount = expect.amount === undefined ? undefined : euros(expect.amount);
  return [
    ['problems', expect.problems ?? [], is.problems],
    ['outcome', expect.outcome, is.outcome],
    ['amount', amount, amount === '0.00' ? (is.amount ?? '0.00') : is.amount],
    ['reasons', expect.reasons, is.reasons],
    ['doubts', expect.doubts, is.doubts],
    ['automatic', expect.automatic, is.automatic],
    ['second', expect.second, is.second],
    ['level', expect.level, is.level],
  ];
};

const compare = (example: WorkedExample, is: Outcome, language: ReportLanguage): Problem[] => {
  const place = { file: example.file, line: example.line, column: 1 };
  const { name, expect } = example;
  const remedy = word('compare', language);
  const base = { severity: 'error', place, remedy } as const;
  const faults = is.faults.map(
    (fault): Problem => ({
      ...base,
      code: 'example.fault',
      message: word('fault', language, { name, what: faultInWords(fault, language) }),
    }),
  );
  const differences = pairs(example, is)
    .filter(
      ([what, expected, received]) => (expected !== undefined || what === 'problems') && !isSame(expected, received),
    )
    .map(
      ([what, expected, received]): Problem => ({
        ...base,
        code: 'example.different',
        message: word('different', language, { name }),
        path: what,
        expected: print(expected),
        received: print(received),
      }),
    );
  if (differences.some(({ path }) => path === 'problems')) return [...faults, ...differences.slice(0, 1)];
  const phrases = (expect.notice ?? [])
    .filter((phrase) => !is.notice?.includes(normalise(phrase)))
    .map(
      (phrase): Problem => ({
        ...base,
        code: 'example.phrase',
        message: word('phrase', language, { name }),
        expected: phrase,
        received: `${(is.notice ?? '').slice(0, 300)} …`,
      }),
    );
  return [...faults, ...differences, ...phrases];
};

const tryExample = (
  compiled: CompiledService,
  example: WorkedExample,
  now: Temporal.ZonedDateTime,
  language: ReportLanguage,
): { readonly problems: Problem[]; readonly outcome?: Outcome } => {
  try {
    const outcome = runExample(compiled, example, now);
    return { outcome, problems: compare(example, outcome, language) };
  } catch (error) {
    const message = word('thrown', language, { name: example.name, what: (error as Error).message });
    const place = { file: example.file, line: example.line, column: 1 };
    return { problems: [{ code: 'example.thrown', severity: 'error', message, place }] };
  }
};

/** What the package can say and no example makes it say. */
const findUnreached = (
  compiled: CompiledService,
  outcomes: readonly Outcome[],
  language: ReportLanguage,
): Problem[] => {
  const { decide } = compiled.service;
  const texts = compiled.texts.get('de');
  const inService = findPlaces(compiled.files, 'service.yaml');
  const inTexts = findPlaces(compiled.files, 'texts/de.yaml');
  const can = [
    ...Object.keys(decide?.outcomes ?? {}).map((name) => ({
      path: `outcomes.${name}`,
      place: inService(['decide', 'outcomes', name]),
    })),
    ...Object.keys(texts?.reasons ?? {}).map((name) => ({
      path: `reasons.${name}`,
      place: inTexts(['reasons', name]),
    })),
    ...Object.keys(texts?.doubts ?? {}).map((name) => ({ path: `doubts.${name}`, place: inTexts(['doubts', name]) })),
  ];
  const reached = new Set(
    outcomes.flatMap(({ outcome, reasons = [], doubts = [] }) => [
      `outcomes.${outcome}`,
      ...reasons.map((name) => `reasons.${name}`),
      ...doubts.map((name) => `doubts.${name}`),
    ]),
  );
  return can
    .filter(({ path }) => !reached.has(path))
    .map(({ path, place }) => ({
      code: 'example.unreached',
      severity: 'warning',
      message: word('unreached', language, { what: path }),
      remedy: word('add', language),
      path,
      ...(place ? { place } : {}),
    }));
};

/**
 * Plays every worked example of a package: answers are checked as in the form, decided, and the German notice written.
 * Differences are errors at the example's place; what no example reaches is a warning where it stands: outcomes, reasons,
 * doubts, rules of tables, sides of conditions.
 * @param now day on which examples without `received` are played
 */
export const checkExamples = (
  compiled: CompiledService,
  now: Temporal.ZonedDateTime,
  { language = 'de' }: { readonly language?: ReportLanguage } = {},
): Problem[] => {
  const played = compiled.examples.map((example) => tryExample(compiled, example, now, language));
  const outcomes = played.flatMap(({ outcome }) => (outcome ? [outcome] : []));
  return [
    ...played.flatMap(({ problems }) => problems),
    ...findUnreached(compiled, outcomes, language),
    ...findUntriedParts(
      compiled,
      outcomes.flatMap(({ tried }) => tried),
      language,
    ),
  ];
};
