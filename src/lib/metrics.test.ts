import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMetrics } from './metrics.ts';

test('figures are printed in the text format of Prometheus', () => {
  const metrics = makeMetrics();
  const requests = metrics.counter('requests_total', 'Requests.');
  metrics.counter('empty_total', 'Never added to.');
  requests.add(1, { route: '/a"\\', status: '2xx' });
  requests.add(2, { route: '/a"\\', status: '2xx' });
  metrics.gauge('waiting', 'How many\nwait.', () => 3);
  metrics.gauge('lines', 'By line.', () => [{ labels: { line: 'x' }, value: 1.5 }]);
  metrics.gauge('broken', 'Fails.', () => {
    throw new Error('no');
  });
  const seconds = metrics.histogram('commit_seconds', 'Commit.', [0.01, 0.1]);
  for (const value of [0.01, 0.05, 7]) seconds.observe(value);
  assert.equal(
    metrics.render(),
    `# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{route="/a\\"\\\\",status="2xx"} 3
# HELP empty_total Never added to.
# TYPE empty_total counter
empty_total 0
# HELP waiting How many wait.
# TYPE waiting gauge
waiting 3
# HELP lines By line.
# TYPE lines gauge
lines{line="x"} 1.5
# HELP broken Fails.
# TYPE broken gauge
# HELP commit_seconds Commit.
# TYPE commit_seconds histogram
commit_seconds_bucket{le="0.01"} 1
commit_seconds_bucket{le="0.1"} 2
commit_seconds_bucket{le="+Inf"} 3
commit_seconds_sum 7.06
commit_seconds_count 3
`,
  );
});

test('labels cannot grow without bound, and no name is given twice', () => {
  const metrics = makeMetrics();
  const counter = metrics.counter('many_total', 'Many.');
  for (let i = 0; i < 5000; i++) counter.add(1, { i: String(i) });
  const lines = metrics
    .render()
    .split('\n')
    .filter((text) => text.startsWith('many_total'));
  assert.equal(lines.length, 301);
  assert.equal(lines.at(-1), 'many_total{beyond="limit"} 4700');
  assert.throws(() => metrics.counter('many_total', ''), /there already/);
  assert.throws(() => metrics.counter('Many-Total', ''), /usable name/);
});
