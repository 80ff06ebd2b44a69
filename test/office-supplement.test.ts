import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAuthority } from '#authority';
import { mergeSupplements } from '#case';
import { handleCaseOpened, handleCaseSupplemented } from '#decision';
import { putBack, receiveAttachment } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { drain } from '#queue';
import { setAside } from './aside.ts';
import { openIncomplete, supply } from './incomplete.ts';
import { startOffice } from './office.ts';

const office = await startOffice();
const { world, db, blobs } = office;
const { clock } = world;
const PDF = Buffer.from('%PDF-1.7 proof of something');
const run = () => drain(db, [handleCaseOpened(world), handleCaseSupplemented(world)]);

test('the officer sees what is missing, then what came later, with its files', async () => {
  const incomplete = await openIncomplete(world, run);
  const { id } = incomplete;
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
    {
      authority,
      service: 'hilfe',
      journey: supplement,
      source,
      types: ['pdf'],
      most: 1000,
      room: { files: 1, bytes: 1000 },
    },
  );
  assert.ok(file.kind === 'stored');
  const { kind: _, ...attachment } = file;
  const answers = { bemerkung: 'kommt nach', anlage: [{ ...attachment, name: 'Nachweis.pdf' }] };
  assert.equal((await supply(world, incomplete, { id: supplement, answers })).kind, 'received');
  await setAside(db, 'supplement', supplement, 'test');
  const held = await cora(href);
  assert.match(held.text, /data-held-up[\s\S]*noch nicht lesbar/);
  await db.tx(ANY_AUTHORITY, (tx) => putBack(tx, supplement));
  await mergeSupplements(world);
  const seen = await cora(href);
  assert.doesNotMatch(seen.text, /data-outstanding/);
  assert.match(seen.text, /kommt nach/);
  assert.match(seen.text, /Nachgereicht[\s\S]*Anlagen|Anlagen[\s\S]*Nachgereicht/);
  assert.match(seen.text, /Nachweis\.pdf/);
});
