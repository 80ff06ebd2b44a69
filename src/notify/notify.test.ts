import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseOpened, getCase } from '#case';
import { decisionIssued } from '#decision';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeBatch, releaseBatch } from '#payout';
import { drain } from '#queue';
import { aidAnswers, registrationAnswers } from '#test/fixture.ts';
import { makePayments } from '#test/payments.ts';
import { startTestSmtp } from '#test/smtp.ts';
import { deliverMails, makeMailer, readAttachment, readInbox, tellApplicants } from './index.ts';

const world = await makePayments();
const { db } = world;
const smtp = await startTestSmtp();
const mailer = makeMailer({ url: smtp.url, from: 'noreply@knopfdruck.example', timeout: 2000 });
const notifyDeps = { ...world, citizenUrl: 'https://hilfe.example' };
const tell = tellApplicants(notifyDeps);
const deliver = deliverMails({ ...world, mailer });
const all = [...world.handlers, ...tell, deliver];
test.after(() => mailer.close());

type Submitted = Awaited<ReturnType<typeof world.open>>;

const inboxOf = ({ authority, caseId, secret }: Submitted) =>
  db.tx(authority, (tx) => readInbox(tx, authority, caseId, secret));
const linesOf = async ({ authority, caseId }: Submitted): Promise<string[]> => {
  const found = await db.tx(authority, (tx) => getCase(tx, world, authority, caseId));
  return found.actions.flatMap((action) =>
    action.kind === 'messaged' ? [`${action.occasion} ${action.channel} ${action.state}`] : [],
  );
};
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));

test('an applicant is told of receipt, decision and payment, in the inbox and by mail, each once', async () => {
  const one = await world.open(aidAnswers({ email: 'eins@example.org' }));
  await drain(db, all);
  const made = await makeBatch(world, world.payer, one.authority);
  assert.ok(made.kind === 'done');
  await releaseBatch(world, world.approver, { authority: one.authority, batchId: made.batch.id });
  for (const topic of [caseOpened, decisionIssued])
    await db.tx(one.authority, (tx) => topic.send(tx, { authority: one.authority, caseId: one.caseId }));
  await drain(db, all);

  const items = await inboxOf(one);
  assert.deepEqual(items.map(({ occasion, subject }) => [occasion, subject]).toReversed(), [
    ['received', 'Wir haben Ihren Antrag'],
    ['decided', 'Ihr Bescheid ist da'],
    ['paid', 'Das Geld ist unterwegs'],
  ]);
  const decided = items.find(({ occasion }) => occasion === 'decided');
  assert.equal(decided?.html, `<p>Zum Antrag ${one.number} gibt es einen Bescheid.</p>`);
  assert.match(decided?.notice?.html ?? '', /1\.500,00/);
  assert.deepEqual(
    decided?.attachments.map(({ name }) => name),
    [`Bescheid-${one.number}.pdf`],
  );
  const pdf = await db.tx(one.authority, (tx) =>
    readAttachment(tx, one.authority, one.caseId, one.secret, { messageId: decided?.id ?? '', position: 0 }),
  );
  assert.match(Buffer.from(pdf?.content ?? []).toString('latin1'), /^%PDF-/);

  const mails = mailsTo('eins@example.org');
  assert.deepEqual(
    mails.map(({ mail }) => mail.subject),
    ['Wir haben Ihren Antrag', 'Ihr Bescheid ist da', 'Das Geld ist unterwegs'],
  );
  for (const { mail, raw } of mails) {
    assert.ok(mail.text?.includes(one.number) && mail.text.includes('https://hilfe.example/status?lang=de'));
    assert.equal(mail.from?.name, 'Bezirksregierung Musterland');
    for (const secret of [one.secret, 'Erika', '1.500', 'DE'.concat('12030000')])
      assert.ok(!raw.includes(secret), secret);
  }
  assert.equal(new Set(mails.map(({ mail }) => mail.messageId)).size, 3);
  assert.deepEqual((await linesOf(one)).toSorted(), [
    'decided email sent',
    'decided inbox sent',
    'paid email sent',
    'paid inbox sent',
    'received email sent',
    'received inbox sent',
  ]);
});

test('somebody without e-mail finds everything in the inbox', async () => {
  const one = await world.open(aidAnswers({ email: undefined }), { language: 'en' });
  await drain(db, all);
  assert.deepEqual(
    (await inboxOf(one)).map(({ subject }) => subject),
    ['Your decision is here', 'We have your application'],
  );
  assert.deepEqual((await linesOf(one)).toSorted(), ['decided inbox sent', 'received inbox sent']);
});

test('a registration is told its receipt and that it stands on the list', async () => {
  const one = await world.open(registrationAnswers(), { service: 'meldung' });
  await drain(db, all);
  assert.deepEqual(
    (await inboxOf(one)).map(({ occasion }) => occasion),
    ['prioritised', 'received'],
  );
});

test('the inbox opens to its own secret alone', async () => {
  const [one, other] = [await world.open(aidAnswers()), await world.open(aidAnswers())];
  await drain(db, all);
  await assert.rejects(inboxOf({ ...one, secret: other.secret }), /do not open/);
  const [item] = await inboxOf(one);
  const foreign = { messageId: item?.id ?? '', position: 0 };
  const answer = db.tx(one.authority, (tx) => readAttachment(tx, one.authority, other.caseId, other.secret, foreign));
  assert.equal(await answer, undefined);
  assert.deepEqual(await db.tx('musterstadt', (tx) => readInbox(tx, one.authority, one.caseId, one.secret)), []);
  const raw = await db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ text: string }>(sql`select encode(sealed, 'escape') as text from notify.message`),
  );
  for (const { text } of raw) assert.doesNotMatch(text, /Antrag|example\.org|<p>/);
});
