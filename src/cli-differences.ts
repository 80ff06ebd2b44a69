import { type Problem, printProblem } from '#lib/problem.ts';

const HEAD = { de: ['', 'erwartet', 'erhalten'], en: ['', 'expected', 'got'] } as const;

const isDifference = ({ code }: Problem): boolean => code === 'example.different';

const isSameExample = (a: Problem | undefined, b: Problem): boolean =>
  a !== undefined &&
  isDifference(a) &&
  isDifference(b) &&
  a.place?.file === b.place?.file &&
  a.place?.line === b.place?.line;

/** Differences of one example stand together, in their order. */
const group = (problems: readonly Problem[]): Problem[][] => {
  const groups: Problem[][] = [];
  for (const problem of problems) {
    const last = groups.at(-1);
    if (last && isSameExample(last[0], problem)) last.push(problem);
    else groups.push([problem]);
  }
  return groups;
};

/** `expected | got` in columns. */
const table = (problems: readonly Problem[], language: 'de' | 'en'): string => {
  const rows = [
    HEAD[language],
    ...problems.map(({ path = '', expected = '', received = '' }) => [path, expected, received]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(([what = '', expected = '', got = '']) =>
      `    ${what.padEnd(widths[0] ?? 0)}   ${expected.padEnd(widths[1] ?? 0)} | ${got}`.trimEnd(),
    )
    .join('\n');
};

/** Problems as text for a terminal; what differs in one example stands side by side. */
export const printProblems = (problems: readonly Problem[], language: 'de' | 'en'): readonly string[] =>
  group(problems).map((found) => {
    const [first] = found;
    if (!first || !isDifference(first)) return found.map(printProblem).join('\n');
    const { expected: _, received: __, remedy, ...head } = first;
    const lines = [printProblem(head), table(found, language), ...(remedy ? [`    do:       ${remedy}`] : [])];
    return lines.join('\n');
  });
