import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { changeInstallation, listInstallations, makeLoadReport } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { checkAccessibility, fitsWidth, openBrowser } from './browser.ts';
import { startOffice } from './office.ts';

const browser = await openBrowser();
const office = await startOffice();
const { db, clock } = office.world;
const load = makeLoadReport({
  db,
  clock,
  waiting: () => 7,
  shed: () => 0,
  every: 0,
  onError: (error) => assert.fail(error),
});
for (let i = 0; i < 1234; i++) load.observer.answered('musterland', 'accepted');
load.observer.committed(3, 12);
await load.report();

test('the lead sees the load in figures, by hand without script, and can let it follow', async () => {
  const lea = await office.signIn('lea');
  const page = await lea('/musterland/load');
  assert.equal(page.status, 200);
  for (const part of [
    'data-ladder="0"',
    '1.234',
    '12 ms',
    'href="/musterland/load?follow=1"',
    'data-events="/musterland/load/events"',
  ])
    assert.ok(page.text.includes(part), part);
  assert.equal(page.headers.get('refresh'), null);
  assert.equal((await lea('/musterland/load?follow=1')).headers.get('refresh'), '10');
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    /default-src 'none'.*script-src 'self'; connect-src 'self'/,
  );
  const situation = await lea('/musterland/situation');
  assert.ok(situation.text.includes('href="/musterland/load"'));
  assert.doesNotMatch(situation.headers.get('content-security-policy') ?? '', /script-src/);
  const [script = ''] = /\/assets\/load-[^"]+\.js/.exec(page.text) ?? [];
  assert.match((await lea(script)).text, /EventSource/);
});

test('the lead sees where people stand in line, and what programs do meanwhile', async () => {
  const change = (programs: 'later' | 'take') =>
    db.tx(ANY_AUTHORITY, async (tx) => {
      const [one] = await listInstallations(tx);
      assert.ok(one);
      await changeInstallation(tx, 'musterland', one.service, { limits: { grace: 60, programs } }, clock());
      await tx.run(sql`
        insert into intake.line (authority, service, drawn) values ('musterland', ${one.service}, 5678)
        on conflict do nothing`);
      return one.service;
    });
  const lea = await office.signIn('lea');
  /** Figures are read for all who look, every three seconds. */
  const see = async (language: string, what: RegExp): Promise<void> => {
    const look = async () => (await lea(`/musterland/load?lang=${language}`)).text;
    for (let i = 0; i < 50 && !what.test(await look()); i += 1) await pause(100);
    assert.match(await look(), what);
  };
  const service = await change('later');
  await see('de', new RegExp(`${service}, höchstens 5\\.678 warten[\\s\\S]*sobald niemand mehr wartet`));
  await change('take');
  await see('en', /at most 5,678 waiting[\s\S]*while people wait, too/);
});

test('the stream sends the same figures to the lead, and to nobody else', async () => {
  const cora = await office.signIn('cora');
  assert.equal((await cora('/musterland/load/events')).status, 403);
  const stranger = await office.visitor()('/musterland/load/events');
  assert.ok(stranger.url.startsWith(office.identity.issuer), 'signed out');
  const nora = await office.signIn('nora');
  assert.equal((await nora('/musterland/load/events')).status, 404);
});

const skip = browser ? false : 'no browser runs on this platform';

test('with script the figures change by themselves under the strict policy; the page is accessible', {
  skip,
}, async () => {
  if (!browser) return;
  const open = async (bypassCSP: boolean) => {
    const page = await browser.open({ bypassCSP });
    await page.goto(`${office.url}/signin`);
    await page.locator('button[value="lea"]').click();
    await page.waitForURL(`${office.url}/**`);
    await page.goto(`${office.url}/musterland/load`);
    return page;
  };
  const page = await open(false);
  await page.getByText('Aktualisiert sich von selbst.').waitFor();
  load.observer.answered('musterland', 'accepted');
  await load.report();
  await page.getByText('1.235').first().waitFor({ timeout: 10_000 });
  assert.equal(await page.getByText('Jetzt aktualisieren').isVisible(), false);
  await page.close();
  const looked = await open(true);
  await looked.setViewportSize({ width: 360, height: 800 });
  assert.ok(await fitsWidth(looked));
  await checkAccessibility(looked);
  await looked.close();
});
