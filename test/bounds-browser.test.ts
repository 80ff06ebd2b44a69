import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { environment } from '#config';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestBlobs } from './blobs.ts';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { serveApp } from './serve-app.ts';
import { makeUploadService } from './upload-service.ts';

const LANGUAGES = ['de', 'de-x-leicht', 'en'] as const;
let isBusy = false;
let reserve = 0;
const site = await makeCitizenSite(undefined, {
  blobs: makeTestBlobs({ reserve: 10, look: async () => 10 - reserve }),
  limit: (kind) => (kind === 'upload' && isBusy ? 5 : 0),
});
await site.put('musterland', makeUploadService(LANGUAGES));
const base = await serveApp(site.app);
const browser = await openBrowser();
const skip = browser ? false : 'no browser runs here';
/** Where pictures go for somebody to look at; none are made unless asked for. */
const pictures = environment()['PICTURES'];

const FILE = { name: 'Nachweis.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 x') };
const forward = (page: Page): Promise<void> => page.locator('main .kd-buttons button[value=continue]').first().click();

/** Journeys that have all the files that they have room for. */
const fillUp = () =>
  site.db.tx(ANY_AUTHORITY, (tx) => tx.run(sql`update intake.attachment set size = ${2 ** 40} where size < 1000`));

/** The message stands in the summary, which leads to the question, and at the question itself; what was typed is there. */
const lookAtMessage = async (page: Page, words: RegExp, name: string): Promise<void> => {
  const [summary, link] = [page.locator('#fehler'), page.locator('#fehler a[href="#nachweis"]')];
  assert.ok(await summary.isVisible());
  assert.match((await link.textContent()) ?? '', words);
  assert.match((await page.locator('#nachweis-error').textContent()) ?? '', words);
  assert.ok(await page.locator('#nachweis-error').isVisible());
  assert.equal(await page.locator('#nachweis').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.inputValue('#personen'), '3');
  await checkAccessibility(page);
  assert.ok(await fitsWidth(page), `${name} fits`);
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
};

const WORDS = {
  de: { net: /aus Ihrem Netz/, full: /Speicherplatz ausgeht/, much: /sehr viele Dateien hochgeladen/ },
  'de-x-leicht': { net: /Aus Ihrem Netz/, full: /keinen Platz/, much: /sehr viele Dateien geschickt/ },
  en: { net: /from your network/, full: /running out of space/, much: /begin the application anew/ },
} as const satisfies Record<(typeof LANGUAGES)[number], Record<string, RegExp>>;

for (const language of LANGUAGES)
  test(`a file that finds no room is told at its question, without script at 320 px: ${language}`, {
    skip,
  }, async () => {
    assert.ok(browser);
    const words = WORDS[language];
    const page = await browser.open({ viewport: { width: 320, height: 700 }, javaScriptEnabled: false });
    await page.goto(`${base}/musterland/unterlagen?lang=${language}`);
    await forward(page);
    await page.fill('[name=name]', 'Erika');
    await forward(page);
    await page.fill('#personen', '3');
    const hand = async (): Promise<void> => {
      await page.setInputFiles('#nachweis', FILE);
      await forward(page);
    };
    isBusy = true;
    await hand();
    isBusy = false;
    await lookAtMessage(page, words.net, `bounds-net-${language}`);
    reserve = 1;
    await hand();
    reserve = 0;
    await lookAtMessage(page, words.full, `bounds-full-${language}`);
    await page.setInputFiles('#nachweis', FILE);
    await page.locator('button[value=upload]').first().click();
    await page.locator('button[value^=detach]').first().click();
    assert.equal(await page.locator('#fehler').count(), 0, 'when there is room again, it is taken');
    await fillUp();
    await hand();
    await lookAtMessage(page, words.much, `bounds-much-${language}`);
    await page.context().close();
  });

test('no error was reported', () => assert.deepEqual(site.errors, []));
