import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches, replace, split } from './pattern.ts';
import { Run } from './run.ts';

const run = (): Run => new Run({ now: Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]') });

/** Text, pattern, flags → found; null where XPath calls the pattern wrong. Most are examples of F&O 3.1 § 5.6. */
const MATCHES: readonly (readonly [string, string, string, boolean | null])[] = [
  ['abracadabra', 'bra', '', true],
  ['abracadabra', '^a.*a$', '', true],
  ['abracadabra', '^bra', '', false],
  ['a\nb', '^b', '', false],
  ['a\nb', '^b', 'm', true],
  ['a\nb', 'a.b', '', false],
  ['a\nb', 'a.b', 's', true],
  ['HELLO', 'hello', 'i', true],
  ['helloworld', 'hello world', 'x', true],
  ['hello world', 'hello[ ]world', 'x', true],
  ['hello world', 'hello\\ sworld', 'x', true],
  ['a.b', 'a.b', 'q', true],
  ['axb', 'a.b', 'q', false],
  ['abcabc', '(abc)\\1', '', true],
  ['aa11', '([a-z])\\1([0-9])\\2', '', true],
  ['b', '[a-z-[aeiou]]', '', true],
  ['e', '[a-z-[aeiou]]', '', false],
  ['é', '\\p{Ll}', '', true],
  ['é', '\\p{IsBasicLatin}', '', false],
  ['x-1', '^[\\w\\-]+$', '', true],
  ['aaa', '^a{2,3}$', '', true],
  ['a', '^a{2,}$', '', false],
  ['x', '(asd)[\\1]', '', null],
  ['x', '(a)\\2', '', null],
  ['x', '(\\1a)', '', null],
  ['x', 'a**', '', null],
  ['x', '[z-a]', '', null],
  ['x', '(a', '', null],
  ['x', 'a', 'k', null],
  ['x', '\\y', '', null],
];

for (const [input, pattern, flags, expected] of MATCHES) {
  test(`matches ${JSON.stringify(input)} ${pattern} ${flags}`, () => {
    assert.equal(matches(run(), input, pattern, flags), expected);
  });
}

const REPLACES: readonly (readonly [string, string, string, string | null])[] = [
  ['abracadabra', 'bra', '*', 'a*cada*'],
  ['abracadabra', 'a.*a', '*', '*'],
  ['abracadabra', 'a.*?a', '*', '*c*bra'],
  ['abracadabra', 'a', '', 'brcdbr'],
  ['abracadabra', 'a(.)', 'a$1$1', 'abbraccaddabbra'],
  ['AAAA', 'A+?', 'b', 'bbbb'],
  ['darted', '^(.*?)d(.*)$', '$1c$2', 'carted'],
  ['abcd', '(ab)|(a)', '[1=$1][2=$2]', '[1=ab][2=]cd'],
  ['abc', '(b)', '$12', 'ab2c'],
  ['1€', '€', '\\$', '1$'],
  ['abracadabra', '.*?', '$1', null],
  ['abc', 'b', '$', null],
  ['abc', 'b', '\\', null],
];

for (const [input, pattern, replacement, expected] of REPLACES) {
  test(`replace ${input} ${pattern} → ${replacement}`, () => {
    assert.equal(replace(run(), input, pattern, replacement, undefined), expected);
  });
}

test('splits at each match, empty texts included', () => {
  assert.deepEqual(split(run(), 'a;b;;', ';'), ['a', 'b', '', '']);
  assert.deepEqual(split(run(), 'a1b22c', '\\d+'), ['a', 'b', 'c']);
});

test('patterns that make backtracking engines hang answer at once', () => {
  const started = performance.now();
  const text = 'a'.repeat(20_000);
  for (const pattern of ['^(a+)+$b', '(a|aa)+b', '(.*)*b', '(a?){50}b', '([a-z]+)*\\d']) {
    assert.equal(matches(run(), text, pattern, ''), false, pattern);
  }
  assert.ok(performance.now() - started < 5000);
});
