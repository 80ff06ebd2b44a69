import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queuedFor } from './queued-for.ts';

const of = (given: string | undefined): number | undefined =>
  queuedFor({ headers: given === undefined ? {} : { 'x-request-start': given } });

test('the time at the proxy is read in seconds, milliseconds and microseconds', () => {
  const start = Date.now() - 2500;
  for (const given of [`t=${(start / 1000).toFixed(3)}`, `t=${start}`, String(start), `t=${start}000`]) {
    const waited = of(given) ?? 0;
    assert.ok(waited >= 2500 && waited < 60_000, `${given}: ${waited}`);
  }
});

test('a clock that is ahead makes no negative wait, and what is no time counts for nothing', () => {
  assert.equal(of(`t=${Date.now() + 5000}`), 0);
  for (const none of [undefined, '', 't=', 'soon', 't=12', 't=-1', `t=${Date.now() - 3 * 24 * 3600 * 1000}`, '1e99'])
    assert.equal(of(none), undefined, String(none));
});
