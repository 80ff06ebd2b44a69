import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientAddress, makeRateLimit, networkOf } from './rate-limit.ts';

const networks: readonly [address: string | undefined, network: string | undefined][] = [
  ['203.0.113.7', '203.0.113'],
  ['::ffff:203.0.113.9', '203.0.113'],
  ['2001:db8:12:34::1', '2001:db8:12'],
  ['2001:0DB8:0012:ffff::', '2001:db8:12'],
  ['2001:db8::1', '2001:db8:0'],
  ['127.0.0.1', undefined],
  ['::1', undefined],
  ['::ffff:127.0.0.1', undefined],
  ['10.1.2.3', undefined],
  ['172.20.0.4', undefined],
  ['172.32.0.4', '172.32.0'],
  ['fd00::5', undefined],
  ['unknown', undefined],
  ['', undefined],
  [undefined, undefined],
];
for (const [address, network] of networks)
  test(`the network of ${address} is ${network}`, () => {
    assert.equal(networkOf(address), network);
  });

const chains: readonly [forwarded: string | undefined, proxies: number, client: string][] = [
  [undefined, 1, '192.0.2.1'],
  ['203.0.113.7', 0, '192.0.2.1'],
  ['203.0.113.7', 1, '203.0.113.7'],
  ['6.6.6.6, 203.0.113.7', 1, '203.0.113.7'],
  ['6.6.6.6, 203.0.113.7, 198.51.100.2', 2, '203.0.113.7'],
  ['203.0.113.7', 3, '203.0.113.7'],
];
for (const [forwarded, proxies, client] of chains)
  test(`behind ${proxies} proxies, ${forwarded} means ${client}`, () => {
    assert.equal(clientAddress('192.0.2.1', forwarded, proxies), client);
  });

test('a network has its burst, then its rate; others do not pay for it', () => {
  let now = 0;
  const limit = makeRateLimit({ burst: 3, perSecond: 0.5, now: () => now });
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => limit.take('a')),
    [0, 0, 0, 2, 2],
  );
  assert.equal(limit.take('b'), 0);
  now += 2000;
  assert.deepEqual([limit.take('a'), limit.take('a')], [0, 2]);
  now -= 60_000;
  assert.equal(limit.take('b'), 0, 'a clock put back takes nothing away');
  now += 3_700_000 + 60_000;
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit.take('a')),
    [0, 0, 0, 2],
  );
});

test('a great amount is let through while anything is left, and made up for before the next', () => {
  let now = 0;
  const limit = makeRateLimit({ burst: 10, perSecond: 2, now: () => now });
  assert.deepEqual([limit.take('a', 4), limit.take('a', 20), limit.take('a')], [0, 0, 8]);
  now += 7000;
  assert.equal(limit.take('a'), 1);
  now += 500;
  assert.equal(limit.take('a', 5), 0);
});

test('memory is bounded, and what was seen last stays', () => {
  const limit = makeRateLimit({ burst: 1, perSecond: 0.001, most: 100, now: () => 0 });
  for (let i = 0; i < 1000; i++) {
    limit.take(`n${i}`);
    limit.take('busy');
  }
  assert.equal(limit.size, 100);
  assert.ok(limit.take('busy') > 0);
});
