import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { makeIntake, makeReceiptSigner, makeRegistry } from '#intake';
import type { Door } from '#lib/door.ts';
import { makeUuid } from '#lib/id.ts';
import { serve } from '#src/roles/serve.ts';
import { makeApi, makeSubmissionDoor } from '#web/api/index.ts';
import { makeDoor } from '#web/citizen/index.ts';
import { readExample } from './applicant.ts';
import { loadPackage, makeCitizenSite, signingKey } from './citizen-site.ts';

const now = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(now);
const registry = makeRegistry(site.db, { lifetime: 600_000 });
await site.put('musterland', await loadPackage('soforthilfe'));
await site.put('musterstadt', await loadPackage('soforthilfe'), 'paused');
for (const authority of ['musterland', 'musterstadt']) await registry.find(authority, 'soforthilfe');
const START = '/musterland/soforthilfe';

/** What the doors answered themselves. */
const opened: string[] = [];
const watch =
  (door: Door): Door =>
  (request, response, answered) =>
    door(request, response, (path) => {
      opened.push(`${request.method} ${path} ${response.statusCode}`);
      answered(path);
    });
const { admission, db } = site;
/** How long requests waited at the proxy, of those that count. */
const queued: number[] = [];
const counting = { ...admission, queued: (ms: number) => void queued.push(ms) };
const queuedFor = ({ headers }: IncomingMessage): number | undefined =>
  headers['x-waited'] === undefined ? undefined : Number(headers['x-waited']);
const clock = () => now;
const onError = (error: Error): void => void site.errors.push(error);
const intake = makeIntake({
  url: site.url,
  clock,
  signer: makeReceiptSigner(signingKey()),
  secretKey: Buffer.alloc(32, 3),
  issuer: 'http://localhost',
  cell: 'test',
});
after(() => intake.close());
const deps = { registry, intake, db, clock, onError };
const api = makeApi({ ...deps, receiptKeys: [], baseUrl: '', version: 'test' });
const served = await serve({
  app: { fetch: (request, env) => (request.url.includes('/api/') ? api : site.app).fetch(request, env) },
  doors: [watch(makeDoor({ registry, admission: counting, clock, queuedFor })), watch(makeSubmissionDoor(deps))],
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
    assert.deepEqual(opened, [`POST ${START} 200`]);
  }
});

test('whoever stands in the line is answered at the door, also that it is their turn', async () => {
  const address = (await inside(START, 'POST')).headers.get('content-location') ?? '';
  for (const path of [address, `${address}&lang=en`, `${address}&still=1`]) {
    opened.length = 0;
    assert.deepEqual(await lookOf(await atTheDoor(path)), await lookOf(await inside(path)));
    assert.deepEqual(opened, [`GET ${START}/waiting 200`], path);
  }
  opened.length = 0;
  await measure(10, 12); // the line moves to its end
  await measure(900);
  for (const path of [address, `${address}&lang=en`]) {
    opened.length = 0;
    const seen = await lookOf(await atTheDoor(path));
    assert.match(seen.page, /Sie sind dran|It is your turn/);
    assert.deepEqual(seen, await lookOf(await inside(path)));
    assert.deepEqual(opened, [`GET ${START}/waiting 200`], path);
  }
  opened.length = 0;
  const place = new URL(address, 'http://x').searchParams.get('place');
  assert.equal((await atTheDoor(`${START}?place=${place}`, 'POST')).status, 200);
  assert.deepEqual(opened, [], 'who may go in is let in by the pages');
});

test('the wait at the proxy counts for all at rest, and while there is a line for those inside alone', async () => {
  const ask = (path: string, method: string, waited?: number) =>
    fetch(`http://127.0.0.1:${served.port}${path}`, {
      method,
      redirect: 'manual',
      headers: waited === undefined ? {} : { 'x-waited': String(waited) },
      ...(method === 'POST' ? { body: 'action=continue' } : {}),
    });
  const before = queued.length;
  await ask(START, 'POST', 9000); // comes to the line, which is there since the test before
  const [place] = (await inside(START, 'POST')).headers.get('content-location')?.split('&') ?? [];
  await ask(place ?? '', 'GET', 9000);
  await ask(`${START}/betrieb`, 'POST', 7);
  await ask(START, 'POST');
  assert.deepEqual(queued.slice(before), [7]);
  await measure(10, 12);
  await ask(START, 'GET', 8);
  assert.deepEqual(queued.slice(before), [7, 8]);
  await measure(900);
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

const SUBMISSIONS = '/api/v1/musterland/soforthilfe/submissions';
const GOOD = JSON.stringify({ answers: readExample('soforthilfe', 'hoechstgrenze.yaml', 0) });

test('a submission is answered at the door as behind it: taken, repeated, refused for each reason', async () => {
  const json = { 'content-type': 'application/json' };
  const id = makeUuid(now.epochMilliseconds);
  const cases: readonly (readonly [
    what: string,
    path: string,
    headers: Record<string, string>,
    body: string,
    status: number,
  ])[] = [
    ['taken', SUBMISSIONS, { ...json, 'idempotency-key': id }, GOOD, 201],
    ['repeated', SUBMISSIONS, { ...json, 'idempotency-key': id }, GOOD, 201],
    ['other content', SUBMISSIONS, { ...json, 'idempotency-key': id }, GOOD.replace('DE', 'AT'), 409],
    ['no key', SUBMISSIONS, json, GOOD, 400],
    ['no JSON', SUBMISSIONS, { ...json, 'idempotency-key': makeUuid(1) }, '{"answers"', 400],
    ['other shape', SUBMISSIONS, { ...json, 'idempotency-key': makeUuid(1) }, '[]', 400],
    ['another type', SUBMISSIONS, { 'content-type': 'text/plain', 'idempotency-key': makeUuid(1) }, GOOD, 415],
    [
      'wrong answers',
      SUBMISSIONS,
      { ...json, 'idempotency-key': makeUuid(1), 'accept-language': 'en' },
      '{"answers":{"x":1}}',
      422,
    ],
    [
      'no such service',
      SUBMISSIONS.replace('soforthilfe', 'nichts'),
      { ...json, 'idempotency-key': makeUuid(1) },
      GOOD,
      404,
    ],
    [
      'paused',
      SUBMISSIONS.replace('musterland', 'musterstadt'),
      { ...json, 'idempotency-key': makeUuid(1) },
      GOOD,
      503,
    ],
  ];
  for (const [what, path, headers, body, status] of cases) {
    opened.length = 0;
    const direct = await fetch(`http://127.0.0.1:${served.port}${path}`, { method: 'POST', headers, body });
    assert.deepEqual(opened, [`POST ${path} ${status}`], what);
    const behind = await api.request(path, { method: 'POST', headers, body });
    const [a, b] = [await direct.text(), await behind.text()];
    assert.equal(direct.status, behind.status, what);
    assert.deepEqual(headersOf(direct), headersOf(behind), what);
    assert.equal(a, b, what);
  }
  assert.deepEqual(site.errors, []);
});

test('what is too large, of unknown length or cut off never reaches intake', async () => {
  opened.length = 0;
  const headers = { 'content-type': 'application/json', 'idempotency-key': makeUuid(2) };
  const url = `http://127.0.0.1:${served.port}${SUBMISSIONS}`;
  assert.equal((await fetch(url, { method: 'POST', headers, body: 'x'.repeat(600_000) })).status, 413);
  const stream = new Blob([GOOD]).stream();
  const chunked = await fetch(url, { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit);
  assert.equal(chunked.status, 201, 'a body in pieces goes the ordinary way');
  const socket = connect(served.port, '127.0.0.1');
  socket.write(
    `POST ${SUBMISSIONS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: ${makeUuid(3)}\r\nContent-Length: 999\r\n\r\n{"ans`,
  );
  await new Promise((done) => setTimeout(done, 50));
  socket.destroy();
  while (opened.length === 0) await new Promise((done) => setTimeout(done, 10));
  assert.deepEqual(opened, [`POST ${SUBMISSIONS} 500`], 'counted, and told to nobody');
  assert.deepEqual(site.errors, []);
});
