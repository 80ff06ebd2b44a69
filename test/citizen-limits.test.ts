import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeInstallation, type InstallationChange } from '#intake';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { EVERY_ANSWER, makeEveryKind } from './every-kind.ts';
import { fillIn, flatten, post, see, walkForm } from './walk.ts';

const now = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(now);
await site.put('musterland', makeEveryKind());
const START = '/musterland/alles';
const fetch = (path: string, init?: RequestInit): Response | Promise<Response> => site.app.request(path, init);
const set = (change: InstallationChange) =>
  db.tx(ANY_AUTHORITY, (tx) => changeInstallation(tx, 'musterland', 'alles', change, now));
const { db } = site;
const at = (minutes: number): string => now.add({ minutes }).toString();
const begin = () => fetch(START, { method: 'POST', body: new URLSearchParams() });
const start = async (language = 'de'): Promise<string> => (await fetch(`${START}?lang=${language}`)).text();

const walkToCheck = async () => {
  let page = await post(fetch, await see(await fetch(START)), new URLSearchParams());
  while (!page.action.endsWith('/check')) page = await post(fetch, page, fillIn(page, flatten(EVERY_ANSWER)));
  return page;
};

test('before the opening the start page says when, and nobody begins', async () => {
  await set({ limits: { from: at(120), grace: 60 } });
  assert.match(await start(), /noch nicht geöffnet[\s\S]*2\. April 2020, 14:00 Uhr/);
  assert.match(await start('en'), /not open yet[\s\S]*2 April 2020, 14:00/);
  assert.doesNotMatch(await start(), /Jetzt beginnen/);
  assert.equal((await begin()).status, 503);
});

test('while it is open the start page says until when, and how many places there are', async () => {
  await set({ limits: { until: at(60), grace: 30, quota: 3 } });
  assert.match(
    await start(),
    /Geöffnet bis 2\. April 2020, 13:00 Uhr[\s\S]*noch 30 Minuten[\s\S]*Noch 3 Plätze[\s\S]*Jetzt beginnen/,
  );
});

test('after the end whoever is inside still sends within the grace, and newcomers do not begin', async () => {
  await set({ limits: { grace: 60 } });
  const inside = await walkToCheck();
  await set({ limits: { until: at(-1), grace: 0 } });
  const late = await post(fetch, inside, fillIn(inside, []));
  assert.equal(late.status, 503);
  assert.match(late.text, /Die Zeit ist abgelaufen[\s\S]*Łukasz/, 'the answers are still there');
  // The end was a moment ago for those who began at this very moment: it is set to just after.
  await set({ limits: { until: now.toString(), grace: 30 } });
  assert.match(await start(), /Die Zeit ist abgelaufen[\s\S]*noch bis 12:30 Uhr absenden/);
  assert.equal((await begin()).status, 503);
});

test('places are counted in the transaction that stores; who is inside when the last is taken still sends', async () => {
  await set({ limits: { grace: 60, quota: 2 } });
  const inside = await walkToCheck();
  for (const _ of [1, 2]) assert.ok((await walkForm(fetch, START, EVERY_ANSWER)).at(-1)?.receipt);
  assert.match(await start(), /Alle Plätze sind vergeben/);
  assert.equal((await begin()).status, 503);
  const sent = await post(fetch, inside, fillIn(inside, []));
  assert.ok(sent.receipt);
  assert.equal((await post(fetch, inside, fillIn(inside, []))).receipt, sent.receipt);
  const installed = await site.registry.find('musterland', 'alles');
  assert.equal(installed?.installation.taken, 3, 'a repetition is not counted twice');
});

test('a draw is announced before anybody starts, with what makes it checkable', async () => {
  const lots = makeEveryKind((yaml) => yaml.replace('minutes:', 'fairness: draw\nminutes:'));
  await site.put('musterstadt', lots);
  const draw = {
    commitment: 'ab'.repeat(32),
    beacon: 'Lottozahlen vom 4. April 2020',
    announced: '2020-03-20T09:30:00Z',
  };
  await db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(tx, 'musterstadt', 'alles', { limits: { grace: 60, draw } }, now),
  );
  const page = await (await fetch('/musterstadt/alles')).text();
  assert.match(
    page,
    /Das Los entscheidet[\s\S]*Lottozahlen vom 4\. April 2020[\s\S]*(ab){32}[\s\S]*Angekündigt am 20\. März 2020 um 10:30 Uhr/,
  );
  assert.doesNotMatch(await start(), /Los entscheidet/);
});

test('who sends again after the end, a pause or the closing has the same receipt: the answer may have been lost', async () => {
  await set({ limits: { grace: 60 } });
  const inside = await walkToCheck();
  const other = await walkToCheck();
  const { receipt } = await post(fetch, inside, fillIn(inside, []));
  assert.ok(receipt);
  const barred: InstallationChange[] = [
    { state: 'paused' },
    { state: 'closed' },
    { state: 'live', limits: { until: at(-1), grace: 0 } },
  ];
  for (const change of barred) {
    await set(change);
    assert.equal((await post(fetch, inside, fillIn(inside, []))).receipt, receipt);
    assert.equal((await post(fetch, other, fillIn(other, []))).status, 503, 'nobody else gets in by it');
  }
  await set({ state: 'live', limits: { grace: 60 } });
});
