import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actor, ROLES } from '#authority';
import { type Case, claim, findStatus, getCase, listCases, verifyChain } from '#case';
import { sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { aidAnswers, makeFixture, type Ref, registrationAnswers, type SubmitOptions } from '#test/fixture.ts';
import {
  approve,
  casePrioritised,
  type DecideCommand,
  decide,
  decisionIssued,
  findNotice,
  handleCaseOpened,
  handleDecisionMade,
  makePrinter,
  returnToCaseworker,
} from './index.ts';

const world = await makeFixture();
const { db } = world;
const deps = { ...world, printer: makePrinter() };
const handlers = [handleCaseOpened(deps), handleDecisionMade(deps)];
const issued: string[] = [];
const listeners = [
  decisionIssued.handle('test', async ({ caseId }) => void issued.push(caseId)),
  casePrioritised.handle('test', async ({ caseId }) => void issued.push(caseId)),
];
const run = () => drain(db, [...handlers, ...listeners]);

const anna = await world.person('Anna', ['caseworker', 'approver']);
const ben = await world.person('Ben', ['approver']);

const read = (ref: Ref): Promise<Case> => db.tx(ref.authority, (tx) => getCase(tx, world, ref.authority, ref.caseId));
const start = async (answers: Record<string, unknown> = aidAnswers(), options: SubmitOptions = {}): Promise<Case> => {
  const ref = await world.open(answers, options);
  await run();
  return read(ref);
};
const refOf = ({ authority, id, version }: Case) => ({ authority, caseId: id, version });
/** A case that a person must decide and another approve: 7,000 € are above the 5,000 € of the package. */
const startLarge = () => start(aidAnswers({ kosten: '7500.00' }));
const proposal = { outcome: 'bewilligt', amount: '7000.00', reasons: ['engpass'], remark: '' };
const outcomeOf = (result: { kind: string; reason?: string }) => result.reason ?? result.kind;

test('what the rules grant without doubt is decided, noticed and handed on without a person', async () => {
  const found = await start();
  assert.equal(found.state, 'decided');
  assert.deepEqual(
    found.actions.map(({ kind }) => kind),
    ['opened', 'assessed', 'decided', 'noticed'],
  );
  assert.deepEqual(
    [found.decision?.automatic, found.decision?.amount, found.decision?.by.kind],
    [true, '1500.00', 'system'],
  );
  assert.ok(issued.includes(found.id));
  const notice = await db.tx(found.authority, (tx) => findNotice(tx, world, found.authority, found.id));
  assert.match(notice?.html ?? '', /1\.500,00\u00a0€/);
  assert.match(notice?.html ?? '', /§ 35a VwVfG/);
  assert.equal(notice?.pdf.subarray(0, 5).toString(), '%PDF-');
  assert.deepEqual([notice?.sent, notice?.announced, notice?.objectUntil], ['2026-11-23', '2026-11-27', '2026-12-28']);
  assert.equal(found.notice?.sha256, notice?.sha256);
  assert.equal(await db.tx(found.authority, (tx) => findStatus(tx, found.authority, found.id)), 'decided');
  assert.equal(await db.tx(found.authority, (tx) => verifyChain(tx, found.authority, found.id)), undefined);
});

test('the explanation tells a caseworker which rule fired on which norm', async () => {
  const { iban } = aidAnswers();
  await start(aidAnswers({ iban }));
  const { assessment, state } = await start(aidAnswers({ iban }));
  assert.equal(state, 'todecide');
  assert.deepEqual([assessment?.doubts, assessment?.duplicates], [['doppelteIban'], { iban: 1 }]);
  assert.match(assessment?.explanation.de ?? '', /§ 24 VwVfG/);
});

test('rejections, doubts and large sums wait for a person', async () => {
  const rejected = await start(aidAnswers({ kosten: '100.00' }));
  assert.deepEqual(
    [rejected.state, rejected.assessment?.outcome, rejected.assessment?.amount],
    ['todecide', 'abgelehnt', undefined],
  );
  const large = await startLarge();
  assert.deepEqual([large.state, large.assessment?.second, large.assessment?.automatic], ['todecide', true, false]);
});

test('a registration gets its level and is on the list, the most urgent first', async () => {
  await start(registrationAnswers({ krank: false, name: 'Zweite' }), { service: 'meldung' });
  const found = await start(registrationAnswers({ krank: true, name: 'Erste' }), { service: 'meldung' });
  assert.deepEqual([found.state, found.priority?.level, found.priority?.reasons], ['registered', 1, ['krank']]);
  assert.ok(issued.includes(found.id));
  const { entries } = await db.tx('musterland', (tx) => listCases(tx, world, 'musterland', { service: 'meldung' }));
  assert.deepEqual(
    entries.map(({ summary, priority }) => [summary?.name, priority, summary?.columns['stufe']]),
    [
      ['Erste', 1, '1'],
      ['Zweite', 4, '4'],
    ],
  );
});

test('jobs that run twice decide once and issue one notice', async () => {
  const found = await start();
  const ref = { authority: found.authority, caseId: found.id };
  for (const handler of handlers) await handler.run(ref);
  await Promise.all(handlers.map((handler) => handler.run(ref)));
  assert.equal((await read(ref)).actions.length, found.actions.length);
});

test('two workers on one case at the same moment decide once', async () => {
  const ref = await world.open(aidAnswers());
  const [opened, made] = handlers;
  const job = { authority: ref.authority, caseId: ref.caseId };
  await Promise.all([opened?.run(job), opened?.run(job), opened?.run(job)]);
  await Promise.all([made?.run(job), made?.run(job)]);
  assert.deepEqual(
    (await read(ref)).actions.map(({ kind }) => kind),
    ['opened', 'assessed', 'decided', 'noticed'],
  );
  await run();
});

test('a crash between steps leaves none of them: printing fails, then works', async () => {
  const ref = await world.open(aidAnswers());
  const jammed = handleDecisionMade({
    ...world,
    printer: {
      print: () => {
        throw new Error('paper jam');
      },
    },
  });
  await assert.rejects(drain(db, [handleCaseOpened(world), jammed]), /paper jam/);
  const before = await read(ref);
  assert.deepEqual([before.state, before.notice, issued.includes(ref.caseId)], ['decided', undefined, false]);
  const { count } = await db.tx('musterland', (tx) =>
    tx.get<{ count: number }>(sql`select count(*) as count from decision.notice where case_id = ${ref.caseId}`),
  );
  assert.equal(count, 0);
  await drain(db, [...handlers, ...listeners], { early: true });
  assert.ok((await read(ref)).notice && issued.includes(ref.caseId));
});

test('a large sum needs two different people', async () => {
  const found = await startLarge();
  const decided = await decide(world, anna, { ...refOf(found), ...proposal });
  assert.ok(decided.kind === 'done' && decided.case.state === 'toapprove');
  await run();
  assert.equal((await read(refOf(found))).notice, undefined, 'no notice before the approval');
  const target = { ...refOf(decided.case), remark: '' };
  assert.equal(outcomeOf(await approve(world, anna, target)), 'sameperson');
  assert.equal(outcomeOf(await returnToCaseworker(world, anna, target)), 'sameperson');
  assert.equal(outcomeOf(await approve(world, ben, target)), 'done');
  assert.equal(outcomeOf(await approve(world, ben, target)), 'version', 'once');
  await run();
  const done = await read(refOf(found));
  assert.deepEqual(
    [done.state, done.approval?.by, Boolean(done.notice)],
    ['decided', { kind: 'staff', id: ben.id, name: 'Ben' }, true],
  );
});

test('who decided in an earlier round cannot approve a later one', async () => {
  const found = await startLarge();
  const cara = await world.person('Cara', ['caseworker', 'approver']);
  const first = await decide(world, anna, { ...refOf(found), ...proposal });
  assert.ok(first.kind === 'done');
  const back = await returnToCaseworker(world, ben, { ...refOf(first.case), remark: 'Kosten belegen lassen' });
  assert.ok(back.kind === 'done' && back.case.state === 'todecide');
  const second = await decide(world, cara, { ...refOf(back.case), ...proposal });
  assert.ok(second.kind === 'done');
  const target = { ...refOf(second.case), remark: '' };
  assert.equal(outcomeOf(await approve(world, anna, target)), 'sameperson');
  assert.equal(outcomeOf(await approve(world, cara, target)), 'sameperson');
  assert.equal(outcomeOf(await approve(world, ben, target)), 'done');
});

const EVERYBODY: readonly Actor[] = [
  ...(await Promise.all(ROLES.map((role) => world.person(role, [role])))),
  await world.person('stranger', [...ROLES], 'musterstadt'),
  { kind: 'system', name: 'script' },
];

test('only caseworkers of the authority decide', async () => {
  for (const actor of EVERYBODY) {
    const found = await startLarge();
    const result = outcomeOf(await decide(world, actor, { ...refOf(found), ...proposal }));
    assert.equal(result, actor.name === 'caseworker' ? 'done' : 'role', actor.name);
  }
});

for (const [name, command] of Object.entries({ approve, returnToCaseworker }))
  test(`only approvers of the authority ${name}`, async () => {
    for (const actor of EVERYBODY) {
      const found = await startLarge();
      const decided = await decide(world, anna, { ...refOf(found), ...proposal });
      assert.ok(decided.kind === 'done');
      const result = outcomeOf(await command(world, actor, { ...refOf(decided.case), remark: '' }));
      assert.equal(result, actor.name === 'approver' ? 'done' : 'role', actor.name);
    }
  });

test('a stale form, a decided case and somebody else’s lease are refused, each by name', async () => {
  const found = await startLarge();
  const cara = await world.person('Cara', ['caseworker']);
  assert.equal(outcomeOf(await decide(world, anna, { ...refOf(found), version: 1, ...proposal })), 'version');
  await claim(world, cara, refOf(found));
  assert.equal(outcomeOf(await decide(world, anna, { ...refOf(found), ...proposal })), 'claimed');
  assert.equal(outcomeOf(await approve(world, ben, { ...refOf(found), remark: '' })), 'state');
  const decided = await decide(world, cara, { ...refOf(found), ...proposal });
  assert.ok(decided.kind === 'done');
  assert.equal(outcomeOf(await decide(world, cara, { ...refOf(decided.case), ...proposal })), 'state');
});

const wrong: readonly [string, Partial<DecideCommand>, string][] = [
  ['an unknown outcome', { outcome: 'vielleicht' }, 'outcome'],
  ['no amount', { amount: undefined }, 'amount'],
  ['an amount that is none', { amount: '7.000,00' }, 'amount'],
  ['nothing', { amount: '0.00' }, 'amount'],
  ['a cent more than the rules allow', { amount: '7000.01', remark: 'Härtefall' }, 'amount'],
  ['an unknown reason', { reasons: ['erfunden'], remark: 'x' }, 'reasons'],
  ['a rejection without reason', { outcome: 'abgelehnt', reasons: [], remark: 'x' }, 'reasons'],
  ['less without a word why', { amount: '6999.99' }, 'remark'],
  ['a rejection without a word why', { outcome: 'abgelehnt', reasons: ['keinEngpass'], remark: ' ' }, 'remark'],
];
test('a decision must stand on the package: what is wrong is said at its place, and nothing is recorded', async () => {
  const found = await startLarge();
  for (const [name, change, path] of wrong) {
    const result = await decide(world, anna, { ...refOf(found), ...proposal, ...change });
    assert.ok(result.kind === 'problems', name);
    assert.deepEqual(
      result.problems.map((problem) => problem.path),
      [path],
      name,
    );
  }
  assert.equal((await read(refOf(found))).version, found.version);
});

test('a caseworker may grant less with a reason; both stand on record, the notice names what is granted', async () => {
  const found = await startLarge();
  const decided = await decide(world, anna, {
    ...refOf(found),
    ...proposal,
    amount: '6500.5',
    remark: 'Kosten teilweise privat',
  });
  assert.ok(decided.kind === 'done');
  assert.deepEqual(
    [decided.case.assessment?.amount, decided.case.decision?.amount, decided.case.decision?.deviates],
    ['7000.00', '6500.50', true],
  );
  await approve(world, ben, { ...refOf(decided.case), remark: '' });
  await run();
  const notice = await db.tx(found.authority, (tx) => findNotice(tx, world, found.authority, found.id));
  assert.match(notice?.html ?? '', /6\.500,50\u00a0€/);
  assert.doesNotMatch(notice?.html ?? '', /35a/);
});

test('nothing can be granted that the rules refuse', async () => {
  const found = await start(aidAnswers({ kosten: '100.00' }));
  const result = await decide(world, anna, { ...refOf(found), ...proposal, amount: '1.00', remark: 'Härtefall' });
  assert.ok(result.kind === 'problems');
  assert.match(result.problems[0]?.message ?? '', /sehen keinen Betrag vor/);
});

test('a notice stays with its authority and cannot be changed by the application', async () => {
  const found = await start();
  assert.equal(await db.tx('musterstadt', (tx) => findNotice(tx, world, 'musterland', found.id)), undefined);
  await assert.rejects(
    db.tx('musterland', (tx) =>
      tx.run(sql`update decision.notice set announced = '2020-01-01' where case_id = ${found.id}`),
    ),
    /permission denied/,
  );
});

test('an applicant who writes English gets the German notice with an explanation', async () => {
  const found = await start(aidAnswers(), { language: 'en' });
  const notice = await db.tx(found.authority, (tx) => findNotice(tx, world, found.authority, found.id));
  assert.match(notice?.html ?? '', /lang="de"/);
  assert.equal(notice?.explanation?.language, 'en');
  assert.match(notice?.explanation?.html ?? '', /We grant <strong>€1,500\.00<\/strong>/);
  assert.match(notice?.explanation?.html ?? '', /Verwaltungsgericht Musterhausen/);
});
