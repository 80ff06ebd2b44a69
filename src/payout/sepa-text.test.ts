import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSepaReference, toSepaText } from './sepa-text.ts';

test('names keep their sound in the SEPA character set', () => {
  const cases = [
    ['Müller & Söhne GmbH', 'Mueller + Soehne GmbH'],
    ['Bäckerei Groß', 'Baeckerei Gross'],
    ['Łukasz Żółć', 'Lukasz Zolc'],
    ['Nguyễn Thị Hồng', 'Nguyen Thi Hong'],
    ['Mu\u0308ller', 'Mueller'],
    ['Søren Åkesson', 'Soeren Aakesson'],
    ['Þór Ðungal', 'Thor Dungal'],
    ['O’Brien – „Café“', "O'Brien - 'Cafe'"],
    ['Иван', ''],
    ['a\tb\r\nc  d', 'a b c d'],
    ['<b>&amp;</b>', 'b +amp, /b'],
    ['😀 Studio', 'Studio'],
  ];
  for (const [from = '', to] of cases) assert.equal(toSepaText(from, 70), to, from);
});

test('text is cut to length without a space at the end', () => {
  assert.equal(toSepaText('ab cd', 3), 'ab');
  assert.equal(toSepaText('ä'.repeat(70), 70), 'ae'.repeat(35));
});

test('any text comes out in the character set and within its length, and stays as it is the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 140 }), (text, max) => {
      const once = toSepaText(text, max);
      assert.match(once, /^[A-Za-z0-9/\-?:().,'+ ]*$/);
      assert.ok(once.length <= max);
      assert.equal(toSepaText(once, max), once);
    }),
    { numRuns: 1000 },
  );
});

test('references follow the rules for slashes and length', () => {
  for (const good of ['KD-1', '0K3VX-9MZQ1-7B2CD', 'a/b']) assert.ok(isSepaReference(good), good);
  for (const bad of ['', '/a', 'a/', 'a//b', 'ä', 'x'.repeat(36)]) assert.ok(!isSepaReference(bad), bad);
});
