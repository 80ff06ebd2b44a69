import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { makeMetrics } from '#lib/metrics.ts';
import { makeRouteNamer, measureAnswers, measureProcess, serveMetrics } from './measure.ts';

const app = new Hono();
app.use((_, next) => next());
app.get('/', (c) => c.text(''));
app.get('/:authority/:service', (c) => c.text(''));
app.post('/status', (c) => c.text(''));

const named: readonly [method: string, path: string, route: string][] = [
  ['GET', '/', '/'],
  ['HEAD', '/land/hilfe', '/:authority/:service'],
  ['GET', '/land/hilfe', '/:authority/:service'],
  ['POST', '/status', '/status'],
  ['POST', '/land/hilfe', 'none'],
  ['BREW', '/a/b/c/d', 'none'],
];
for (const [method, path, route] of named)
  test(`${method} ${path} is counted as ${route}`, () => {
    assert.equal(makeRouteNamer([app])(method, path), route);
  });

test('no address reaches the figures, whatever is asked for', () => {
  const metrics = makeMetrics();
  const onAnswer = measureAnswers(metrics, [app]);
  for (let i = 0; i < 1000; i++) onAnswer({ method: `M${i}`, path: `/erika/${i}/x`, status: 404, ms: 1 });
  onAnswer({ method: 'GET', path: '/erika/hilfe', status: 200, ms: 7 });
  const told = metrics.render();
  assert.doesNotMatch(told, /erika|M1/);
  assert.match(told, /requests_total\{method="other",route="none",status="4xx"\} 1000\n/);
  assert.match(told, /requests_total\{method="GET",route="\/:authority\/:service",status="2xx"\} 1\n/);
});

test('figures are at /metrics on a port of their own; a taken port is told and stops nothing', async () => {
  const said: string[] = [];
  const metrics = measureProcess('test');
  const first = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 }, (text) => said.push(text));
  const answer = await fetch(`http://127.0.0.1:${first.port}/metrics`);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0.0.4/);
  assert.match(await answer.text(), /knopfdruck_event_loop_delay_seconds\{quantile="0.99"\} [\d.]+\n/);
  assert.equal((await fetch(`http://127.0.0.1:${first.port}/`)).status, 404);
  const second = await serveMetrics(metrics, { host: '127.0.0.1', port: first.port ?? 0 }, (text) => said.push(text));
  assert.match(said.join(), /EADDRINUSE/);
  const third = await serveMetrics(metrics, { host: '127.0.0.1', port: first.port ?? 0 }, () => {}, 9);
  assert.ok((third.port ?? 0) > (first.port ?? 0), 'the next free one');
  await third.stop();
  await second.stop();
  await first.stop();
});
