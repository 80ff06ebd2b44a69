import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeRegistry } from '#intake';
import { serve } from '#src/roles/serve.ts';
import { makeDoor } from '#web/citizen/index.ts';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';

const now = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(now);
const registry = makeRegistry(site.db, { lifetime: 600_000 });
await site.put('musterland', await loadPackage('soforthilfe'));
await site.put('musterstadt', await loadPackage('soforthilfe'), 'paused');
for (const authority of ['musterland', 'musterstadt']) await registry.find(authority, 'soforthilfe');
const START = '/musterland/soforthilfe';

/** What the door answered itself. */
const opened: string[] = [];
const door = makeDoor({ registry, admission: site.admission, clock: () => now });
const served = await serve({
  app: site.app,
  door: (request, response) => {
    const path = door(request, response);
    if (path) opened.push(`${request.method} ${path}`);
    return path;
  },
  host: '127.0.0.1',
  port: 0,
  isReady: async () => true,
});
after(() => served.stop());

const measure = async (loopDelay: number, ticks = 2): Promise<void> => {
  site.measured.loopDelay = loopDelay;
  for (let i = 0; i < ticks; i += 1) await site.admission.tick();
};
const atTheDoor = (path: string, method = 'GET') =>
  fetch(`http://127.0.0.1:${served.port}${path}`, {
    method,
    redirect: 'manual',
    ...(method === 'POST' ? { body: 'action=continue' } : {}),
  });
const inside = (path: string, method = 'GET') => site.app.request(path, { method });

const CONNECTION = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length'];
const headersOf = (response: Response): Record<string, string> =>
  Object.fromEntries([...response.headers].filter(([name]) => !CONNECTION.includes(name)));
/** What differs from place to place. */
const general = (text: string): string =>
  text.replaceAll(/([0-9A-Z]{4}-){5}[0-9A-Z]{4}/g, 'CODE').replaceAll(/\d+/g, '0');
const lookOf = async (response: Response) => ({
  status: response.status,
  headers: JSON.parse(general(JSON.stringify(headersOf(response)))),
  page: general(await response.text()),
});

test('without a line the door is open: nothing is answered there', async () => {
  assert.equal((await atTheDoor(START, 'POST')).status, 200);
  assert.deepEqual(opened, []);
});

test('a newcomer gets at the door what the pages behind it would give, in each language', async () => {
  await measure(900);
  await inside(START, 'POST'); // the first of the line draws the numbers for those that follow
  for (const query of ['', '?lang=en', '?lang=de-x-leicht', '?lang=xx']) {
    opened.length = 0;
    const expected = await lookOf(await inside(`${START}${query}`, 'POST'));
    assert.deepEqual(await lookOf(await atTheDoor(`${START}${query}`, 'POST')), expected);
    assert.equal(expected.status, 200);
    assert.deepEqual(opened, [`POST ${START}`]);
  }
});

test('whoever stands in the line is answered at the door, until it is their turn', async () => {
  const address = (await inside(START, 'POST')).headers.get('content-location') ?? '';
  for (const path of [address, `${address}&lang=en`, `${address}&still=1`]) {
    opened.length = 0;
    assert.deepEqual(await lookOf(await atTheDoor(path)), await lookOf(await inside(path)));
    assert.deepEqual(opened, [`GET ${START}/waiting`], path);
  }
  opened.length = 0;
  await measure(10, 12); // the line moves to its end
  await measure(900);
  assert.match(await (await atTheDoor(address)).text(), /Sie sind dran/);
  const place = new URL(address, 'http://x').searchParams.get('place');
  assert.equal((await atTheDoor(`${START}?place=${place}`, 'POST')).status, 200);
  assert.deepEqual(opened, [], 'who may go in is let in by the pages');
});

test('all else goes to the pages: other addresses, wrong codes, services that are paused or not there', async () => {
  opened.length = 0;
  for (const [path, method, status] of [
    ['/', 'GET', 200],
    [START, 'GET', 200],
    [`${START}/waiting`, 'GET', 200],
    [`${START}/waiting?place=ABCD`, 'GET', 404],
    ['/musterland/nichts', 'POST', 404],
    ['/musterstadt/soforthilfe', 'POST', 503],
    ['/musterland/%73oforthilfe/waiting?place=x', 'GET', 404],
    [`${START}/waiting`, 'POST', 415],
  ] as const)
    assert.equal((await atTheDoor(path, method)).status, status, `${method} ${path}`);
  assert.deepEqual(opened, []);
});
