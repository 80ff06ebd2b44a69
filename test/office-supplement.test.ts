import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAuthority } from '#authority';
import { mergeSupplements, openCases } from '#case';
import { handleCaseOpened, handleCaseSupplemented } from '#decision';
import { readJson } from '#form';
import { findRest, findSubmission, receiveAttachment, receiveSupplement } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { drain } from '#queue';
import { aidAnswers } from './fixture.ts';
import { startOffice } from './office.ts';

const office = await startOffice();
const { world, db, blobs } = office;
const { clock } = world;
const PDF = Buffer.from('%PDF-1.7 proof of something');
const run = () => drain(db, [handleCaseOpened(world), handleCaseSupplemented(world)]);

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

test('the officer sees what is missing, then what came later, with its files', async () => {
  const { id, number, secret } = await open();
  const cora = await office.signIn('cora');
  const href = `/musterland/cases/${id}`;
  const waiting = await cora(href);
  assert.match(waiting.text, /data-outstanding[\s\S]*Es fehlt noch etwas[\s\S]*nachreichen/);

  const authority = await db.tx('musterland', (tx) => getAuthority(tx, 'musterland'));
  const supplement = makeUuid(clock().epochMilliseconds);
  const source = (async function* () {
    yield PDF;
  })();
  const file = await receiveAttachment(
    { db, blobs, clock },
    { authority, service: 'hilfe', journey: supplement, source, types: ['pdf'], most: 1000 },
  );
  assert.ok(file.kind === 'stored');
  const { kind: _, ...attachment } = file;
  const [submission, rest] = await db.tx('musterland', async (tx) => {
    const found = await findSubmission(tx, 'musterland', number, secret);
    assert.ok(found);
    return [found, await findRest(tx, found, secret)] as const;
  });
  assert.ok(rest);
  const remainder = { ...rest.remainder, outstanding: [] };
  const stored = await receiveSupplement(world, {
    id: supplement,
    authority,
    submission,
    secret,
    answers: { bemerkung: 'kommt nach', anlage: [{ ...attachment, name: 'Nachweis.pdf' }] },
    rest: { remainder, position: 1 },
  });
  assert.equal(stored.kind, 'received');
  await mergeSupplements(world);
  const seen = await cora(href);
  assert.doesNotMatch(seen.text, /data-outstanding/);
  assert.match(seen.text, /kommt nach/);
  assert.match(seen.text, /Nachgereicht[\s\S]*Anlagen|Anlagen[\s\S]*Nachgereicht/);
  assert.match(seen.text, /Nachweis\.pdf/);
});
