import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCitizenApp } from '#web/citizen/index.ts';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';
import { EVERY_ANSWER, makeEveryKind } from './every-kind.ts';
import { walkForm } from './walk.ts';

const now = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(now);
await site.put('musterland', makeEveryKind());
await site.put('musterland', await loadPackage('rueckholung'));
const fetch = (path: string, init?: RequestInit): Response | Promise<Response> => site.app.request(path, init);
const read = async (path: string, init?: RequestInit): Promise<string> => (await fetch(path, init)).text();

const BANNERS = [
  ['', 'Vorführung: Diese Behörde gibt es nicht.', 'Offizielle Website'],
  ['?lang=de-x-leicht', 'Das ist nur ein Beispiel. Dieses Amt gibt es nicht.', 'Internet-Seite vom Amt'],
  ['?lang=en', 'Demonstration: this authority does not exist.', 'Official website'],
] as const;

test('a demonstration says so on every page and does not call itself official; a real site does', async () => {
  const { registry, db } = site;
  const sealKeys = [{ name: 'k1', key: Buffer.alloc(32, 5) }] as const;
  const intake = { submit: () => assert.fail(), receiptOf: () => assert.fail(), close: async () => {} };
  const onError = (error: Error) => assert.fail(error);
  // Nothing is handed in here, so the rest of what a site has is left out.
  const admission = { level: () => 0 };
  const deps = { registry, db, sealKeys, intake, admission, onError, clock: () => now, isDemo: true };
  const demo = makeCitizenApp(deps as unknown as Parameters<typeof makeCitizenApp>[0]);
  for (const [lang, banner, official] of BANNERS)
    for (const path of ['/', '/musterland/rueckholung', '/musterland', '/status', '/nirgends', '/barrierefreiheit']) {
      const shown = await (await demo.request(`${path}${lang}`)).text();
      assert.ok(shown.includes(banner) && !shown.includes(official), `demonstration ${path}${lang}`);
      const real = await read(`${path}${lang}`);
      assert.ok(!real.includes(banner) && real.includes(official), `${path}${lang}`);
    }
});

const head = (page: string): string => /<div class="kd-head__names">[\s\S]*?<\/div>/.exec(page)?.[0] ?? '';

test('a page names the authority as soon as it is known whose page it is', async () => {
  const last = (await walkForm(fetch, '/musterland/alles', EVERY_ANSWER)).at(-1);
  const body = new URLSearchParams({
    authority: 'musterland',
    number: last?.receipt ?? '',
    secret: last?.secret ?? '',
  });
  const status = await read('/status', { method: 'POST', body });
  assert.match(status, /data-status/);
  const own = [status, ...(await Promise.all(['/musterland', '/musterland/impressum'].map((path) => read(path))))];
  for (const page of [...own, await read('/status?authority=musterland')])
    assert.match(head(page), /Bezirksregierung Musterland/);
  for (const path of ['/', '/status', '/barrierefreiheit', '/status?authority=nirgends'])
    assert.match(head(await read(path)), /Online-Dienste/, path);
});

test('a long list stands in the order of the language shown, a short one in the order of the package', async () => {
  const countries = async (lang: string) => {
    const page = await read(`/musterland/rueckholung?lang=${lang}`, { method: 'POST', body: new URLSearchParams() });
    return [...page.matchAll(/<option value="(\w+)"/g)].map(([, code]) => code);
  };
  const [german, english] = [await countries('de'), await countries('en')];
  assert.deepEqual(german.slice(0, 4), ['af', 'eg', 'al', 'dz']); // Afghanistan, Ägypten, Albanien, Algerien
  assert.deepEqual(english.slice(0, 4), ['af', 'al', 'dz', 'ad']); // Afghanistan, Albania, Algeria, Andorra
  assert.equal(new Set(german).size, new Set(english).size);
});

test('Leichte Sprache has a line for each sentence', async () => {
  assert.match(await read('/?lang=de-x-leicht'), /Was brauchen Sie\?\nSie müssen sich nicht anmelden\./);
  const start = await read('/musterland/rueckholung?lang=de-x-leicht');
  assert.match(start, /Sind Sie in einem anderen Land\?\nUnd kommen Sie nicht mehr nach Hause\?/);
  const style = await read(/href="(\/assets\/[^"]+\.css)"/.exec(start)?.[1] ?? '');
  assert.ok(/:lang\(de-x-leicht\) ?\{white-space: ?pre-line/.test(style), 'the style sheet shows the lines');
});
