import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BranchLog } from './branch-log.ts';
import { findUntriedBranches } from './check-model.ts';
import { toFeel } from './edge.ts';
import { compileModel } from './model.ts';
import { isContext } from './value.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const text = (feel: string): string => `<literalExpression><text>${feel}</text></literalExpression>`;
const need = (id: string): string => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`;

/** An `if` in an `if`, one in a function, one in the cell of a table, and a boxed conditional. */
const MODEL = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m">
<inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>
<decision id="a" name="A"><variable name="A"/>${need('x')}
${text('if x &gt; 5 then (if x &gt; 9\n then 1 else 2) else 3')}</decision>
<decision id="f" name="F"><variable name="F"/>${need('x')}
${text('{g: function(n) if n = 1 then 0 else 1, r: if x = 0 then 9 else g(x)}.r')}</decision>
<decision id="t" name="T"><variable name="T"/>${need('x')}<decisionTable><input><inputExpression><text>x</text></inputExpression></input><output/>
<rule><inputEntry><text>&gt; 3</text></inputEntry><outputEntry><text>if x = 4 then 1 else 2</text></outputEntry></rule></decisionTable></decision>
<decision id="b" name="B"><variable name="B"/>${need('x')}<conditional><if>${text('x = 7')}</if><then>${text('1')}</then><else>${text('2')}</else></conditional></decision>
</definitions>`;

const untried = (tries: readonly (readonly [decision: string, x: number])[]): string[] => {
  const compiled = compileModel(MODEL, { file: 'm.dmn' });
  assert.ok(compiled.kind === 'model');
  const { model } = compiled;
  const logs = tries.map(([decision, x]) => {
    const branches = new BranchLog();
    const context = toFeel({ x });
    assert.ok(isContext(context));
    model.decide(decision, context, { now: NOW, branches });
    return branches;
  });
  return findUntriedBranches(model.branches, logs).map(({ message, place }) => `${place?.line}: ${message}`);
};

test('ways of conditions that nothing tried are told with their line', () => {
  assert.deepEqual(
    untried([
      ['A', 7],
      ['F', 1],
      ['T', 4],
      ['B', 1],
    ]),
    [
      '4: In no example the condition “x > 5” is false.',
      '4: In no example the condition “x > 9” is true.',
      '7: In no example the condition “n = 1” is false.',
      '7: In no example the condition “x = 0” is true.',
      '9: In no example the condition “x = 4” is false.',
      '10: In no example the condition “x = 7” is true.',
    ],
  );
});

test('where both ways were tried, by whichever example, nothing is told; a condition nobody asked is told once', () => {
  const all = [1, 4, 5, 7, 10, 0].flatMap((x) => ['A', 'F', 'T', 'B'].map((name) => [name, x] as const));
  assert.deepEqual(untried(all), []);
  assert.deepEqual(untried(all.filter(([name]) => name !== 'B')), ['10: No example asks the condition “x = 7”.']);
});
