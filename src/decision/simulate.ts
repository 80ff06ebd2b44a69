import { type Euros, sumEuros } from '#lib/money.ts';

/** What rules make of one case, without anything about the person. */
export type Verdict = {
  /** The outcome's name, or `level 3` of a priority; absent where the rules could not tell. */
  readonly outcome?: string;
  /** Euros with two decimal places, where money is granted. */
  readonly amount?: string;
  readonly reasons: readonly string[];
  readonly doubts: readonly string[];
  readonly automatic: boolean;
};

/** One case under the rules that decided it, and under those to be tried. */
export type Compared = {
  readonly number: string;
  readonly before: Verdict;
  /** Absent where the new package cannot work on the answers given then. */
  readonly after?: Verdict;
  /** Questions of the new form that have no sound answer in what was submitted: paths, never answers. */
  readonly open: readonly string[];
};

/** Who would get what now. */
export type Comparison = {
  readonly cases: number;
  readonly same: number;
  /** Cases by outcome before and after, the most frequent first. */
  readonly outcomes: readonly { readonly before: string; readonly after: string; readonly cases: number }[];
  readonly granted: { readonly before: Euros; readonly after: Euros };
  readonly automatic: { readonly before: number; readonly after: number };
  /** Every case with a difference, with what differs. */
  readonly different: readonly (Compared & { readonly what: readonly Difference[] })[];
};

const DIFFERENCES = ['outcome', 'amount', 'reasons', 'doubts', 'automatic'] as const;
type Difference = (typeof DIFFERENCES)[number] | 'failed' | 'open';

const text = (value: Verdict[keyof Verdict]): string =>
  Array.isArray(value) ? [...value].sort().join('\n') : String(value ?? '');

const differencesOf = ({ before, after, open }: Compared): Difference[] => {
  if (!after) return ['failed'];
  const found: Difference[] = DIFFERENCES.filter((key) => text(before[key]) !== text(after[key]));
  return open.length > 0 ? [...found, 'open'] : found;
};

const sum = (verdicts: readonly (Verdict | undefined)[]): Euros =>
  sumEuros(verdicts.flatMap((verdict) => (verdict?.amount === undefined ? [] : [verdict.amount as Euros])));

const countAutomatic = (verdicts: readonly (Verdict | undefined)[]): number =>
  verdicts.filter((verdict) => verdict?.automatic === true).length;

const countOutcomes = (cases: readonly Compared[]): Comparison['outcomes'] => {
  const counts = new Map<string, { before: string; after: string; cases: number }>();
  for (const { before, after } of cases) {
    const row = { before: before.outcome ?? '–', after: after?.outcome ?? '–' };
    const key = JSON.stringify(row);
    counts.set(key, { ...row, cases: (counts.get(key)?.cases ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.cases - a.cases);
};

/** Sets what rules to be tried make of past cases beside what the rules in force made of them. Pure. */
export const compareAssessments = (cases: readonly Compared[]): Comparison => {
  const different = cases.flatMap((one) => {
    const what = differencesOf(one);
    return what.length > 0 ? [{ ...one, what }] : [];
  });
  const [before, after] = [cases.map((one) => one.before), cases.map((one) => one.after)];
  return {
    cases: cases.length,
    same: cases.length - different.length,
    outcomes: countOutcomes(cases),
    granted: { before: sum(before), after: sum(after) },
    automatic: { before: countAutomatic(before), after: countAutomatic(after) },
    different,
  };
};
