import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { type MailCatcher, startMailCatcher } from './index.ts';

const start = async (options: { folder?: string; smtpPort?: number } = {}): Promise<MailCatcher> =>
  startMailCatcher({ smtpPort: 0, httpPort: 0, host: '127.0.0.1', ...options });

const send = (catcher: MailCatcher, subject = 'Grüße') =>
  createTransport(catcher.smtpUrl).sendMail({
    from: 'Amt <amt@example.org>',
    to: 'Jörg <joerg@example.org>',
    subject,
    text: 'Guten Tag <b>',
    html: '<p>Guten Tag</p><script>document.title = "taken"</script><img src="https://elsewhere.example/x.png">',
    attachments: [{ filename: 'Bescheid äöü.pdf', content: Buffer.from('%PDF-1.7') }],
  });

const catcher = await start();
after(() => catcher.stop());
const get = (path: string): Promise<Response> => fetch(new URL(path, catcher.pageUrl));

test('a mail sent by SMTP can be read, text, HTML and attachment', async () => {
  await send(catcher);
  const [mail] = catcher.mails();
  assert.ok(mail);
  assert.equal(mail.subject, 'Grüße');
  assert.equal(mail.text.trim(), 'Guten Tag <b>');
  assert.deepEqual(mail.to, ['Jörg <joerg@example.org>']);
  assert.match(await (await get('/')).text(), /Grüße/);
  const page = await (await get(`/mails/${mail.id}`)).text();
  assert.match(page, /Guten Tag &lt;b&gt;/);
  assert.match(page, /<iframe class="mail-html" sandbox src="\/mails\/[^"]+\/html"/);
  const attachment = await get(`/mails/${mail.id}/attachments/0`);
  assert.equal(await attachment.text(), '%PDF-1.7');
  assert.match(attachment.headers.get('content-disposition') ?? '', /^attachment; filename\*=UTF-8''Bescheid%20/);
  assert.match(await (await get(`/mails/${mail.id}/raw`)).text(), /^Message-ID: </im);
});

test("a mail's HTML can run nothing and reach nothing", async () => {
  await send(catcher);
  const answer = await get(`/mails/${catcher.mails()[0]?.id}/html`);
  assert.match(
    answer.headers.get('content-security-policy') ?? '',
    /^sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:/,
  );
});

test('what is not there is said plainly', async () => {
  for (const path of ['/mails/none', '/mails/none/html', `/mails/${catcher.mails()[0]?.id}/attachments/9`])
    assert.equal((await get(path)).status, 404, path);
});

test('mails in a folder outlive the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kd-mail-'));
  const first = await start({ folder });
  await send(first, 'bleibt');
  await first.stop();
  const second = await start({ folder });
  assert.deepEqual(
    second.mails().map(({ subject }) => subject),
    ['bleibt'],
  );
  await second.stop();
  await rm(folder, { recursive: true });
});

test('of more than 500 mails the oldest make room', async () => {
  const one = await start();
  const transport = createTransport({ url: one.smtpUrl, pool: true, maxConnections: 1, maxMessages: Infinity });
  for (let i = 0; i < 503; i += 1)
    await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', subject: `${i}`, text: 'x' });
  transport.close();
  assert.equal(one.mails().length, 500);
  assert.deepEqual([one.mails()[0]?.subject, one.mails().at(-1)?.subject], ['502', '3']);
  await one.stop();
});

test('a taken port is an error with its code, and nothing stays open', async () => {
  const port = Number(new URL(catcher.smtpUrl).port);
  await assert.rejects(start({ smtpPort: port }), { code: 'EADDRINUSE' });
});
