import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import type { RefusedConnection } from './bad-client.ts';
import { serve } from './serve.ts';

const refused: RefusedConnection[] = [];
const served = await serve({
  app: { fetch: async (request) => new Response(`got ${(await request.text()).length}`) },
  host: '127.0.0.1',
  port: 0,
  isReady: async () => true,
  onRefuse: (reason) => refused.push(reason),
  limits: { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50, maxConnections: 20 },
});
after(() => served.stop());

const open = async (): Promise<Socket> => {
  const socket = connect(served.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
};
const send = async (...parts: string[]): Promise<string> => {
  const socket = await open();
  const answer = text(socket);
  for (const part of parts) socket.write(part);
  return answer;
};
const HEAD = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
const flood = (count: number, size: number): string =>
  Array.from({ length: count }, (_, i) => `X-${i}: ${'x'.repeat(size)}\r\n`).join('');

const bad: readonly [name: string, sent: string, status: RegExp, reason: RefusedConnection][] = [
  ['a header of 20 kB', `${HEAD}${flood(2, 10_000)}\r\n`, /^HTTP\/1.1 431 /, 'headers'],
  ['a flood of short headers', `${HEAD}${flood(300, 1)}\r\n`, /^HTTP\/1.1 431 /, 'headers'],
  ['no HTTP at all', 'hello\r\n\r\n', /^HTTP\/1.1 400 /, 'malformed'],
  ['headers that never end', 'GET / HTTP/1.1\r\nHost: a\r\nX: ', /^HTTP\/1.1 408 [\s\S]*Retry-After: 5/, 'slow'],
  ['a body that never ends', `${HEAD}Content-Length: 100\r\n\r\nabc`, /^HTTP\/1.1 408 /, 'slow'],
];
for (const [name, sent, status, reason] of bad)
  test(`${name} is refused in words, and a sound request is served beside it`, async () => {
    refused.length = 0;
    const answering = send(sent);
    assert.equal(
      await (await fetch(`http://127.0.0.1:${served.port}/`, { method: 'POST', body: 'abc' })).text(),
      'got 3',
    );
    const answer = await answering;
    assert.match(answer, status);
    assert.match(answer, /\r\n\r\n[^\r\n]{20,}/);
    assert.deepEqual(refused, [reason]);
  });

test('a load balancer that asks by HTTP/1.0 without a host is told how we are', async () => {
  refused.length = 0;
  assert.match(await send('GET /health/ready HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 200 [\s\S]*\r\n\r\nready\n$/);
  assert.match(
    await send('GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1.1 400 /,
    'HTTP/1.1 asks for one',
  );
  assert.deepEqual(refused, []);
});

test('connections above the limit are cut, and those there before are served', async () => {
  refused.length = 0;
  const first = await open();
  const more = await Promise.all(Array.from({ length: 40 }, open));
  const answer = text(first);
  first.write(`${HEAD}Content-Length: 3\r\n\r\nabc`);
  assert.match(await answer, /got 3$/);
  for (let i = 0; i < 100 && refused.length < 20; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(refused.length >= 20 && refused.every((reason) => reason === 'full'), String(refused));
  for (const socket of more) socket.destroy();
});
