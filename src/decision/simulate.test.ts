import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drain } from '#queue';
import { aidAnswers, makeFixture } from '#test/fixture.ts';
import { makeAid, makeRegistration } from '#test/fixture-packages.ts';
import { handleCaseOpened } from './open.ts';
import { type Compared, compareAssessments, type Verdict } from './simulate.ts';
import { simulate } from './simulate-cases.ts';

const world = await makeFixture();

const changed = (from: string, to: string) =>
  makeAid((files) => {
    const rules = files['rules.dmn'] ?? '';
    assert.ok(rules.includes(from), from);
    return { ...files, 'rules.dmn': rules.replace(from, to) };
  });

const numbers: string[] = [];
for (const kosten of ['2000.00', '600.00', '500.00']) {
  numbers.push((await world.open(aidAnswers({ kosten }))).number);
  world.setTime({ hours: 24 });
}
await world.open(aidAnswers(), { authority: 'musterstadt' });
await drain(world.db, [handleCaseOpened(world)]);
const late = await world.open(aidAnswers());

const past = { authority: 'musterland', service: 'hilfe' };

test('the same rules change nothing, and a case not yet assessed takes no part', async () => {
  const { cases, same, granted, different } = compareAssessments(await simulate(world, world.aid, past));
  assert.deepEqual(
    { cases, same, granted, different },
    { cases: 3, same: 3, granted: { before: '1600.00', after: '1600.00' }, different: [] },
  );
});

test('other rules: who would get what now, by number', async () => {
  const found = compareAssessments(
    await simulate(world, changed('engpass &gt; 0 then "bewilligt"', 'engpass &gt; 1000 then "bewilligt"'), past),
  );
  assert.deepEqual(found.outcomes, [
    { before: 'abgelehnt', after: 'abgelehnt', cases: 1 },
    { before: 'bewilligt', after: 'abgelehnt', cases: 1 },
    { before: 'bewilligt', after: 'bewilligt', cases: 1 },
  ]);
  assert.deepEqual(found.granted, { before: '1600.00', after: '1500.00' });
  assert.deepEqual(found.automatic, { before: 2, after: 1 });
  const [one, ...more] = found.different;
  assert.deepEqual([one?.number, one?.what], [numbers[1], ['outcome', 'amount', 'automatic']]);
  assert.equal(more.length, 0);
  assert.ok(!JSON.stringify(found).includes('Erika'));
  assert.ok(!JSON.stringify(found).includes(late.number));
});

test('only what came since a day', async () => {
  const since = Temporal.PlainDate.from('2026-11-24');
  assert.equal((await simulate(world, world.aid, { ...past, since })).length, 2);
});

test('a form that asks more leaves questions open; their paths are told', async () => {
  const asksMore = makeAid((files) => ({
    ...files,
    'service.yaml': (files['service.yaml'] ?? '').replace(
      '- { id: kosten,',
      '- { id: miete, kind: money }\n      - { id: kosten,',
    ),
    'texts/de.yaml': (files['texts/de.yaml'] ?? '').replace('  kosten: {', '  miete: { label: Miete }\n  kosten: {'),
    'texts/en.yaml': (files['texts/en.yaml'] ?? '').replace('  kosten: {', '  miete: { label: Rent }\n  kosten: {'),
  }));
  const { different } = compareAssessments(await simulate(world, asksMore, past));
  assert.deepEqual(
    different.map(({ what, open }) => [what, open]),
    Array(3).fill([['open'], ['miete']]),
  );
});

test('cases of one authority stay there, and an unknown one is refused', async () => {
  assert.equal((await simulate(world, world.aid, { ...past, authority: 'musterstadt' })).length, 1);
  await assert.rejects(simulate(world, world.aid, { ...past, authority: 'niemand' }), /no authority/);
});

test('another service has other cases', async () => {
  assert.deepEqual(await simulate(world, makeRegistration(), { ...past, service: 'nichts' }), []);
});

const verdict = (more: Partial<Verdict>): Verdict => ({ reasons: [], doubts: [], automatic: false, ...more });
const PAIRS: readonly (readonly [string, Compared, readonly string[]])[] = [
  [
    'reasons in another order',
    { number: '1', before: verdict({ reasons: ['a', 'b'] }), after: verdict({ reasons: ['b', 'a'] }), open: [] },
    [],
  ],
  [
    'a cent',
    { number: '1', before: verdict({ amount: '1.00' }), after: verdict({ amount: '1.01' }), open: [] },
    ['amount'],
  ],
  ['rules that could not be run', { number: '1', before: verdict({ outcome: 'x' }), open: [] }, ['failed']],
  ['a doubt', { number: '1', before: verdict({}), after: verdict({ doubts: ['a'] }), open: [] }, ['doubts']],
];
for (const [name, pair, what] of PAIRS)
  test(`compared: ${name}`, () => assert.deepEqual(compareAssessments([pair]).different[0]?.what ?? [], what));
