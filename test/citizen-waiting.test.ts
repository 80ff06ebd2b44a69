import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';
import { EVERY_ANSWER, makeEveryKind } from './every-kind.ts';
import { fillIn, flatten, post, see } from './walk.ts';

const site = await makeCitizenSite();
const START = '/musterland/alles';
await site.put('musterland', makeEveryKind());
await site.put('musterstadt', makeEveryKind());
await site.put('musterland', await loadPackage('soforthilfe'));
const fetch = (path: string, init?: RequestInit): Response | Promise<Response> => site.app.request(path, init);

const measure = async (loopDelay: number, ticks = 2): Promise<void> => {
  site.measured.loopDelay = loopDelay;
  for (let i = 0; i < ticks; i += 1) await site.admission.tick();
};
const begin = (path = START) => fetch(path, { method: 'POST', body: new URLSearchParams() });

/** Somebody who comes too late to begin at once: the address of their place. */
const queue = async (path = START): Promise<string> => {
  const response = await begin(path);
  assert.equal(response.status, 200);
  const address = response.headers.get('content-location') ?? '';
  assert.match(response.headers.get('refresh') ?? '', /^\d+; url=/);
  assert.equal(response.headers.get('refresh')?.split('; url=')[1], address, 'it goes on at its own address');
  assert.match(await response.text(), new RegExp(codeIn(address)));
  return address;
};
const codeIn = (address: string): string => new URL(address, 'http://x').searchParams.get('place') ?? '';

test('in saturation newcomers wait on a small page, and whoever is inside goes on and finishes', async () => {
  let page = await post(fetch, await see(await fetch(START)), new URLSearchParams());
  await measure(900);
  const address = await queue();
  assert.match(address, /^\/musterland\/alles\/waiting\?place=([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
  const response = await fetch(address);
  const text = await response.text();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const interval = Number(response.headers.get('refresh'));
  assert.ok(interval >= 5 && interval <= 60);
  assert.equal(response.headers.get('retry-after'), String(interval));
  assert.match(text, new RegExp(`Vor Ihnen[\\s\\S]*alle ${interval} Sekunden[\\s\\S]*${codeIn(address)}`));
  assert.ok(brotliCompressSync(text).length < 4000 && text.length < 8000, `${text.length} bytes`);
  while (!page.receipt) page = await post(fetch, page, fillIn(page, flatten(EVERY_ANSWER)));
  assert.ok(page.secret);
});

test('the line is told in three languages, and one can stop the page from refreshing', async () => {
  const address = await queue('/musterland/soforthilfe');
  assert.match(await (await fetch(address)).text(), /Die Reihenfolge spielt keine Rolle: Das Geld reicht für alle/);
  for (const [lang, word] of [
    ['en', 'You are in the queue'],
    ['de-x-leicht', 'Bitte warten Sie'],
  ] as const)
    assert.ok((await (await fetch(`${address}&lang=${lang}`)).text()).includes(word));
  const still = await fetch(`${address}&still=1`);
  assert.equal(still.headers.get('refresh'), null);
  assert.match(await still.text(), /Aktualisieren/);
});

test('whose turn it is begins at leisure, in any tab and on any device, one application for one code', async () => {
  const address = await queue();
  await measure(10, 4);
  const page = await see(await fetch(address));
  assert.match(page.text, /Sie sind dran/);
  assert.equal(page.action, `${START}?place=${codeIn(address)}`);
  const typed = codeIn(address).toLowerCase().replaceAll('-', ' ');
  const elsewhere = await see(await fetch(`${START}/waiting?place=${encodeURIComponent(typed)}`));
  assert.equal(elsewhere.action, page.action);
  const walk = async (name: string) => {
    let step = await post(fetch, page, new URLSearchParams());
    const answers = { ...EVERY_ANSWER, name };
    for (let i = 0; i < 20 && !step.receipt && step.status < 400; i += 1)
      step = await post(fetch, step, fillIn(step, flatten({ ...EVERY_ANSWER, ...(name ? answers : {}) })));
    return step;
  };
  const first = await walk('');
  assert.ok(first.receipt);
  assert.equal((await walk('')).receipt, first.receipt, 'the same in the other tab is the same application');
});

test('a code that was mistyped, belongs elsewhere or is too old ends in a page that says so', async () => {
  await measure(900);
  const code = codeIn(await queue());
  const wrong = await fetch(`${START}/waiting?place=${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`);
  assert.equal(wrong.status, 404);
  assert.match(await wrong.text(), /gibt es hier nicht/);
  assert.equal((await fetch(`/musterstadt/alles/waiting?place=${code}`)).status, 404);
  assert.equal((await fetch(`${START}/waiting?place=%3Cscript%3E`)).status, 404);
  assert.equal((await fetch(`${START}/waiting`)).status, 200);
  assert.equal((await fetch('/musterland/nichts/waiting')).status, 404);
  // No way in by a code that is none, or whose turn it is not.
  for (const none of ['x', code]) {
    const refused = await begin(`${START}?place=${none}`);
    assert.equal(refused.status, 303);
    assert.ok(refused.headers.get('location')?.startsWith(`${START}/waiting?place=`));
  }
});

test('where not all inside can be served, the next page waits before the submission, and nothing typed is lost', async () => {
  await measure(10, 30);
  let page = await post(fetch, await see(await fetch(START)), new URLSearchParams());
  await measure(4000, 1);
  const held = await post(fetch, page, fillIn(page, flatten(EVERY_ANSWER)));
  assert.equal(held.status, 503);
  assert.match(held.text, /Ihre Angaben sind noch da/);
  await measure(10, 1);
  page = await post(fetch, held, fillIn(held, []));
  assert.equal(page.status, 200);
  while (!page.action.endsWith('/check')) page = await post(fetch, page, fillIn(page, flatten(EVERY_ANSWER)));
  await measure(4000, 1);
  assert.ok((await post(fetch, page, fillIn(page, []))).receipt, 'who is nearly done goes before who begins');
  const shed = site.admission.readings().shed;
  assert.deepEqual([shed.page, shed.submit], [1, 0]);
});

test('under the heaviest load the status waits too, and says for how long', async () => {
  await measure(20_000, 1);
  const response = await fetch('/status', { method: 'POST', body: new URLSearchParams({ number: 'x' }) });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '60');
  await measure(10, 1);
  assert.deepEqual(site.errors, []);
});
