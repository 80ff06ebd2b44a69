import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeInstallation } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { aidAnswers } from '#test/fixture.ts';
import { makePayments } from '#test/payments.ts';
import { startTestSmtp } from '#test/smtp.ts';
import { countPutOff, deliverMails, makeMailer, releaseMails, tellApplicants } from './index.ts';

const world = await makePayments();
const { db } = world;
const smtp = await startTestSmtp();
const mailer = makeMailer({ url: smtp.url, from: 'noreply@knopfdruck.example', timeout: 2000 });
test.after(() => mailer.close());
const all = [
  ...world.handlers,
  ...tellApplicants({ ...world, citizenUrl: 'https://hilfe.example' }),
  deliverMails({ ...world, mailer }),
];
const setLevel = (level: number) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(
      tx,
      'musterland',
      'hilfe',
      { limits: { grace: 60, ladder: { least: level, most: level } } },
      world.clock(),
    ),
  );
const subjects = () => smtp.mails.map(({ mail }) => mail.subject);
const putOff = () => db.tx(ANY_AUTHORITY, countPutOff);

test('in the crowd the decision is mailed and the confirmation waits; in calm it goes, once', async () => {
  await setLevel(3);
  await world.open(aidAnswers({ email: 'eins@example.org' }));
  await drain(db, all);
  assert.deepEqual(subjects(), ['Ihr Bescheid ist da']);
  assert.equal(await putOff(), 1);
  assert.equal(await releaseMails(world), 0, 'not before it is calm');
  await setLevel(0);
  const released = await Promise.all([releaseMails(world), releaseMails(world)]);
  assert.equal(released[0] + released[1], 1);
  await drain(db, all);
  assert.deepEqual(subjects(), ['Ihr Bescheid ist da', 'Wir haben Ihren Antrag']);
  assert.equal(await putOff(), 0);
  assert.equal(await releaseMails(world), 0);
});

test('a mail that waited for its job when the crowd came is put off, and none is lost', async () => {
  await setLevel(0);
  await world.open(aidAnswers({ email: 'zwei@example.org' }));
  const [first, second] = [all.slice(0, -1), all.slice(-1)];
  await drain(db, first);
  await setLevel(4);
  await drain(db, second);
  assert.equal(await putOff(), 1);
  await setLevel(2);
  assert.equal(await releaseMails(world), 1);
  await drain(db, second);
  assert.equal(await putOff(), 0);
  const rows = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ state: string }>(sql`select state from notify.message where channel = 'email' and state <> 'sent'`),
  );
  assert.deepEqual(rows, []);
});
