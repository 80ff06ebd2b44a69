import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseXml } from './xml.ts';

const placeOf = (source: string): string => {
  const parsed = parseXml(source);
  return parsed.kind === 'problem'
    ? `${parsed.problem.line}:${parsed.problem.column} ${parsed.problem.message}`
    : 'sound';
};

test('faults are told with line and column, the first alone', () => {
  assert.equal(placeOf('<a><b/></a>'), 'sound');
  assert.match(placeOf('<a>\n <b></c></a>'), /^2:9 unexpected close tag/);
  assert.match(placeOf('<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>'), /A document type is not allowed/);
  assert.match(placeOf(''), /^1:1 /);
});

test('hostile nesting is refused at once, not in quadratic time', () => {
  const start = performance.now();
  assert.match(placeOf('<a>'.repeat(300_000)), /nested more than 500 deep/);
  assert.ok(performance.now() - start < 2000, 'reading on costs minutes');
});
