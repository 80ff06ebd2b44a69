import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { drain } from '#queue';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { aidAnswers, registrationAnswers } from './fixture.ts';
import { startOffice } from './office.ts';

const browser = await openBrowser();
const office = await startOffice();
const { world } = office;
const skip = browser ? false : 'no browser runs on this platform';

const granted = await world.open(aidAnswers());
for (const kosten of ['6000.00', '7000.00']) {
  await world.open(aidAnswers({ kosten, einnahmen: '0.00' }));
  world.setTime({ minutes: 1 });
}
const iban = 'DE02500105170137075030';
for (let i = 0; i < 7; i += 1) await world.open(aidAnswers({ iban, kosten: '100.00', einnahmen: '900.00' }));
await world.open(registrationAnswers(), { service: 'meldung' });
await drain(world.db, office.handlers);

/** A page of somebody who has signed in; axe needs script, so each page is looked at in a second browser context. */
const signIn = async (name: string, javaScriptEnabled: boolean): Promise<Page> => {
  if (!browser) throw new Error('The test should have been skipped.');
  const page = await browser.open({ javaScriptEnabled, bypassCSP: javaScriptEnabled });
  await page.goto(`${office.url}/signin`);
  await page.locator(`button[value="${name}"]`).click();
  await page.waitForURL(`${office.url}/**`);
  return page;
};

/** Whether a page fits from 320 pixels up; axe looks at the wide page in English and at the narrow one in German. */
const look = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${office.url}${path}`);
  for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: 800 });
    assert.ok(await fitsWidth(page), `${path} scrolls sideways at ${width} px`);
    if (width === (path.includes('lang=en') ? 1280 : 360)) await checkAccessibility(page);
  }
};

test('a case goes from the queue to the bank file by clicks alone, without script', { skip }, async () => {
  const cora = await signIn('cora', false);
  await cora.getByRole('button', { name: 'Nächsten Vorgang übernehmen' }).click();
  const address = new URL(cora.url()).pathname;
  await cora.getByRole('button', { name: /^Wie vorgeschlagen: Bewilligung, 6\.000,00/ }).click();
  await cora.getByText('Ihre Entscheidung ist gespeichert').waitFor();

  const abel = await signIn('abel', false);
  await abel.getByRole('button', { name: 'Nächsten Vorgang übernehmen' }).click();
  assert.equal(new URL(abel.url()).pathname, address);
  await abel.getByRole('button', { name: 'Freigeben', exact: true }).click();
  await abel.getByText('Die Entscheidung ist freigegeben').waitFor();
  await drain(world.db, office.handlers);
  await abel.goto(`${office.url}${address}`);
  await abel.getByRole('link', { name: 'Bescheid ansehen' }).click();
  await abel.getByText('Rechtsbehelfsbelehrung').first().waitFor();

  const petra = await signIn('petra', false);
  await petra.getByRole('button', { name: 'Sammelauftrag bilden' }).click();
  const batch = petra.url();
  await petra.getByText('Freigeben dürfen Mitarbeitende mit der Rolle Freigabe').waitFor();
  await abel.goto(batch);
  await abel.getByRole('button', { name: /^Auszahlung von 7\.500,00/ }).click();
  await petra.goto(batch);
  const started = petra.waitForEvent('download');
  await petra.getByRole('link', { name: 'pain.001-Datei herunterladen' }).click();
  const file = await readFile(await (await started).path(), 'utf8');
  assert.match(file, /<NbOfTxs>2<\/NbOfTxs>\s*<CtrlSum>7500\.00<\/CtrlSum>/);
});

test('the keyboard alone takes a case and decides it', { skip }, async () => {
  const page = await signIn('carl', true);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.getAttribute("href")'), '#inhalt', 'the skip link is first');
  const press = async (name: RegExp): Promise<void> => {
    for (let i = 0; i < 60; i += 1) {
      const text = await page.evaluate<string>('document.activeElement.textContent');
      if (name.test(text)) return page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    throw new Error(`Sixty tabs do not reach ${name}.`);
  };
  await press(/^\s*Nächsten Vorgang/);
  await page.waitForURL('**/cases/*-*');
  await press(/^\s*Wie vorgeschlagen/);
  await page.getByText('Ihre Entscheidung ist gespeichert').waitFor();
});

const cases = await (async () => {
  const visit = await office.signIn('lea');
  const { text } = await visit('/musterland/cases?tab=all');
  return [...text.matchAll(/href="(\/musterland\/cases\/[0-9a-f-]{36})"/g)].map(([, path = '']) => path);
})();

test('every page is accessible and fits 1280, 360 and 320 pixels, in both languages', { skip }, async () => {
  assert.equal(cases.length, 11);
  const places = [
    '/musterland/cases?tab=all',
    ...cases.slice(0, 2),
    ...cases.slice(-3),
    '/musterland/lists/meldung',
    '/musterland/payouts',
    `/musterland/cases/${granted.caseId}/notice`,
  ];
  const lead = await signIn('lea', true);
  for (const path of [...places, '/musterland/situation', '/musterland/cases/search?number=1'])
    for (const language of ['de', 'en']) await look(lead, `${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
  const approver = await signIn('abel', true);
  await approver.goto(`${office.url}/musterland/payouts`);
  const batch = await approver.locator('a[href*="/payouts/"]').first().getAttribute('href');
  await look(approver, batch ?? '');
  for (const path of cases.slice(-3)) await look(approver, path);
  const both = await signIn('both', true);
  for (const path of ['/', '/musterland/cases/x']) await look(both, path);
  await look(await signIn('nora', true), '/');
  if (!browser) return;
  const signedOut = await browser.open({ bypassCSP: true });
  await look(signedOut, '/signin');
  await look(signedOut, '/signedout');
  await look(signedOut, '/signin/callback?error=access_denied');
});
