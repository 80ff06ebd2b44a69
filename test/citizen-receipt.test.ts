import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeReceiptSigner, readClaims } from '#intake';
import { makeNumber, makeUuid } from '#lib/id.ts';
import { serve } from '#src/roles/serve.ts';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { makeCitizenSite, signingKey } from './citizen-site.ts';
import { makeSmallService } from './small-service.ts';
import { walkForm } from './walk.ts';

const browser = await openBrowser();
const site = await makeCitizenSite();
await site.put('musterland', makeSmallService());
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);
const pages = await walkForm(fetch, '/musterland/anmeldung', { name: 'Erika', personen: '2' });
const { receipt: number = '', text } = pages.at(-1) ?? assert.fail('no receipt');
const proof = /data-proof>([^<]+)</.exec(text)?.[1] ?? '';
const secret = /data-secret>([^<]+)</.exec(text)?.[1] ?? '';

const check = async (receipt: string | File, path = '/receipt/check') => {
  const body = new FormData();
  body.set(typeof receipt === 'string' ? 'receipt' : 'file', receipt);
  const answer = await fetch(path, { method: 'POST', body });
  return { status: answer.status, text: await answer.text(), cache: answer.headers.get('cache-control') };
};

test('the receipt can be checked by pasting it or as the saved file, and says what it proves', async () => {
  const file = await fetch('/receipt/file', { method: 'POST', body: new URLSearchParams({ receipt: proof }) });
  assert.equal(file.headers.get('content-disposition'), `attachment; filename="Eingangsbestaetigung-${number}.txt"`);
  assert.equal(file.headers.get('cache-control'), 'no-store');
  const saved = new File([await file.arrayBuffer()], 'x.txt');
  for (const given of [proof, ` ${proof}\n`, saved]) {
    const { status, text: page, cache } = await check(given);
    assert.deepEqual([status, cache], [200, 'no-store']);
    for (const part of ['Die Bestätigung ist echt', number, readClaims(proof)?.hash ?? '?', '2. April 2020'])
      assert.ok(page.includes(part), part);
    assert.ok(!page.includes(secret) && !page.includes('Erika'));
  }
});

const [header, claims, signature] = proof.split('.');
const forged = Buffer.from(JSON.stringify({ ...readClaims(proof), received: '2020-01-01T00:00:00.000Z' })).toString(
  'base64url',
);
const foreign = makeReceiptSigner(signingKey()).sign(readClaims(proof) ?? assert.fail('no claims'));
const refused: readonly [name: string, given: string, path: string, says: RegExp][] = [
  ['nothing', '', '/receipt/check', /fügen Sie den signierten Text ein/],
  ['any text', 'hello', '/receipt/check', /beweist nichts/],
  ['a changed time', `${header}.${forged}.${signature}`, '/receipt/check', /beweist nichts/],
  ['a text cut short', `${header}.${claims}`, '/receipt/check', /beweist nichts/],
  ['a receipt of another installation', foreign, '/receipt/check', /beweist nichts/],
  [
    'a genuine one under the code of another',
    proof,
    `/receipt/check?number=${makeNumber(makeUuid(7))}`,
    /gehört zu einer anderen Nummer/,
  ],
  ['a script', '<script>alert(1)</script>', '/receipt/check', /&lt;script&gt;/],
];
for (const [name, given, path, says] of refused)
  test(`${name} proves nothing`, async () => {
    const { status, text: page } = await check(given, path);
    assert.equal(status, 422);
    assert.match(page, says);
  });

test('nobody can make us give out a file of theirs, nor send us a large one', async () => {
  for (const receipt of ['hello', foreign, '']) {
    const answer = await fetch('/receipt/file', { method: 'POST', body: new URLSearchParams({ receipt }) });
    assert.equal(answer.status, 415);
    assert.equal(answer.headers.get('content-disposition'), null);
  }
  assert.equal((await check(new File(['x'.repeat(100_000)], 'x'))).status, 413);
});

test('the QR code holds address and number, never the secret; other texts get none', async () => {
  const image = await fetch(`/receipt/qr/${number}.svg`);
  assert.equal(image.headers.get('content-type'), 'image/svg+xml');
  assert.ok(text.includes(`src="/receipt/qr/${number}.svg"`));
  for (const other of ['x.svg', 'AAAAA-AAAAA-AAAAA.svg', `${number}x`])
    assert.equal((await fetch(`/receipt/qr/${other}`)).status, 404, other);
});

const skip = browser ? false : 'no browser runs on this platform';

test('receipt and check fit every width and are accessible, in each language', { skip }, async () => {
  const page = await browser?.open({ bypassCSP: true });
  if (!page) return;
  const done = new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' } });
  const app = { fetch: (request: Request) => (request.url.endsWith('/done') ? done.clone() : site.app.fetch(request)) };
  const served = await serve({ app, host: '127.0.0.1', port: 0, isReady: async () => true });
  const base = `http://127.0.0.1:${served.port}`;
  for (const path of [
    '/done',
    '/receipt/check',
    `/receipt/check?number=${number}&lang=en`,
    '/receipt/check?lang=de-x-leicht',
  ]) {
    await page.goto(base + path);
    await page.setViewportSize({ width: 320, height: 800 });
    assert.ok(await fitsWidth(page), path);
    await checkAccessibility(page);
  }
  await page.goto(`${base}/done`);
  const size = await page
    .locator('img[src^="/receipt/qr/"]')
    .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
  assert.ok(size > 0, 'the code is drawn');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByText('Bestätigung als Datei speichern').isVisible(), false);
  await page.close();
  await served.stop();
});
