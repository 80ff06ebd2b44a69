import { generateKeyPairSync } from 'node:crypto';
import { after } from 'node:test';
import { type Actor, type Keys, putStaff, type Role } from '#authority';
import { openCases } from '#case';
import type { CompiledService, Language } from '#definition';
import { type Answers, readJson } from '#form';
import { type Intake, install, makeIntake, makeReceiptSigner, makeRegistry, type Registry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { makeTestAuthorities } from './authorities.ts';
import { makeTestDatabase } from './database.ts';
import { makeAid, makeRegistration } from './fixture-packages.ts';

/** An authority's case, as topics name it. */
export type Ref = { readonly authority: string; readonly caseId: string };

export type SubmitOptions = {
  readonly authority?: string;
  readonly service?: string;
  readonly language?: Language;
};

/** A world to test in: two authorities that run the two small packages, staff, a clock that stands still. */
export type Fixture = {
  readonly db: Db;
  readonly url: string;
  readonly keys: Keys;
  readonly registry: Registry;
  readonly intake: Intake;
  readonly aid: CompiledService;
  readonly registration: CompiledService;
  readonly clock: () => Temporal.Instant;
  /** Sets the clock, or moves it. */
  setTime(time: Temporal.Instant | Temporal.DurationLike): void;
  /** Hands in answers as the API takes them; returns the submission with number and secret. Opens nothing. */
  submit(
    answers: unknown,
    options?: SubmitOptions,
  ): Promise<Ref & { readonly number: string; readonly secret: string; readonly receipt: string }>;
  /** Hands in answers and opens the case. No rule has run yet: drain the handlers for that. */
  open(answers: unknown, options?: SubmitOptions): ReturnType<Fixture['submit']>;
  /** Staff of `musterland` (or another authority) with these roles; each call is another person. */
  person(name: string, roles: readonly Role[], authority?: string): Promise<Extract<Actor, { kind: 'staff' }>>;
};

/** Answers that the rules grant by themselves: a gap of 1,500 €. Each call has another IBAN, or the given one. */
export const aidAnswers = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Erika Beispiel',
  adresse: { street: 'Lange Straße', houseNumber: '5', postalCode: '12345', city: 'Musterhausen' },
  email: 'erika@example.org',
  kosten: '2000.00',
  einnahmen: '500.00',
  iban: makeIban(),
  ...more,
});

let account = 0;
/** A valid German IBAN that no other call returns. */
const makeIban = (): string => {
  account += 1;
  const bban = `12030000${String(account).padStart(10, '0')}`;
  const check = 98n - (BigInt(`${bban}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${bban}`;
};

export const registrationAnswers = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Max Muster',
  ort: 'Lima',
  krank: true,
  ...more,
});

const parse = (compiled: CompiledService, json: unknown): Answers => {
  const read = readJson(compiled, json);
  if (read.kind === 'problems') throw new Error(`The test's answers are wrong: ${JSON.stringify(read.problems)}`);
  return read.answers;
};

const AUTHORITIES = ['musterland', 'musterstadt'];

/** Makes the world. Call it at the top of a test file, with top-level await. */
export const makeFixture = async (start = Temporal.Instant.from('2026-11-23T09:00:00Z')): Promise<Fixture> => {
  const { db, url } = await makeTestDatabase();
  const keys = await makeTestAuthorities(db);
  const aid = makeAid();
  const registration = makeRegistration();
  let now = start;
  const clock = (): Temporal.Instant => now;
  await db.tx(ANY_AUTHORITY, async (tx) => {
    for (const authority of AUTHORITIES)
      for (const compiled of [aid, registration])
        await install(tx, compiled, { authority, state: 'live', parameters: {}, slots: {} }, now);
  });
  const registry = makeRegistry(db);
  const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
  const intake = makeIntake({
    url,
    clock,
    signer,
    secretKey: Buffer.alloc(32, 3),
    issuer: 'https://test.example',
    cell: 'a',
  });
  after(() => intake.close());

  const submit: Fixture['submit'] = async (
    answers,
    { authority = 'musterland', service = 'hilfe', language = 'de' } = {},
  ) => {
    const installed = await registry.find(authority, service);
    if (!installed) throw new Error(`The test world has no ${service} at ${authority}.`);
    const id = makeUuid(now.epochMilliseconds);
    const submitted = await intake.submit({ id, installed, answers: parse(installed.compiled, answers), language });
    if (submitted.kind !== 'received') throw new Error(`The submission was not received: ${submitted.kind}.`);
    const { number, secret, receipt } = submitted;
    return { authority, caseId: id, number, secret, receipt };
  };

  return {
    db,
    url,
    keys,
    registry,
    intake,
    aid,
    registration,
    clock,
    submit,
    setTime: (time) => {
      now = time instanceof Temporal.Instant ? time : now.add(time);
    },
    open: async (answers, options) => {
      const submitted = await submit(answers, options);
      await openCases({ db, keys, registry, clock });
      return submitted;
    },
    person: async (name, roles, authority = 'musterland') => {
      const id = makeUuid(now.epochMilliseconds);
      const held = roles.map((role) => ({ authority, role }));
      await db.tx(ANY_AUTHORITY, (tx) =>
        putStaff(tx, { id, subject: `test-${id}`, name, email: `${id}@test.example`, roles: held }),
      );
      return { kind: 'staff', id, name, authority, roles };
    },
  };
};
