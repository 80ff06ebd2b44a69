import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { claim, getCase, mergeSupplements } from '#case';
import { isHeldUp, listTroubled, MOST_TRIES, putBack } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { passPauses, setAside } from '#test/aside.ts';
import { makeFixture } from '#test/fixture.ts';
import { type Incomplete, openIncomplete, supply } from '#test/incomplete.ts';
import { decide, handleCaseOpened, handleCaseSupplemented, handleDecisionMade, makePrinter } from './index.ts';

const world = await makeFixture();
const { db } = world;
const deps = { ...world, printer: makePrinter() };
const run = () => drain(db, [handleCaseOpened(deps), handleCaseSupplemented(deps), handleDecisionMade(deps)]);
const anna = await world.person('Anna', ['caseworker']);

const open = () => openIncomplete(world, run);
const read = ({ id }: Incomplete) => db.tx('musterland', (tx) => getCase(tx, world, 'musterland', id));

test('what is outstanding keeps the rules from deciding; its arrival lets them', async () => {
  const one = await open();
  const waiting = await read(one);
  assert.equal(waiting.state, 'todecide');
  assert.deepEqual([waiting.assessment?.automatic, waiting.assessment?.outstanding?.length], [false, 1]);
  assert.equal((await supply(world, one)).kind, 'received');
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
  await supply(world, one);
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
  await supply(world, one);
  assert.equal(await mergeSupplements(world), 1);
  await run();
  const found = await read(one);
  assert.equal(found.state, 'decided');
  assert.equal(found.supplements.length, 1);
  assert.equal(found.answers['bemerkung'], undefined);
});

const troubled = () => db.tx(ANY_AUTHORITY, listTroubled);

test('what cannot be merged is tried again, set aside whole, and put back', async () => {
  const one = await open();
  await supply(world, one);
  await db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update casework.case set wrapped_key = null where id = ${one.id}`));
  assert.equal(await mergeSupplements(world), 1);
  assert.equal(await mergeSupplements(world), 0, 'its pause is not over');
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await passPauses(db);
    await mergeSupplements(world);
  }
  const [aside] = await troubled();
  assert.match(aside?.reason ?? '', /deleted/);
  assert.deepEqual([aside?.kind, aside?.number, aside?.dueAt], ['supplement', one.number, null]);
  assert.equal(await db.tx('musterland', (tx) => isHeldUp(tx, 'musterland', one.id)), true);
  assert.equal(await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, aside?.id ?? '')), true);
  assert.equal(await mergeSupplements(world), 1);
  await setAside(db, 'supplement', aside?.id ?? '', 'out of the way');
});

test('what PostgreSQL refuses leaves no trace in its case; others are merged, later ones of the same case wait for it', async () => {
  const [bad, good] = [await open(), await open()];
  const refuse = (condition: string) => `
    create or replace function pg_temp.refuse() returns trigger language plpgsql as $$ begin
      raise exception 'refused' using errcode = '22P02'; end $$;
    create or replace trigger refuse before insert on pgboss.job for each row when (${condition}) execute function pg_temp.refuse()`;
  const owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
  // The job behind the record is refused: the record itself must go with it.
  await owner.query(refuse(`new.name = 'case.supplemented' and new.data->>'caseId' = '${bad.id}'`));
  await supply(world, bad);
  await supply(world, bad, { answers: { bemerkung: 'noch etwas' } });
  await supply(world, good);
  while ((await mergeSupplements(world)) > 0);
  const kinds = async (of: Incomplete) => (await read(of)).actions.map(({ kind }) => kind);
  assert.deepEqual(await kinds(bad), ['opened', 'assessed']);
  assert.deepEqual(await kinds(good), ['opened', 'assessed', 'supplemented']);
  const found = (await troubled()).filter(({ number }) => number === bad.number);
  assert.deepEqual(
    found.map(({ tries, reason }) => [tries, reason]),
    [[1, 'PostgreSQL refuses it: SQLSTATE 22P02.']],
  );
  await owner.query('drop trigger refuse on pgboss.job');
  await owner.end();
  await passPauses(db);
  while ((await mergeSupplements(world)) > 0);
  assert.deepEqual(
    (await read(bad)).supplements.map(({ position }) => position),
    [1, 2],
  );
});

test('the web stores nothing that it could read without the secret', async () => {
  const one = await open();
  await supply(world, one, { answers: { bemerkung: 'ganz geheim' } });
  const dump = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.all(sql`
    select s::text as row from intake.supplement s union all select m::text from intake.submission m`),
  );
  assert.doesNotMatch(JSON.stringify(dump), /geheim|bemerkung/);
});
