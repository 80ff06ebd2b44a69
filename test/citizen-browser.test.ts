import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { isSent } from './applicant.ts';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';
import { EVERY_ANSWER, makeEveryKind } from './every-kind.ts';
import { serveApp } from './serve-app.ts';
import { flatten } from './walk.ts';

const site = await makeCitizenSite();
const packages = { soforthilfe: await loadPackage('soforthilfe'), rueckholung: await loadPackage('rueckholung') };
for (const service of [...Object.values(packages), makeEveryKind()]) await site.put('musterland', service);
const base = await serveApp(site.app);
const browser = await openBrowser();
const skip = browser ? false : 'no browser runs here';

const forward = async (page: Page): Promise<void> => {
  await page.locator('main .kd-buttons button[value=continue]').first().click();
  await isSent(page);
};

const fillOne = async (page: Page, path: string, value: string): Promise<void> => {
  const control = page.locator(`[name="${path}"]`);
  if ((await control.count()) === 0) {
    const day = page.locator(`[name="${path}.day"]`);
    if ((await day.count()) === 0 || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return;
    const [year = '', month = '', date = ''] = value.split('-');
    await day.fill(date);
    await page.locator(`[name="${path}.month"]`).fill(month);
    await page.locator(`[name="${path}.year"]`).fill(year);
    return;
  }
  const type = await control.first().evaluate((element) => (element as unknown as { type: string }).type);
  if (type === 'select-one') await control.selectOption(value);
  else if (type === 'radio' || type === 'checkbox') await page.locator(`[name="${path}"][value="${value}"]`).check();
  else await control.fill(value);
};

/** Adds entries to the lists of the page until the answers have room. */
const makeRoom = async (page: Page, flat: readonly (readonly [string, string])[]): Promise<void> => {
  const entries = new Set(
    flat.flatMap(([path]) =>
      [...path.matchAll(/\.(\d+)\./g)].map(({ index }) => path.slice(0, path.indexOf('.', index + 1))),
    ),
  );
  for (const entry of [...entries].sort()) {
    const add = page.locator(`button[value="add:${entry.replace(/\.\d+$/, '')}"]`);
    if ((await add.count()) === 0 || (await page.locator(`[id^="${entry}."]`).count()) > 0) continue;
    await add.click();
  }
};

/** Walks a service as a person does, looking at every page. @returns how many pages were seen */
const walkThrough = async (page: Page, start: string, answers: unknown): Promise<number> => {
  const flat = flatten(answers);
  const look = async (): Promise<void> => {
    await checkAccessibility(page);
    assert.ok(await fitsWidth(page), `${page.url()} is wider than the window`);
  };
  await page.goto(`${base}${start}`);
  await look();
  await forward(page);
  let seen = 1;
  for (; seen < 30 && (await page.locator('[data-receipt]').count()) === 0; seen += 1) {
    await look();
    await makeRoom(page, flat);
    for (const [path, value] of flat) await fillOne(page, path, value);
    await forward(page);
  }
  await look();
  return seen;
};

const good = (name: keyof typeof packages, index: number): unknown =>
  packages[name].examples.filter(({ expect }) => !expect.problems?.length).at(index)?.answers;

const WALKS = [
  { name: 'soforthilfe in German', start: '/musterland/soforthilfe', answers: good('soforthilfe', 0), options: {} },
  {
    name: 'soforthilfe in English, in the dark',
    start: '/musterland/soforthilfe?lang=en',
    answers: good('soforthilfe', 1),
    options: { colorScheme: 'dark' },
  },
  {
    name: 'rueckholung in easy language on a small screen',
    start: '/musterland/rueckholung?lang=de-x-leicht',
    answers: good('rueckholung', 0),
    options: { viewport: { width: 320, height: 640 } },
  },
  {
    name: 'every kind of field at 400 % zoom',
    start: '/musterland/alles',
    answers: EVERY_ANSWER,
    options: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  },
] as const;

for (const { name, start, answers, options } of WALKS)
  test(`accessible on every page: ${name}`, { skip }, async () => {
    assert.ok(browser);
    const page = await browser.open({ bypassCSP: true, ...options }); // axe is put into the page, which our policy forbids
    assert.ok((await walkThrough(page, start, answers)) >= 4);
    assert.ok(await page.locator('[data-receipt]').isVisible());
    await page.context().close();
  });

test('the whole form without script, under the real policy, and with the keyboard alone', { skip }, async () => {
  assert.ok(browser);
  const page = await browser.open({ javaScriptEnabled: false });
  const blocked: string[] = [];
  page.on('console', (message) => /Content Security Policy/.test(message.text()) && blocked.push(message.text()));
  await page.goto(`${base}/musterland/rueckholung`);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').textContent(), 'Zum Inhalt springen');
  await forward(page);
  const flat = flatten(good('rueckholung', 1));
  for (let i = 0; i < 20 && (await page.locator('[data-receipt]').count()) === 0; i += 1) {
    await makeRoom(page, flat);
    for (const [path, value] of flat) await fillOne(page, path, value);
    const text = page.locator('main input[type=text], main input[type=tel]').first();
    if ((await text.count()) > 0)
      await text.press('Enter'); // Enter means: continue
    else await forward(page);
  }
  assert.ok(await page.locator('[data-receipt]').isVisible());
  assert.deepEqual(blocked, []);
  await page.context().close();
});

test('an error takes the focus and leads to its control', { skip }, async () => {
  assert.ok(browser);
  const page = await browser.open();
  await page.goto(`${base}/musterland/alles`);
  await forward(page);
  await forward(page);
  assert.equal(await page.locator(':focus').getAttribute('id'), 'fehler');
  await page.getByRole('link', { name: 'Frage name' }).click();
  assert.equal(await page.locator(':focus').getAttribute('name'), 'name');
  assert.match(await page.title(), /^Fehler:/);
  await page.context().close();
});

test('the browser’s own way back, forward and reload do no harm', { skip }, async () => {
  assert.ok(browser);
  const page = await browser.open();
  const heading = (): Promise<string | null> => page.locator('h1').textContent();
  await page.goto(`${base}/musterland/alles`);
  await forward(page);
  const flat = flatten(EVERY_ANSWER);
  for (const expected of ['Werte', 'Werte', 'Kinder']) {
    for (const [path, value] of flat) await fillOne(page, path, value);
    await forward(page);
    assert.equal(await heading(), expected);
  }
  await page.goBack();
  assert.equal(await heading(), 'Werte');
  await page.goBack();
  await page.goForward();
  await page.reload();
  assert.equal(await heading(), 'Werte');
  for (const [path, value] of flat) await fillOne(page, path, value);
  await forward(page);
  assert.equal(await heading(), 'Kinder');
  await page.context().close();
});

test('the other pages are accessible as well', { skip }, async () => {
  assert.ok(browser);
  const page = await browser.open({ bypassCSP: true });
  for (const path of [
    '/',
    '/musterland/impressum',
    '/musterland/barrierefreiheit',
    '/musterland/soforthilfe/datenschutz',
    '/status',
    '/nirgends/nichts',
  ]) {
    await page.goto(`${base}${path}`);
    await checkAccessibility(page);
  }
  await page.context().close();
});
