import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '#lib/problem.ts';
import { printProblems } from '#src/cli-differences.ts';

const difference = (line: number, path: string, expected: string, received: string): Problem => ({
  code: 'example.different',
  severity: 'error',
  message: 'Beispiel «A» ist anders.',
  place: { file: 'examples/a.yaml', line, column: 1 },
  remedy: 'Prüfen Sie.',
  path,
  expected,
  received,
});

test('what differs in one example stands side by side', () => {
  const other: Problem = { code: 'x', severity: 'warning', message: 'Anderes.' };
  const problems = [
    difference(3, 'outcome', 'abgelehnt', 'bewilligt'),
    difference(3, 'amount', '–', '1500.00'),
    other,
    difference(9, 'second', 'true', 'false'),
  ];
  assert.deepEqual(printProblems(problems, 'de'), [
    [
      'examples/a.yaml:3:1: error example.different: Beispiel «A» ist anders.',
      '              erwartet  | erhalten',
      '    outcome   abgelehnt | bewilligt',
      '    amount    –         | 1500.00',
      '    do:       Prüfen Sie.',
    ].join('\n'),
    'warning x: Anderes.',
    [
      'examples/a.yaml:9:1: error example.different: Beispiel «A» ist anders.',
      '             erwartet | erhalten',
      '    second   true     | false',
      '    do:       Prüfen Sie.',
    ].join('\n'),
  ]);
});
