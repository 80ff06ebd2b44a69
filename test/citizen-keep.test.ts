import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeInstallation } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeSmallService } from './small-service.ts';
import { fillIn, post, type Seen, see } from './walk.ts';

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(NOW);
await site.put('musterland', makeSmallService());
await site.put('musterstadt', makeSmallService());
const START = '/musterland/anmeldung';
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);
const next = (page: Seen, typed: Record<string, string> = {}, action = 'continue') => {
  const body = fillIn(page, Object.entries(typed));
  body.set('action', action);
  return post(fetch, page, body);
};
const setLevel = (least: number, most: number) =>
  site.db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(tx, 'musterland', 'anmeldung', { limits: { grace: 60, ladder: { least, most } } }, NOW),
  );
const count = async () => (await site.db.tx(ANY_AUTHORITY, (tx) => tx.all(sql`select from intake.submission`))).length;
const toCheck = async (name = 'Erika') => {
  const first = await see(await fetch(START, { method: 'POST' }));
  return next(await next(first, { name }), { personen: '1' });
};
const fileOf = async (page: Seen, path = `${START}/keep`): Promise<Response> => {
  const body = fillIn(page, []);
  return fetch(path, { method: 'POST', body });
};
const choose = (text: string): FormData => {
  const form = new FormData();
  form.append('kept', new File([text], 'Angaben.html', { type: 'text/html' }));
  return form;
};

test('held back by the operator: nothing is tried, the answers can be sent again and arrive once', async () => {
  await setLevel(4, 4);
  const before = await count();
  const check = await toCheck();
  assert.match(check.text, /Sie können auch später senden[\s\S]*Als Datei aufbewahren/);
  const kept = await next(check);
  assert.equal(kept.status, 503);
  assert.equal(kept.heading, 'Ihre Angaben sind noch nicht bei uns');
  assert.equal(await count(), before);
  await setLevel(0, 4);
  const receipt = await next(kept);
  assert.ok(receipt.receipt);
  assert.equal((await next(kept)).receipt, receipt.receipt);
  assert.equal(await count(), before + 1);
});

test('kept as a file, it sends itself from the disk, or is chosen on the page where codes are opened', async () => {
  await setLevel(4, 4);
  const kept = await next(await toCheck('Geheimer Name'));
  const response = await fileOf(kept);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="[\w-]+\.html"$/);
  const text = await response.text();
  assert.doesNotMatch(text, /Geheimer/);
  assert.doesNotMatch(text, /<script|<link|<img/);
  assert.match(text, /action="http:\/\/localhost\/musterland\/anmeldung\/check"/);
  await setLevel(0, 4);
  const file = await see(new Response(text));
  const opened = await see(await fetch(`${START}/resume`, { method: 'POST', body: choose(text) }));
  assert.match(opened.text, /Geheimer Name/);
  const receipt = await post(
    fetch,
    { ...file, action: new URL(file.action).pathname },
    new URLSearchParams([
      ['_seal', file.controls[0]?.value ?? ''],
      ['action', 'continue'],
    ]),
  );
  assert.ok(receipt.receipt, receipt.text);
  assert.equal((await next(opened)).receipt, receipt.receipt, 'one journey is one submission');
});

test('no other file opens, and no file is made of what is not ours', async () => {
  for (const text of ['', '<html>', '<input name="_seal" value="abc">'])
    assert.equal((await fetch(`${START}/resume`, { method: 'POST', body: choose(text) })).status, 422, text);
  const file = await (await fileOf(await toCheck())).text();
  const elsewhere = await fetch('/musterstadt/anmeldung/resume', { method: 'POST', body: choose(file) });
  assert.equal(elsewhere.status, 422, 'it belongs to one authority');
  const body = new URLSearchParams({ _seal: 'x' });
  assert.equal((await fetch(`${START}/keep`, { method: 'POST', body })).status, 400);
  assert.equal((await fetch('/musterland/nichts/keep', { method: 'POST', body })).status, 404);
});

test('a submission that the load turns away is kept, too', async () => {
  await setLevel(0, 4);
  const check = await toCheck();
  site.measured.oldestWaiting = 800 * 70;
  await site.admission.tick();
  const kept = await next(check);
  site.measured.oldestWaiting = 0;
  await site.admission.tick();
  assert.equal(kept.status, 503);
  assert.match(kept.text, /Als Datei aufbewahren/);
  assert.equal(site.admission.readings().shed.submit, 1);
  assert.ok((await next(kept)).receipt);
});

test('from the page that keeps one can go on under a code', async () => {
  await setLevel(4, 4);
  const saved = await next(await next(await toCheck()), {}, 'save');
  assert.match(saved.text, /data-code/);
  assert.deepEqual(site.errors, []);
});
