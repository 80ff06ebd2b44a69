import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explanationHtml, readOutline } from './explanation.ts';

test('what a decision rests on stands below it, whatever the lines look like', () => {
  const leaf = (text: string) => ({ text, below: [] });
  assert.deepEqual(readOutline('A: 1.\n  Geprüft: x.\n\n  B: 2.\n    Regel 1.\n  C: 3.\nD'), [
    {
      text: 'A: 1.',
      below: [leaf('Geprüft: x.'), { text: 'B: 2.', below: [leaf('Regel 1.')] }, leaf('C: 3.')],
    },
    leaf('D'),
  ]);
  assert.deepEqual(readOutline('      zu tief\n   x'), [{ text: 'zu tief', below: [leaf('x')] }]);
  assert.deepEqual(readOutline(''), []);
});

test('an applicant’s text in an explanation stays text', () => {
  assert.match(explanationHtml('Name: „<b>x</b>“.\n  Regel: <i>').text, /<b>Name:<\/b> „&lt;b&gt;x[\s\S]*&lt;i&gt;/);
});

test('a decision named by a question or a name stands out, a dash before a rule does not stand at all', () => {
  assert.equal(
    explanationHtml('Wie hoch? 9.000\n  – Regel 1: ja\nBetrag: 5').text,
    '<div class="ko-explanation"><ul><li><b>Wie hoch?</b> 9.000<ul><li>Regel 1: ja</li></ul></li><li><b>Betrag:</b> 5</li></ul></div>',
  );
});
