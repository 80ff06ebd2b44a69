import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { serve } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { checkAccessibility, openBrowser } from './browser.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeSmallService } from './small-service.ts';

const site = await makeCitizenSite();
await site.put('musterland', makeSmallService());

/** A server that can be ended and started again at the same port, as after a crash. */
const makeServer = () => {
  let port = 0;
  let server: ReturnType<typeof serve>;
  const start = async (): Promise<void> => {
    server = serve({ fetch: site.app.fetch, port, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  return { start, stop, base: () => `http://127.0.0.1:${port}` };
};
const server = makeServer();
await server.start();
after(() => server.stop());
const browser = await openBrowser();
const skip = browser ? false : 'no browser runs here';

const forward = (page: Page): Promise<void> => page.locator('main .kd-buttons button[value=continue]').first().click();
const begin = async (page: Page): Promise<void> => {
  await page.goto(`${server.base()}/musterland/anmeldung`);
  await forward(page);
};
const toCheck = async (page: Page, name: string): Promise<void> => {
  await page.fill('[name=name]', name);
  await forward(page);
  await page.fill('[name=personen]', '1');
  await forward(page);
};
const stored = (page: Page) => page.evaluate(() => localStorage.length);
const count = async (): Promise<number> =>
  (await site.db.tx(ANY_AUTHORITY, (tx) => tx.all(sql`select from intake.submission`))).length;
const receipt = (page: Page) => page.locator('[data-receipt]').waitFor({ timeout: 20_000 });

test('the network is cut and the server restarts while sending: one receipt in the end', { skip }, async () => {
  assert.ok(browser);
  const before = await count();
  const page = await browser.open();
  page.setDefaultTimeout(10_000);
  await begin(page);
  await toCheck(page, 'Erika');
  await page.context().setOffline(true);
  await forward(page);
  await page.locator('[data-outbox-text]', { hasText: 'keine Verbindung' }).waitFor({ timeout: 8000 });
  await server.stop();
  await page.context().setOffline(false);
  await page.waitForTimeout(1500);
  assert.equal(await count(), before);
  await server.start();
  await receipt(page);
  assert.equal(await count(), before + 1);
  assert.equal(await page.locator('h1,h2').first().textContent(), 'Ihre Angaben sind bei uns');
  assert.equal(await stored(page), 0, 'nothing was kept, for nobody asked to');
  await page.context().close();
});

test('with a copy on the device, a closed tab is gone on with, and sends what had been sent off', {
  skip,
}, async () => {
  assert.ok(browser);
  const before = await count();
  const first = await browser.open();
  const context = first.context();
  await begin(first);
  assert.equal(await first.locator('#kd-keep').isChecked(), false, 'keeping is not the default');
  await first.check('#kd-keep');
  await first.fill('[name=name]', 'Half a na');
  await first.close();

  const second = await context.newPage();
  await second.goto(`${server.base()}/musterland/anmeldung`);
  await second.getByRole('button', { name: 'Weitermachen' }).click();
  assert.equal(await second.inputValue('[name=name]'), 'Half a na');
  await toCheck(second, 'Erika');
  await context.setOffline(true);
  await forward(second);
  await second.locator('[data-outbox-text]', { hasText: 'keine Verbindung' }).waitFor({ timeout: 8000 });
  await second.close();
  await context.setOffline(false);

  const third = await context.newPage();
  await third.goto(`${server.base()}/musterland/anmeldung`);
  await receipt(third);
  assert.equal(await count(), before + 1);
  assert.equal(await stored(third), 0, 'deleted with the receipt');
  await context.close();
});

test('the copy can be deleted; it says whose devices it is not for; with script the page stays accessible', {
  skip,
}, async () => {
  assert.ok(browser);
  const page = await browser.open({ bypassCSP: true, viewport: { width: 360, height: 700 } });
  await begin(page);
  await page.check('#kd-keep');
  assert.equal(await stored(page), 1);
  assert.match((await page.locator('#kd-keep-hint').textContent()) ?? '', /nicht an Geräten, die auch andere benutzen/);
  await checkAccessibility(page);
  await page.goto(`${server.base()}/musterland/anmeldung?lang=de`);
  await checkAccessibility(page);
  await page.getByRole('button', { name: 'Kopie auf diesem Gerät löschen' }).click();
  assert.equal(await stored(page), 0);
  assert.equal(await page.locator('[data-outbox]').count(), 0);
  await page.context().close();
});

test('a server that is too busy is asked again when it says; what it refuses is shown', { skip }, async () => {
  assert.ok(browser);
  const page = await browser.open();
  await begin(page);
  await toCheck(page, 'Erika');
  let tries = 0;
  await page.route('**/check*', async (route) => {
    tries += 1;
    if (tries > 2) return route.continue();
    return route.fulfill({
      status: 503,
      headers: tries === 1 ? { 'retry-after': '1' } : {}, // a page for a fault is no answer, whether or not it says when to ask again
      contentType: 'text/html',
      body: '<main id="inhalt">',
    });
  });
  await forward(page);
  await page.locator('[data-outbox-text]', { hasText: 'sehr viele' }).waitFor({ timeout: 8000 });
  await receipt(page);
  assert.equal(tries, 3);
  await page.context().close();

  const late = await browser.open();
  await begin(late);
  await toCheck(late, 'Erika');
  await site.put('musterland', makeSmallService(), 'closed');
  await forward(late);
  await late.locator('.kern-alert--danger').waitFor();
  assert.equal(await late.locator('[data-receipt]').count(), 0);
  await late.context().close();
});

test('what the server refuses for good is asked once, and what was kept stays on the device', { skip }, async () => {
  assert.ok(browser);
  await site.put('musterland', makeSmallService());
  const first = await browser.open();
  const context = first.context();
  await begin(first);
  await first.check('#kd-keep');
  await toCheck(first, 'Erika');
  let tries = 0;
  await context.route('**/check*', (route) => {
    tries += 1;
    // As when its seal is too old after the tab was closed for a day, or the same was handed in elsewhere: a page without a form.
    const body =
      '<!doctype html><title>Zu alt</title><body><main id="inhalt" tabindex="-1"><h1>Zu alt</h1></main></body>';
    return route.fulfill({ status: 400, contentType: 'text/html; charset=utf-8', body });
  });
  await forward(first);
  await first.getByRole('heading', { name: 'Zu alt' }).waitFor();
  await first.getByRole('button', { name: 'Weitermachen' }).waitFor();
  await first.waitForTimeout(1500);
  assert.deepEqual([tries, await stored(first)], [1, 1]);
  await first.close();
  const second = await context.newPage();
  await second.goto(`${server.base()}/musterland/anmeldung`);
  await second.getByRole('button', { name: 'Weitermachen' }).waitFor();
  await second.waitForTimeout(500);
  assert.equal(tries, 1);
  await context.close();
});
