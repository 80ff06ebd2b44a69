import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAuthority } from '#authority';
import { claim, getCase, mergeSupplements, openCases } from '#case';
import { readJson } from '#form';
import { findRest, findSubmission, listSetAside, putBack, receiveSupplement } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { aidAnswers, makeFixture } from '#test/fixture.ts';
import { decide, handleCaseOpened, handleCaseSupplemented, handleDecisionMade, makePrinter } from './index.ts';

const world = await makeFixture();
const { db, clock } = world;
const deps = { ...world, printer: makePrinter() };
const run = () => drain(db, [handleCaseOpened(deps), handleCaseSupplemented(deps), handleDecisionMade(deps)]);
const anna = await world.person('Anna', ['caseworker']);

/** An application that the rules would grant at once, but for a remark that is still to come. */
const open = async () => {
  const installed = await world.registry.find('musterland', 'hilfe');
  assert.ok(installed);
  const read = readJson(installed.compiled, aidAnswers());
  assert.ok(read.kind === 'answers');
  const id = makeUuid(clock().epochMilliseconds);
  const outstanding = [{ page: 'geld', field: 'bemerkung' }];
  const submitted = await world.intake.submit({ id, installed, answers: read.answers, language: 'de', outstanding });
  assert.ok(submitted.kind === 'received');
  await openCases(world);
  await run();
  return { id, number: submitted.number, secret: submitted.secret };
};
type Opened = Awaited<ReturnType<typeof open>>;
const read = ({ id }: Opened) => db.tx('musterland', (tx) => getCase(tx, world, 'musterland', id));

const supply = async ({ number, secret }: Opened, remark = 'nachgereicht') => {
  const found = await db.tx('musterland', async (tx) => {
    const submission = await findSubmission(tx, 'musterland', number, secret);
    assert.ok(submission);
    const rest = await findRest(tx, submission, secret);
    return { submission, rest, authority: await getAuthority(tx, 'musterland') };
  });
  assert.ok(found.rest);
  const { submission, authority, rest } = found;
  const remainder = { ...rest.remainder, outstanding: [] };
  return receiveSupplement(world, {
    id: makeUuid(clock().epochMilliseconds),
    authority,
    submission,
    secret,
    answers: { bemerkung: remark },
    rest: { remainder, position: rest.position + 1 },
  });
};

test('what is outstanding keeps the rules from deciding; its arrival lets them', async () => {
  const one = await open();
  const waiting = await read(one);
  assert.equal(waiting.state, 'todecide');
  assert.deepEqual([waiting.assessment?.automatic, waiting.assessment?.outstanding?.length], [false, 1]);
  assert.equal((await supply(one)).kind, 'received');
  assert.equal(await mergeSupplements(world), 1);
  assert.equal(await mergeSupplements(world), 0);
  await run();
  const found = await read(one);
  assert.equal(found.state, 'decided');
  assert.equal(found.answers['bemerkung'], 'nachgereicht');
  assert.deepEqual(
    found.actions.map(({ kind }) => kind),
    ['opened', 'assessed', 'supplemented', 'assessed', 'decided', 'noticed'],
  );
});

test('a case that somebody has in hand is not decided under their hands', async () => {
  const one = await open();
  const before = await read(one);
  await claim(world, anna, { authority: 'musterland', caseId: one.id });
  await supply(one);
  await mergeSupplements(world);
  await run();
  const found = await read(one);
  assert.equal(found.state, 'todecide');
  assert.ok(found.version > before.version, 'what they had on the screen is no longer the whole case');
  assert.equal(found.assessment?.outstanding, undefined);
});

test('what comes after the decision is recorded, and the notice says what was decided on', async () => {
  const one = await open();
  const { version, assessment } = await read(one);
  const target = { authority: 'musterland', caseId: one.id, expectedVersion: version };
  const { outcome = '', amount, reasons = [] } = assessment ?? {};
  const decided = await decide(world, anna, {
    ...target,
    outcome,
    amount,
    reasons,
    remark: 'Frist verstrichen',
  } as never);
  assert.equal(decided.kind, 'done', JSON.stringify(decided));
  await run();
  await supply(one);
  assert.equal(await mergeSupplements(world), 1);
  await run();
  const found = await read(one);
  assert.equal(found.state, 'decided');
  assert.equal(found.supplements.length, 1);
  assert.equal(found.answers['bemerkung'], undefined);
});

test('what cannot be merged is set aside whole, and put back', async () => {
  const one = await open();
  await supply(one);
  await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update casework.case set wrapped_key = null where id = ${one.id}`));
  assert.equal(await mergeSupplements(world), 1);
  const [aside] = await db.tx(ANY_AUTHORITY, listSetAside);
  assert.match(aside?.reason ?? '', /deleted/);
  assert.equal(aside?.number, one.number);
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, aside?.id ?? '')), true);
  assert.equal(await mergeSupplements(world), 1);
});

test('the web stores nothing that it could read without the secret', async () => {
  const one = await open();
  await supply(one, 'ganz geheim');
  const dump = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.all(sql`
    select s::text as row from intake.supplement s union all select m::text from intake.submission m`),
  );
  assert.doesNotMatch(JSON.stringify(dump), /geheim|bemerkung/);
});
