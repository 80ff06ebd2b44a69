import assert from 'node:assert/strict';
import { getAuthority } from '#authority';
import { openCases } from '#case';
import { type Answers, readJson } from '#form';
import { findRest, findSubmission, receiveSupplement, type Supplemented } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { aidAnswers, type Fixture } from './fixture.ts';

/** A case that waits for the rest of its submission; the id of both. */
export type Incomplete = { readonly id: string; readonly number: string; readonly secret: string };

/** Hands in what the rules would grant at once, but for a remark that is still to come; opens no case. */
export const submitIncomplete = async (world: Fixture): Promise<Incomplete> => {
  const installed = await world.registry.find('musterland', 'hilfe');
  assert.ok(installed);
  const read = readJson(installed.compiled, aidAnswers());
  assert.ok(read.kind === 'answers');
  const id = makeUuid(world.clock().epochMilliseconds);
  const outstanding = [{ page: 'geld', field: 'bemerkung' }];
  const submitted = await world.intake.submit({ id, installed, answers: read.answers, language: 'de', outstanding });
  assert.ok(submitted.kind === 'received');
  return { id, number: submitted.number, secret: submitted.secret };
};

/** The same as a case, after `run` has done the jobs behind it. */
export const openIncomplete = async (world: Fixture, run: () => Promise<unknown>): Promise<Incomplete> => {
  const submitted = await submitIncomplete(world);
  await openCases(world);
  await run();
  return submitted;
};

type Rest = {
  readonly answers?: Answers;
  /** Of the supplement, where its files came ahead under it. */
  readonly id?: string;
};

/** Hands in the remark, or these answers; nothing is outstanding after it. */
export const supply = async (
  world: Fixture,
  { number, secret }: Incomplete,
  { answers = { bemerkung: 'nachgereicht' }, id = makeUuid(world.clock().epochMilliseconds) }: Rest = {},
): Promise<Supplemented> => {
  const { submission, rest, authority } = await world.db.tx('musterland', async (tx) => {
    const found = await findSubmission(tx, 'musterland', number, secret);
    assert.ok(found);
    return {
      submission: found,
      rest: await findRest(tx, found, secret),
      authority: await getAuthority(tx, 'musterland'),
    };
  });
  assert.ok(rest);
  const remainder = { ...rest.remainder, outstanding: [] };
  const after = { remainder, position: rest.position + 1 };
  return receiveSupplement(world, { id, authority, submission, secret, answers, rest: after });
};
