import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAuthority } from '#authority';
import { mergeSupplements } from '#case';
import { handleCaseOpened, handleCaseSupplemented } from '#decision';
import { MOST_TRIES, receiveAttachment, scanAttachments } from '#intake';
import type { Scanner } from '#lib/clamd.ts';
import { makeUuid } from '#lib/id.ts';
import { drain } from '#queue';
import { runSubmissions } from '#src/cli-submissions.ts';
import { passPauses } from './aside.ts';
import { openIncomplete, supply } from './incomplete.ts';
import { startOffice } from './office.ts';

const office = await startOffice();
const { world, db, blobs } = office;
const { clock, keys } = world;
const PDF = Buffer.from('%PDF-1.7 proof of something');

/** A scanner that works, but not on what is a PDF. */
const cannotRead: Scanner = async (source) => {
  for await (const bytes of source)
    if (Buffer.from(bytes).includes('%PDF')) throw new Error('INSTREAM: too deep. ERROR');
  return { kind: 'clean' };
};
const scan = (scanner: Scanner) => scanAttachments({ db, blobs, clock, keys, scanner });
const kd = async (action: string, ...args: string[]) => {
  const said: string[] = [];
  const code = await runSubmissions(action, args, { DATABASE_URL: world.url }, (text) => said.push(text));
  return { code, out: said.join('\n') };
};

test('a file that no scanner can take is locked for the office, which is told, until it was put back and scanned', async () => {
  const incomplete = await openIncomplete(world, () =>
    drain(db, [handleCaseOpened(world), handleCaseSupplemented(world)]),
  );
  const authority = await db.tx('musterland', (tx) => getAuthority(tx, 'musterland'));
  const journey = makeUuid(clock().epochMilliseconds);
  const source = (async function* () {
    yield PDF;
  })();
  const room = { files: 1, bytes: 1000 };
  const place = { authority, service: 'hilfe', journey, room };
  const file = await receiveAttachment({ db, blobs, clock }, { ...place, source, types: ['pdf'], most: 1000 });
  assert.ok(file.kind === 'stored');
  const { kind: _, ...attachment } = file;
  assert.equal(await scan(cannotRead), 1);
  assert.match((await kd('set-aside')).out, /noch nicht eingereicht[\s\S]*Anlage \(attachment\)[\s\S]*1 in neuen/);

  const answers = { bemerkung: 'kommt nach', anlage: [{ ...attachment, name: 'Nachweis.pdf' }] };
  assert.equal((await supply(world, incomplete, { id: journey, answers })).kind, 'received');
  await mergeSupplements(world);
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    await passPauses(db);
    assert.equal(await scan(cannotRead), 1);
  }
  const cora = await office.signIn('cora');
  const href = `/musterland/cases/${incomplete.id}`;
  const locked = await cora(href);
  assert.match(locked.text, /Nachweis\.pdf[\s\S]*Ließ sich nicht auf Schadsoftware prüfen, gesperrt/);
  assert.doesNotMatch(locked.text, /\/attachments\//);
  const download = `${href}/attachments/${attachment.handle}`;
  assert.equal((await cora(download)).status, 404);

  const listed = await kd('set-aside');
  assert.match(listed.out, new RegExp(`${attachment.handle}  ${incomplete.number}  musterland\n +INSTREAM: too deep`));
  assert.match(listed.out, /1 beiseite \(set aside\), 0 in neuen/);
  assert.equal((await kd('put-back', incomplete.number)).code, 0);
  assert.equal(await scan(async () => ({ kind: 'clean' })), 1);
  assert.match((await cora(href)).text, /Geprüft, nichts gefunden/);
  assert.deepEqual((await cora(download)).body, PDF);
});
