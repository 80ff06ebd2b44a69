import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSilentServer, startTestSmtp } from '#test/smtp.ts';
import { type Mail, makeMailer } from './mailer.ts';

const mail: Mail = {
  to: 'joerg@example.org',
  id: '01700000-0000-7000-8000-000000000001',
  language: 'de',
  sender: { name: 'Bezirksregierung „Köln“, Dezernat 34', replyTo: 'hilfe@amt.example' },
  subject: 'Grüße aus dem Amt',
  text: 'Guten Tag, Herr Müller\n',
  html: '<p>Guten Tag, Herr Müller</p>',
};
const from = 'noreply@knopfdruck.example';

const sendTo = async (url: string, change: Partial<Mail> = {}, timeout = 20_000) => {
  const mailer = makeMailer({ url, from, timeout });
  const delivery = await mailer.send({ ...mail, ...change });
  mailer.close();
  return delivery;
};

test('a mail arrives as text and HTML, from the authority, with a stable id', async () => {
  const smtp = await startTestSmtp();
  assert.deepEqual(await sendTo(smtp.url), { kind: 'sent' });
  const [got] = smtp.mails;
  assert.ok(got);
  assert.deepEqual(got.to, ['joerg@example.org']);
  assert.equal(got.mail.subject, mail.subject);
  assert.equal(got.mail.text?.trim(), mail.text.trim());
  assert.equal(got.mail.html?.trim(), mail.html);
  assert.deepEqual(got.mail.from, { name: mail.sender.name, address: from });
  assert.equal(got.mail.replyTo?.[0]?.address, 'hilfe@amt.example');
  assert.equal(got.mail.messageId, '<01700000-0000-7000-8000-000000000001@knopfdruck.example>');
  assert.match(got.raw, /^Content-Type: multipart\/alternative/m);
  assert.match(got.raw, /^Auto-Submitted: auto-generated/m);
});

test('failures worth another try are told from final ones', async () => {
  const cases = [
    [{ refuseRecipient: 451 }, 'later', 'SMTP 451'],
    [{ refuseRecipient: 550 }, 'refused', 'SMTP 550'],
    [{ refuseMail: 452 }, 'later', 'SMTP 452'],
    [{ refuseMail: 554 }, 'refused', 'SMTP 554'],
    [{ refuseRecipient: 535 }, 'later', 'SMTP 535'],
  ] as const;
  for (const [behaviour, kind, code] of cases) {
    const delivery = await sendTo((await startTestSmtp(behaviour)).url);
    assert.deepEqual([delivery.kind, 'code' in delivery && delivery.code], [kind, code]);
  }
});

test('a server that is away or silent is a failure worth another try, in bounded time', async () => {
  assert.equal((await sendTo('smtp://127.0.0.1:9')).kind, 'later');
  const start = performance.now();
  const delivery = await sendTo(await startSilentServer(), {}, 300);
  assert.equal(delivery.kind, 'later');
  assert.ok(performance.now() - start < 3000);
});

test('nothing in a mail becomes a header or a second recipient', async () => {
  const smtp = await startTestSmtp();
  const evil = 'x\r\nBcc: thief@example.org\r\n\r\nbody';
  assert.equal(
    (await sendTo(smtp.url, { subject: evil, sender: { name: evil, replyTo: mail.sender.replyTo } })).kind,
    'sent',
  );
  const [got] = smtp.mails;
  assert.deepEqual(got?.to, ['joerg@example.org']);
  assert.equal(got?.mail.bcc, undefined);
  assert.equal(
    got?.mail.headers.some(({ key }) => key === 'bcc'),
    false,
  );
  const addresses = [
    'a@b.de\r\nBcc: c@d.de',
    'a@b.de, c@d.de',
    'a@b.de;c@d.de',
    '<a@b.de>',
    'a b@c.de',
    '"a"@b.de',
    'ab.de',
    '',
    'a@b.de\u0000',
  ];
  for (const to of addresses) assert.deepEqual((await sendTo(smtp.url, { to })).kind, 'refused', JSON.stringify(to));
  assert.equal(smtp.mails.length, 1);
});

test('a sender that is no address is refused at the start', () => {
  assert.throws(() => makeMailer({ url: 'smtp://127.0.0.1:25', from: 'Amt <amt@example.org>' }), /no sender for mails/);
});
