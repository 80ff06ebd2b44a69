import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './json.ts';

test('keys are sorted at every depth and absent values left out', () => {
  assert.equal(canonicalJson({ b: [{ d: 1, c: 'ä"' }], a: undefined, A: null }), '{"A":null,"b":[{"c":"ä\\"","d":1}]}');
});

test('it is JSON with the same meaning, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const shuffled = Object.fromEntries(Object.entries(value).reverse());
      assert.equal(canonicalJson(shuffled), canonicalJson(value));
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});
