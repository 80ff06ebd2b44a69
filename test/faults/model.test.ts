import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  findSubmission,
  type Handin,
  type Intake,
  install,
  makeIntake,
  makeReceiptSigner,
  makeRegistry,
  type Submitted,
  takeSubmissions,
  verifyReceipt,
} from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { connectOwner, makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';

// Whatever people, workers and crashes do in whatever order, intake behaves as the few lines of this model: an id has
// the content that was first stored under it, and is taken once.

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const now = Temporal.Instant.from('2020-03-27T11:00:00Z');
await db.tx(ANY_AUTHORITY, (tx) =>
  install(tx, makeSmallService(), { authority: 'musterland', state: 'live', parameters: {}, slots: {} }, now),
);
const installed = await makeRegistry(db).find('musterland', 'anmeldung');
assert.ok(installed);
const owner = await connectOwner(url);

const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const common = { url, clock: () => now, signer, secretKey: Buffer.alloc(32, 3), issuer: 'http://x', cell: 'a' };
/** The first process insists through an outage, the second refuses at once: both must keep what they promise. */
const open = (process: number): Intake => makeIntake(process === 0 ? common : { ...common, patience: 0 });

/** What is known of an id. A receipt is there once somebody was given one. */
type Known = { name: string; receipt?: string };
type Model = {
  readonly stored: Map<number, Known>;
  readonly taken: Set<number>;
  /** Handed in when the connections broke: stored or not, nobody was told. */
  readonly open: Map<number, string>;
};
type Real = { readonly intakes: Intake[]; readonly ids: string[] };
type Command = fc.AsyncCommand<Model, Real>;

const handin = (real: Real, slot: number, name: string): Handin => ({
  id: real.ids[slot] ?? '',
  installed,
  answers: { name, personen: '0' },
  language: 'de',
});
const submitOnce = (real: Real, slot: number, name: string, process: number): Promise<Submitted> => {
  const intake = real.intakes[process];
  assert.ok(intake);
  return intake.submit(handin(real, slot, name));
};

/** As people do: who is told «not now» tries again. A connection that broke while idle may be noticed only in use. */
const submit = async (real: Real, slot: number, name: string, process: number, tries = 4): Promise<Submitted> => {
  const answer = await submitOnce(real, slot, name, process);
  return answer.kind === 'unavailable' && tries > 1 ? submit(real, slot, name, process, tries - 1) : answer;
};

/** Holds an answer against the model, and learns from it what only the database could know. */
const compare = (model: Model, slot: number, name: string, answer: Submitted): void => {
  const known = model.stored.get(slot);
  if (known && known.name !== name) {
    assert.equal(answer.kind, 'conflict');
    return;
  }
  const mayBeOther = !known && model.open.has(slot) && model.open.get(slot) !== name;
  if (mayBeOther && answer.kind === 'conflict') {
    model.stored.set(slot, { name: model.open.get(slot) ?? '' });
    return;
  }
  assert.equal(answer.kind, 'received');
  if (answer.kind !== 'received') return;
  assert.ok(verifyReceipt(answer.receipt, [signer.jwk]));
  if (known?.receipt) assert.equal(answer.receipt, known.receipt);
  model.stored.set(slot, { name, receipt: answer.receipt });
};

const always = { check: () => true };
const handInOnce = (slot: number, name: string, process: number): Command => ({
  ...always,
  run: async (model, real) => compare(model, slot, name, await submit(real, slot, name, process)),
  toString: () => `process ${process}: ${name} hands in ${slot}`,
});

const handInTwice = (slot: number, name: string): Command => ({
  ...always,
  run: async (model, real) => {
    const answers = await Promise.all([0, 1, 0].map((process) => submit(real, slot, name, process)));
    for (const answer of answers) compare(model, slot, name, answer);
  },
  toString: () => `both processes: ${name} hands in ${slot} three times at once`,
});

/** Two people under one id: one is received, the other refused, whoever was first. */
const handInBoth = (slot: number): Command => ({
  check: (model) => !model.stored.has(slot) && !model.open.has(slot),
  run: async (model, real) => {
    const names = ['anna', 'bert'];
    const answers = await Promise.all(names.map((name, process) => submit(real, slot, name, process)));
    assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['conflict', 'received']);
    const first = answers.findIndex(({ kind }) => kind === 'received');
    const answer = answers[first];
    assert.ok(answer);
    compare(model, slot, names[first] ?? '', answer);
  },
  toString: () => `anna and bert hand in ${slot} at once`,
});

/** Every connection of intake breaks while people hand in. */
const crash = (slots: readonly number[], name: string): Command => ({
  ...always,
  run: async (model, real) => {
    const different = [...new Set(slots)];
    const under = different.map((slot) => submitOnce(real, slot, name, slot % 2));
    await new Promise((resolve) => setImmediate(resolve));
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'knopfdruck-intake' and datname = current_database()`,
    );
    for (const [i, answer] of (await Promise.all(under)).entries()) {
      const slot = different[i] ?? 0;
      if (answer.kind !== 'unavailable') compare(model, slot, name, answer);
      else if (!model.stored.has(slot) && !model.open.has(slot)) model.open.set(slot, name);
    }
  },
  toString: () => `connections break while ${name} hands in ${slots}`,
});

/** What a process took before it was asked to end, it finishes. */
const restart = (process: number, slots: readonly number[], name: string): Command => ({
  ...always,
  run: async (model, real) => {
    const different = [...new Set(slots)];
    const under = different.map((slot) => submitOnce(real, slot, name, process));
    await real.intakes[process]?.close();
    real.intakes[process] = open(process);
    for (const [i, answer] of (await Promise.all(under)).entries()) {
      const slot = different[i] ?? 0;
      // A connection may have been broken before, and be noticed only now.
      if (answer.kind !== 'unavailable') compare(model, slot, name, answer);
      else if (process === 0) assert.fail(`${slot} was given up: ${answer.error.message}`);
      else if (!model.stored.has(slot) && !model.open.has(slot)) model.open.set(slot, name);
    }
  },
  toString: () => `process ${process} starts anew while ${name} hands in ${slots}`,
});

/** The receipt and the secret open what was handed in, and nothing else does. */
const look = (slot: number): Command => ({
  check: (model) => model.stored.get(slot)?.receipt !== undefined,
  run: async (model, real) => {
    const known = model.stored.get(slot);
    const again = await submit(real, slot, known?.name ?? '', slot % 2);
    assert.equal(again.kind, 'received');
    if (again.kind !== 'received') return;
    const find = (secret: string) =>
      db.tx('musterland', (tx) => findSubmission(tx, 'musterland', again.number, secret));
    assert.equal((await find(again.secret))?.id, real.ids[slot]);
    assert.equal(await find(again.secret.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))), undefined);
  },
  toString: () => `who handed in ${slot} looks it up`,
});

/** Takes what waits, oldest id first; `keep` false: the worker dies before its commit. */
const take = (limit: number, keep: boolean): Command => ({
  check: (model) => model.open.size === 0,
  run: async (model, real) => {
    let got: number[] = [];
    const work = db.tx(ANY_AUTHORITY, async (tx) => {
      got = (await takeSubmissions(tx, limit)).map(({ id }) => real.ids.indexOf(id));
      if (!keep) throw new Error('dies');
    });
    await (keep ? work : assert.rejects(work, /dies/));
    const waiting = [...model.stored.keys()].filter((slot) => !model.taken.has(slot)).sort((a, b) => a - b);
    assert.deepEqual(got, waiting.slice(0, limit));
    if (keep) for (const slot of got) model.taken.add(slot);
  },
  toString: () => (keep ? `a worker takes ${limit}` : `a worker takes ${limit} and dies`),
});

/** Everybody who was not told tries once more; then nothing is open any longer. */
const retry = (): Command => ({
  check: (model) => model.open.size > 0,
  run: async (model, real) => {
    for (const [slot, name] of model.open) compare(model, slot, name, await submit(real, slot, name, slot % 2));
    model.open.clear();
  },
  toString: () => 'those who were not told try again',
});

const SLOTS = 6;
const slot = fc.integer({ min: 0, max: SLOTS - 1 });
const name = fc.constantFrom('anna', 'bert');
const process = fc.constantFrom(0, 1);
const commands = fc.commands(
  [
    fc.tuple(slot, name, process).map((all) => handInOnce(...all)),
    fc.tuple(slot, name).map((all) => handInTwice(...all)),
    slot.map(handInBoth),
    fc.tuple(fc.array(slot, { minLength: 1, maxLength: 4 }), name).map((all) => crash(...all)),
    fc.tuple(process, fc.array(slot, { maxLength: 3 }), name).map((all) => restart(...all)),
    slot.map(look),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map((all) => take(...all)),
    fc.constant(retry()),
  ],
  { maxCommands: 30 },
);

/** What the table says at the end of it all. */
const readAll = async (real: Real): Promise<Map<number, number>> => {
  const { rows } = await owner.query<{ id: string; count: number }>(
    'select id, count(*)::int as count from intake.submission group by id',
  );
  return new Map(rows.map(({ id, count }) => [real.ids.indexOf(id), count]));
};

test('intake behaves as its model, whatever happens in whatever order', async () => {
  const property = fc.asyncProperty(commands, async (chosen) => {
    await owner.query('truncate intake.submission cascade');
    const real: Real = { intakes: [open(0), open(1)], ids: Array.from({ length: SLOTS }, (_, i) => makeUuid(i)) };
    const model: Model = { stored: new Map(), taken: new Set(), open: new Map() };
    try {
      await fc.asyncModelRun(() => ({ model, real }), chosen);
      const stored = await readAll(real);
      for (const slot of model.stored.keys()) assert.equal(stored.get(slot), 1, `slot ${slot}`);
      for (const slot of stored.keys()) assert.ok(model.stored.has(slot) || model.open.has(slot), `slot ${slot}`);
    } finally {
      for (const intake of real.intakes) await intake.close();
    }
  });
  await fc.assert(property, { numRuns: 60 });
});
