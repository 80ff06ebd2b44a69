import assert from 'node:assert/strict';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { environment } from '#config';
import { changeInstallation } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { fillPage, readExample, walkToReceipt } from './applicant.ts';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';
import { makeLaterService } from './later-service.ts';
import { serveApp } from './serve-app.ts';

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(NOW);
await site.put('musterland', await loadPackage('soforthilfe'));
await site.put('musterland', makeLaterService());
const base = await serveApp(site.app);
const browser = await openBrowser();
const skip = browser ? false : 'no browser runs here';
const SMALL = { viewport: { width: 320, height: 700 }, javaScriptEnabled: false };
const LANGUAGES = ['de', 'de-x-leicht', 'en'];

const setLevel = (service: string, level: number) =>
  site.db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(
      tx,
      'musterland',
      service,
      { limits: { grace: 60, ladder: { least: level, most: level } } },
      NOW,
    ),
  );
const count = async () => (await site.db.tx(ANY_AUTHORITY, (tx) => tx.all(sql`select from intake.submission`))).length;
/** Where pictures go for somebody to look at; none are made unless asked for. */
const pictures = environment()['PICTURES'];
const look = async (page: Page, name: string): Promise<void> => {
  await checkAccessibility(page);
  assert.ok(await fitsWidth(page), `${name} fits`);
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
};
const forward = (page: Page): Promise<void> => page.locator('main .kd-buttons button[value=continue]').first().click();

for (const language of LANGUAGES)
  test(`short form and what follows, without script at 320 px: ${language}`, { skip }, async () => {
    assert.ok(browser);
    await setLevel('soforthilfe', 3);
    const page = await browser.open(SMALL);
    const answers = { ...readExample('soforthilfe', 'engpass.yaml', 0), email: 'erika@example.org' };
    await page.goto(`${base}/musterland/soforthilfe?lang=${language}`);
    await forward(page);
    await look(page, `short-first-${language}`);
    const seen: string[] = [];
    const { number, secret } = await walkToReceipt(page, answers, async (shown) => {
      seen.push(new URL(shown.url()).pathname.split('/').at(-1) ?? '');
      if (shown.url().includes('/check')) await look(shown, `short-receipt-${language}`);
      else if (shown.url().includes('/erklaerungen')) await look(shown, `short-check-${language}`);
    });
    assert.ok(!seen.includes('kosten') && !seen.includes('einnahmen'));
    await look(page, `receipt-${language}`);
    assert.ok(await page.locator('[data-outstanding]').isVisible());
    assert.ok(await page.locator('[data-mail-later]').isVisible());

    await setLevel('soforthilfe', 0);
    await page.goto(`${base}/status?authority=musterland&lang=${language}`);
    await page.fill('#number', number);
    await page.fill('#secret', secret);
    await page.locator('main form button').first().click();
    await look(page, `status-missing-${language}`);
    await page.locator('button[value=handin]').click();
    await look(page, `supplement-first-${language}`);
    await fillPage(page, answers);
    await forward(page);
    await fillPage(page, answers);
    await forward(page);
    await look(page, `supplement-check-${language}`);
    await forward(page);
    await look(page, `supplement-receipt-${language}`);
    assert.ok(await page.locator('[data-complete]').isVisible());
    await page.context().close();
  });

test('a file question says that it may follow, and the paper is handed in later', { skip }, async () => {
  assert.ok(browser);
  await setLevel('folge', 1);
  const page = await browser.open(SMALL);
  await page.goto(`${base}/musterland/folge`);
  await forward(page);
  await page.fill('[name=name]', 'Erika');
  await forward(page);
  await look(page, 'file-later');
  await page.fill('[name=personen]', '1');
  await forward(page);
  await page.fill('[name=umsatz]', '5');
  await page.check('[name=verein][value=no]');
  await forward(page);
  await page.fill('[name=gruss]', 'Hallo');
  await forward(page);
  await look(page, 'file-check');
  await forward(page);
  const number = (await page.locator('[data-receipt]').textContent()) ?? '';
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.goto(`${base}/status?authority=musterland`);
  await page.fill('#number', number);
  await page.fill('#secret', secret);
  await page.locator('main form button').first().click();
  await page.locator('button[value=handin]').click();
  await page.setInputFiles('#nachweis', {
    name: 'n.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7 x'),
  });
  await page.locator('button[value=upload]').first().click();
  await look(page, 'supplement-file');
  await forward(page);
  await forward(page);
  assert.match((await page.locator('[data-outstanding]').textContent()) ?? '', /Bild/);
  await page.context().close();
});

const toCheck = async (page: Page, language = 'de'): Promise<void> => {
  await page.goto(`${base}/musterland/soforthilfe?lang=${language}`);
  await forward(page);
  const answers = readExample('soforthilfe', 'engpass.yaml', 0);
  for (let pages = 0; !new URL(page.url()).pathname.endsWith('/erklaerungen'); pages += 1) {
    assert.ok(pages < 20);
    await fillPage(page, answers);
    await forward(page);
  }
};

for (const language of LANGUAGES)
  test(`kept as a file without script, sent from the disk: ${language}`, { skip }, async () => {
    assert.ok(browser);
    await setLevel('soforthilfe', 4);
    const before = await count();
    const page = await browser.open({ ...SMALL, acceptDownloads: true });
    await toCheck(page, language);
    await look(page, `keep-check-${language}`);
    await forward(page);
    await look(page, `keep-${language}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('button[value=keep]').click()]);
    const file = join(await mkdtemp(join(tmpdir(), 'knopfdruck-')), download.suggestedFilename());
    await download.saveAs(file);
    // In the test the server's name in receipts is another than the address it listens at.
    const { writeFile } = await import('node:fs/promises');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('http://localhost/', `${base}/`));
    assert.equal(await count(), before);
    await setLevel('soforthilfe', 0);
    const disk = await browser.open(SMALL);
    await disk.goto(pathToFileURL(file).href);
    assert.ok(await fitsWidth(disk));
    if (pictures) await disk.screenshot({ path: join(pictures, `kept-file-${language}.png`), fullPage: true });
    await disk.locator('button[value=continue]').click();
    await disk.locator('[data-receipt]').waitFor({ timeout: 10_000 });
    assert.equal(await count(), before + 1);

    const elsewhere = await browser.open(SMALL);
    await elsewhere.goto(`${base}/musterland/soforthilfe/resume?lang=${language}`);
    await look(elsewhere, `resume-${language}`);
    await elsewhere.setInputFiles('#kept', file);
    await elsewhere.locator('form[enctype] button').click();
    await elsewhere.locator('input[name=_seal]').first().waitFor({ state: 'attached', timeout: 10_000 });
    for (const one of [page, disk, elsewhere]) await one.context().close();
  });

test('with script the outbox goes on by itself, and keeps the answers on the device when asked', { skip }, async () => {
  assert.ok(browser);
  await setLevel('soforthilfe', 4);
  const before = await count();
  const page = await browser.open({ bypassCSP: true, viewport: { width: 360, height: 740 } });
  const context = page.context();
  await toCheck(page);
  await forward(page);
  const keep = page.getByRole('button', { name: 'Auf diesem Gerät aufbewahren und später senden' });
  await keep.waitFor({ timeout: 10_000 });
  await look(page, 'outbox-keep');
  await keep.click();
  await page.getByText('Aufbewahrt. Sie können die Seite schließen.').waitFor();
  await page.close();
  assert.equal(await count(), before);
  await setLevel('soforthilfe', 0);
  const later = await context.newPage();
  await later.goto(`${base}/musterland/soforthilfe`);
  await later.locator('[data-receipt]').waitFor({ timeout: 20_000 });
  assert.equal(await count(), before + 1);
  assert.equal(await later.evaluate(() => localStorage.length), 0, 'deleted with the receipt');
  await context.close();
});
