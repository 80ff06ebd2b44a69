import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '#lib/json.ts';
import { type Content, hashContent, markContent } from './payload.ts';

const content: fc.Arbitrary<Content> = fc.record({
  id: fc.uuid(),
  authority: fc.string(),
  service: fc.string(),
  digest: fc.string(),
  answers: fc.dictionary(fc.string(), fc.jsonValue()),
});

test('the hash of a receipt is SHA-256 over the canonical JSON of content and secret, for anybody to repeat', () => {
  fc.assert(
    fc.property(content, (one) => {
      const { secret, hash } = markContent(new Uint8Array(32), one);
      const expected = createHash('sha256')
        .update(canonicalJson({ ...one, secret }))
        .digest('hex');
      assert.equal(hash, expected);
      assert.equal(hashContent(one, secret), expected);
    }),
  );
});

test('the secret is that of this content under this key alone', () => {
  fc.assert(
    fc.property(content, content, fc.uint8Array({ minLength: 32, maxLength: 32 }), (one, other, key) => {
      fc.pre(canonicalJson(one) !== canonicalJson(other) && key.some((byte) => byte !== 0));
      const { secret } = markContent(new Uint8Array(32), one);
      assert.match(secret, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      assert.equal(markContent(new Uint8Array(32), one).secret, secret);
      assert.notEqual(markContent(new Uint8Array(32), other).secret, secret);
      assert.notEqual(markContent(key, one).secret, secret);
    }),
  );
});
