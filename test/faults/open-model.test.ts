import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { changeInstallation, install, Limits, makeIntake, makeReceiptSigner, makeRegistry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { connectOwner, makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { makeApi } from '#web/api/index.ts';

// Pause, end, opening time and places, in whatever order and on whichever process: who is received stays received and has
// the same receipt for ever; who is not is told why; the places counted are those taken.

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const owner = await connectOwner(url);
const FROM = Temporal.Instant.from('2020-03-27T08:00:00Z');
const UNTIL = FROM.add({ hours: 8 });
const GRACE = 60;
/** Moments around the opening time. */
const MOMENTS = {
  early: FROM.subtract({ minutes: 1 }),
  open: FROM.add({ hours: 1 }),
  grace: UNTIL.add({ minutes: 1 }),
  over: UNTIL.add({ minutes: GRACE }),
} as const;
type Moment = keyof typeof MOMENTS;

let now: Temporal.Instant = MOMENTS.open;
const clock = () => now;
const offered = { authority: 'musterland', state: 'live', parameters: {}, slots: {} } as const;
await db.tx(ANY_AUTHORITY, (tx) => install(tx, makeSmallService(), offered, now));
const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const start = () => {
  const intake = makeIntake({ url, clock, signer, secretKey: Buffer.alloc(32, 3), issuer: 'http://x', cell: 'a' });
  after(() => intake.close());
  const registry = makeRegistry(db, { lifetime: 0 });
  const receiptKeys = [signer.jwk];
  return makeApi({ registry, intake, db, clock, receiptKeys, baseUrl: '', version: '0', onError: () => {} });
};
const processes = [start(), start()];

/** Places 0–3 were begun in the opening time, 4 and 5 after its end. */
const SLOTS = 6;
const begunOf = (slot: number): Moment => (slot < 4 ? 'open' : 'grace');
const makeIds = () => Array.from({ length: SLOTS }, (_, slot) => makeUuid(MOMENTS[begunOf(slot)].epochMilliseconds));

type Model = {
  state: 'live' | 'paused' | 'closed';
  moment: Moment;
  quota: number | undefined;
  readonly stored: Map<number, { readonly name: string; readonly receipt: string }>;
};
type Real = { readonly ids: readonly string[] };
type Command = fc.AsyncCommand<Model, Real>;

/** What somebody who was not received before must be answered. */
const expectNew = (model: Model, slot: number): number => {
  if (model.state === 'paused') return 503;
  if (model.state === 'closed') return 410;
  if (model.moment === 'early') return 503;
  if (model.moment === 'over') return 410;
  if (model.moment === 'grace' && begunOf(slot) !== 'open') return 410;
  return model.quota !== undefined && model.stored.size >= model.quota ? 410 : 201;
};

const post = async (process: number, id: string, name: string) => {
  const response = await processes[process]?.request('/api/v1/musterland/anmeldung/submissions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify({ answers: { name, personen: 0 } }),
  });
  assert.ok(response);
  return { status: response.status, body: (await response.json()) as { receipt: string } };
};

const handIn = (slot: number, name: string, process: number, times: number): Command => ({
  check: () => true,
  run: async (model, { ids }) => {
    const known = model.stored.get(slot);
    const expected = known ? (known.name === name ? 201 : 409) : expectNew(model, slot);
    const tries = Array.from({ length: times }, (_, i) => post((process + i) % 2, ids[slot] ?? '', name));
    const answers = await Promise.all(tries);
    assert.deepEqual(
      answers.map(({ status }) => status),
      tries.map(() => expected),
    );
    if (expected !== 201) return;
    const receipts = new Set(answers.map(({ body }) => body.receipt));
    if (known) receipts.add(known.receipt);
    assert.equal(receipts.size, 1, 'one submission, one receipt');
    model.stored.set(slot, { name, receipt: [...receipts][0] ?? '' });
  },
  toString: () => `${name} hands in ${slot}, ${times} times at once, on process ${process}`,
});

const change = (what: Parameters<typeof changeInstallation>[3]): Promise<boolean> =>
  db.tx(ANY_AUTHORITY, (tx) => changeInstallation(tx, 'musterland', 'anmeldung', what, now));
const limit = (quota: number | undefined): Promise<boolean> =>
  change({
    limits: Limits.parse({ from: `${FROM}`, until: `${UNTIL}`, grace: GRACE, ...(quota ? { quota } : {}) }),
  });

const setState = (state: Model['state']): Command => ({
  check: () => true,
  run: async (model) => {
    await change({ state });
    model.state = state;
  },
  toString: () => `the service is ${state}`,
});
const setQuota = (quota: number | undefined): Command => ({
  check: () => true,
  run: async (model) => {
    await limit(quota);
    model.quota = quota;
  },
  toString: () => `there are ${quota ?? 'any number of'} places`,
});
const move = (moment: Moment): Command => ({
  check: () => true,
  run: async (model) => {
    now = MOMENTS[moment];
    model.moment = moment;
  },
  toString: () => `it is ${moment}`,
});
const count = (): Command => ({
  check: ({ quota }) => quota !== undefined,
  run: async ({ stored }) => {
    const { taken } = await db.tx(ANY_AUTHORITY, (tx) =>
      tx.get<{ taken: number }>(sql`select taken from intake.quota`),
    );
    assert.equal(taken, stored.size);
  },
  toString: () => 'somebody counts the places taken',
});

const slot = fc.integer({ min: 0, max: SLOTS - 1 });
const someone = fc.tuple(slot, fc.constantFrom('anna', 'bert'), fc.constantFrom(0, 1), fc.constantFrom(1, 1, 2, 3));
const commands = fc.commands(
  [
    someone.map((all) => handIn(...all)),
    someone.map((all) => handIn(...all)),
    fc.constantFrom('live', 'live', 'paused', 'closed').map((state) => setState(state as Model['state'])),
    fc.constantFrom(undefined, 1, 2, 3).map(setQuota),
    fc.constantFrom('early', 'open', 'open', 'grace', 'over').map((moment) => move(moment as Moment)),
    fc.constant(count()),
  ],
  { maxCommands: 40 },
);

test('pause, end, opening time and places bar whom they must, and nobody who was received', async () => {
  const property = fc.asyncProperty(commands, async (chosen) => {
    await owner.query('truncate intake.submission cascade; truncate intake.quota');
    now = MOMENTS.open;
    await change({ state: 'live' });
    await limit(undefined);
    const model: Model = { state: 'live', moment: 'open', quota: undefined, stored: new Map() };
    await fc.asyncModelRun(() => ({ model, real: { ids: makeIds() } }), chosen);
  });
  await fc.assert(property, { numRuns: 60 });
});
