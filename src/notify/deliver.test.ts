import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getCase } from '#case';
import { sql } from '#lib/sql.ts';
import { drain } from '#queue';
import { aidAnswers, makeFixture } from '#test/fixture.ts';
import { startTestSmtp } from '#test/smtp.ts';
import { pauseAfter } from './deliver.ts';
import { type Delivery, deliverMails, type Mailer, makeMailer, tellApplicants } from './index.ts';

// The queue goes by the real clock: what is to be tried later must lie after it.
const world = await makeFixture(Temporal.Now.instant());
const { db } = world;
const authority = 'musterland';
const tell = tellApplicants({ ...world, citizenUrl: 'https://hilfe.example' });

/** Hands in an application and makes its mail; sends nothing yet. */
const queueMail = async (email = 'erika@example.org') => {
  const one = await world.open(aidAnswers({ email }));
  await drain(db, tell);
  return one;
};
type Row = { state: string; attempts: number; fault: string | null };
const rowOf = ({ caseId }: { caseId: string }) =>
  db.tx(authority, (tx) =>
    tx.get<Row>(sql`select state, attempts, fault from notify.message where case_id = ${caseId} and channel = 'email'`),
  );
const lineOf = async ({ caseId }: { caseId: string }): Promise<unknown> => {
  const found = await db.tx(authority, (tx) => getCase(tx, world, authority, caseId));
  const lines = found.actions.filter((action) => action.kind === 'messaged' && action.channel === 'email');
  assert.ok(lines.length < 2);
  return lines.map((line) => ('detail' in line ? [line.kind, line.state, line.detail] : [line.kind]))[0];
};

test('a passing failure is tried again later, and says nothing before it is over', async () => {
  const smtp = await startTestSmtp({ refuseMail: 451 });
  const mailer = makeMailer({ url: smtp.url, from: 'noreply@knopfdruck.example' });
  const deliver = deliverMails({ ...world, mailer });
  const one = await queueMail();
  await drain(db, [deliver]);
  assert.deepEqual(await rowOf(one), { state: 'waiting', attempts: 1, fault: 'SMTP 451' });
  assert.equal(await drain(db, [deliver]), 0, 'not before its time');
  assert.equal(await lineOf(one), undefined);
  smtp.behaviour = {};
  world.setTime({ hours: 1 });
  await drain(db, [deliver], { early: true });
  assert.deepEqual(await rowOf(one), { state: 'sent', attempts: 2, fault: null });
  assert.equal(smtp.mails.length, 1);
  mailer.close();
});

test('a final failure ends at once, with the reason in the case and only its code in the open', async () => {
  const smtp = await startTestSmtp({ refuseRecipient: 550 });
  const mailer = makeMailer({ url: smtp.url, from: 'noreply@knopfdruck.example' });
  const one = await queueMail();
  await drain(db, [deliverMails({ ...world, mailer })], { early: true });
  assert.deepEqual(await rowOf(one), { state: 'refused', attempts: 1, fault: 'SMTP 550' });
  assert.match(JSON.stringify(await lineOf(one)), /refused.*SMTP 550: .*says the test server/);
  mailer.close();
});

const fake = (send: () => Promise<Delivery>): Mailer => ({ send, close: () => {} });

test('after five days of passing failures a mail expires', async () => {
  let tries = 0;
  const mailer = fake(async () => {
    tries += 1;
    return { kind: 'later', code: 'ETIMEDOUT', detail: 'no answer' };
  });
  const one = await queueMail();
  for (let i = 0; (await rowOf(one)).state === 'waiting'; i += 1) {
    assert.ok(i < 100);
    await drainOnce(mailer);
    world.setTime({ seconds: pauseAfter((await rowOf(one)).attempts) });
  }
  assert.equal((await rowOf(one)).state, 'expired');
  assert.ok(tries > 30 && tries < 50, `${tries}`);
  assert.match(JSON.stringify(await lineOf(one)), /expired.*ETIMEDOUT/);
});

/** Runs one waiting job, due or not: an early drain would not end, since each try queues the next. */
const drainOnce = async (mailer: Mailer): Promise<void> => {
  const stop = new Error('one is enough');
  const handler = deliverMails({ ...world, mailer });
  let runs = 0;
  const once = {
    ...handler,
    run: async (data: unknown) => {
      runs += 1;
      if (runs > 1) throw stop;
      await handler.run(data);
    },
  };
  await drain(db, [once], { early: true }).catch((error) => {
    if (error !== stop) throw error;
  });
};

test('pauses double from half a minute to four hours', () => {
  assert.deepEqual([1, 2, 3, 9, 10, 40].map(pauseAfter), [30, 60, 120, 7680, 14400, 14400]);
});

test('a process that dies while sending leaves the mail to the next one after the lease', async () => {
  const one = await queueMail();
  const dies = fake(async () => {
    throw new Error('killed');
  });
  await assert.rejects(drain(db, [deliverMails({ ...world, mailer: dies })]), /killed/);
  let sent = 0;
  const works = fake(async () => {
    sent += 1;
    return { kind: 'sent' };
  });
  const handler = deliverMails({ ...world, mailer: works });
  await drainOnce(works);
  assert.deepEqual([sent, (await rowOf(one)).state], [0, 'waiting'], 'somebody may still be at it');
  world.setTime({ minutes: 6 });
  await drain(db, [handler], { early: true });
  assert.deepEqual([sent, (await rowOf(one)).state], [1, 'sent']);
});
