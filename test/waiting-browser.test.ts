import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';
import { serveApp } from './serve-app.ts';

const site = await makeCitizenSite();
await site.put('musterland', await loadPackage('soforthilfe'));
const base = await serveApp(site.app);
const browser = await openBrowser();
const skip = browser ? false : 'no browser runs here';

const measure = async (loopDelay: number, ticks: number): Promise<void> => {
  site.measured.loopDelay = loopDelay;
  for (let i = 0; i < ticks; i += 1) await site.admission.tick();
};

test('on an old phone without script: in the line, closed, resumed by code elsewhere, and in', { skip }, async () => {
  assert.ok(browser);
  const small = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };
  await measure(900, 2);
  const phone = await browser.open(small);
  await phone.goto(`${base}/musterland/soforthilfe`);
  await phone.locator('main button').first().click();
  await phone.waitForURL(/\/waiting\?place=/);
  assert.equal(await phone.locator('h1').textContent(), 'Sie stehen in der Warteschlange');
  const code = (await phone.locator('[data-place]').textContent()) ?? '';
  for (const language of ['de', 'en', 'de-x-leicht']) {
    await phone.goto(`${base}/musterland/soforthilfe/waiting?place=${code}&lang=${language}`);
    await checkAccessibility(phone);
    assert.ok(await fitsWidth(phone), `fits in ${language}`);
  }
  await phone.close();

  const elsewhere = await browser.open(small);
  await elsewhere.goto(`${base}/musterland/soforthilfe/waiting`);
  await checkAccessibility(elsewhere);
  await elsewhere.locator('#place').fill(code.toLowerCase());
  await elsewhere.locator('main button').first().click();
  assert.equal(await elsewhere.locator('[data-place]').textContent(), code);
  await measure(10, 4);
  // The page asks again by itself, without script.
  await elsewhere.getByRole('heading', { name: 'Sie sind dran' }).waitFor({ timeout: 20_000 });
  await checkAccessibility(elsewhere);
  assert.ok(await fitsWidth(elsewhere));
  await elsewhere.locator('main button').first().click();
  await elsewhere.waitForURL((url) => !url.pathname.endsWith('/waiting'));
  assert.ok((await elsewhere.locator('input[name=_seal]').count()) > 0, 'the first page of the form');
});

test('a wrong code says so where it was typed', { skip }, async () => {
  assert.ok(browser);
  const page = await browser.open();
  await page.goto(`${base}/musterland/soforthilfe/waiting?place=ABCD`);
  await checkAccessibility(page);
  assert.equal(await page.locator('#place').inputValue(), 'ABCD');
});
