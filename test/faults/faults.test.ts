import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findUnnoticed } from './damage.ts';
import { FAULTS, type Fault } from './faults.ts';
import { findUnnoticedFiles } from './file-damage.ts';
import { checkFiles } from './file-invariants.ts';
import { checkBooks, checkChains, checkMails, checkPromises } from './invariants.ts';
import { type Outcome, run } from './one-run.ts';
import type { Promised } from './promised.ts';
import { pause } from './random.ts';
import { fileEvidence } from './settle.ts';
import { startWorld, type World } from './world.ts';

// The short form; the long one, each fault in a run of its own, is `npm run test:faults`.

const find = (name: string): Fault => {
  const fault = FAULTS.find((one) => one.name === name);
  assert.ok(fault, name);
  return fault;
};

const CHOSEN = [
  'kill -9 of the citizen at «flushed», after',
  'kill -9 of the citizen at «file arrived», before', // with this seed it is the other one
  'kill -9 of the worker at «order made», after',
  'kill -9 of the postmaster',
  'kill -9 of the payer at «batch released», within',
];
const PEOPLE = 16;

let world: World;
let outcome: Outcome;
let later: readonly Promised[];
before(async () => {
  world = await startWorld();
});
after(() => world?.end());

test('applicants’ process, worker, postmaster and payer are killed at work: every promise is kept, nothing is done twice', async (t) => {
  outcome = await run(world, { seed: 1, faults: CHOSEN.map(find), count: PEOPLE });
  const { promised, deaths, violations, seconds, retries } = outcome;
  const said = [...world.citizens, world.worker, world.payer].map(({ output }) => output()).join('\n');
  assert.deepEqual(violations, [], said);
  assert.equal(promised.length, PEOPLE);
  assert.equal(deaths, 4, `not every planned step was reached\n${said}`);
  t.diagnostic(`${retries} retries, ${seconds.toFixed(1)} s`);
});

test('applicants’ process and worker are killed while something is handed in later and files come and go: none is lost, none is there twice', async () => {
  const chosen = ['citizen at «supplement flushed», after', 'worker at «supplement merged», within'];
  const faults = chosen.map((name) => find(`kill -9 of the ${name}`));
  const { promised, followed, deaths, violations } = await run(world, {
    seed: 2,
    faults,
    count: 10,
    before: outcome.promised,
  });
  const said = [...world.citizens, world.worker].map(({ output }) => output()).join('\n');
  assert.deepEqual(violations, [], said);
  assert.equal(promised.length, 10);
  assert.equal(deaths, 2, `not every planned step was reached\n${said}`);
  later = [...promised, ...followed];
});

test('whatever is wrong in the books is complained of', async () => {
  assert.deepEqual(await world.ask(checkBooks), []);
  assert.deepEqual(await world.ask(findUnnoticed), []);
});

test('whatever is wrong with a file is complained of', async () => {
  await world.ask(async (client) => {
    const evidence = fileEvidence(world, client, later);
    assert.deepEqual(await checkFiles(evidence), []);
    assert.deepEqual(await findUnnoticedFiles(evidence), []);
  });
});

test('a receipt without its submission, a changed submission, a forged receipt and a lost mail are complained of', async () => {
  const { promised } = outcome;
  const [first, second, third] = promised;
  assert.ok(first && second && third);
  const keys = world.receiptKeys;
  const { ids } = world.mails;
  const found = await world.ask(async (client) => {
    await client.query('begin; set local session_replication_role = replica');
    await client.query('delete from intake.submission where id = $1', [first.key]);
    await client.query(`update intake.submission set hash = reverse(hash) where id = $1`, [second.key]);
    const forged = { ...third, receipt: `${third.receipt.slice(0, -20)}${'A'.repeat(20)}` };
    const all = [
      ...(await checkPromises({ client, promised: [first, second, forged, ...promised.slice(3)], keys })),
      // All copies of it: a worker that died after sending sends again.
      ...(await checkMails(
        client,
        ids.filter((id) => id !== ids[0]),
      )),
      ...(await checkMails(client, [...ids, 'stranger'])),
    ];
    await client.query('rollback');
    return all;
  });
  const patterns = [/^the receipt of .* is not genuine/, /^lost: /, /^changed: /, /never went out/, /nobody knows/];
  for (const pattern of patterns) assert.equal(found.filter((text) => pattern.test(text)).length, 1, `${pattern}`);
  const { url } = world.server;
  await world.ask((client) =>
    client.query(`update casework.action set sealed = sealed || '\\x00'::bytea where seq = 2 and case_id = $1`, [
      first.key,
    ]),
  );
  const broken = await checkChains({ url, promised: promised.slice(0, 2) });
  assert.deepEqual(broken, [`chain of ${first.key}: action 2 is changed`]);
});

test('a run that hangs ends, and says where', async () => {
  const endless: Fault = { name: 'nothing ever again', strike: () => new Promise(() => {}) };
  const { violations } = await run(world, { seed: 2, faults: [endless], count: 1, runWithin: 1500 });
  // A slow machine may not get as far as to the strike.
  assert.match(violations[0] ?? '', /^hangs: not over after 1.5 s, (striking: nothing ever again|waiting for .*); /);
  assert.match(violations.slice(1).join('\n'), /^(connection: |the database )/);
});

test('a worker that clears away what was handed in is found out by the files that are lost', async () => {
  const count = () => world.ask(async (client) => (await client.query('select from intake.attachment')).rowCount ?? 0);
  const before = await count();
  const age = `update intake.attachment set keep_until = now() - interval '1 hour'`;
  await world.worker.whileDown(() => world.ask((client) => client.query(age)), {
    sabotage: 'sweep of what was handed in',
  });
  while ((await count()) > 0) await pause(50);
  const found = await world.ask((client) => checkFiles({ ...fileEvidence(world, client, []), isWorked: false }));
  assert.ok(before > 0);
  assert.equal(found.filter((text) => text.startsWith('lost file')).length, before);
});
