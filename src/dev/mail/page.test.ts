import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { checkAccessibility, fitsWidth, openBrowser } from '#test/browser.ts';
import { startMailCatcher } from './index.ts';

const catcher = await startMailCatcher({ smtpPort: 0, httpPort: 0, host: '127.0.0.1' });
after(() => catcher.stop());
const browser = await openBrowser();
const skip = browser ? false : 'no browser runs on this machine';

let taken = 0;
const elsewhere = createServer((_request, response) => {
  taken += 1;
  response.end();
});
await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
after(() => elsewhere.close());
const beacon = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x.png`;

const send = (): Promise<unknown> =>
  createTransport(catcher.smtpUrl).sendMail({
    from: 'Bezirksregierung Musterland <noreply@knopfdruck.example>',
    to: 'erika@example.org',
    subject: 'Ihr Antrag auf Soforthilfe ist da: 0K3VX-9MZQ1-7B2CD',
    text: 'Guten Tag,\n\nIhr Antrag ist am 23. November 2026 bei uns eingegangen.\n',
    html: `<p>Guten Tag</p><script>parent.document.title = "taken"</script><img src="${beacon}">`,
    attachments: [{ filename: 'Hinweise.pdf', content: 'abc' }],
  });

test('mails are found and read on large and small screens, and their HTML stays in its frame', { skip }, async () => {
  const page = await browser?.open();
  assert.ok(page);
  await page.goto(catcher.pageUrl);
  await checkAccessibility(page);
  await send();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(catcher.pageUrl);
    await checkAccessibility(page);
    await page.getByRole('link', { name: /Ihr Antrag auf Soforthilfe ist da/ }).click();
    await page.frameLocator('iframe').getByText('Guten Tag').waitFor();
    await checkAccessibility(page);
    assert.ok(await fitsWidth(page), `${width}`);
    assert.equal(taken, 0);
    assert.match(await page.title(), /^Ihr Antrag auf Soforthilfe ist da/);
  }
});
