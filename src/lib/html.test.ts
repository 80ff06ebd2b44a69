import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, raw } from './html.ts';

test('interpolated text is escaped in content and in quoted attributes', () => {
  const evil = `"><script>alert('x')</script>&`;
  assert.equal(
    html`<p title="${evil}">${evil}</p>`.text,
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
  );
});

test('html nests, lists are joined, nothing prints nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  assert.equal(
    html`<ul>${items}${false}${null}${undefined}${true}${0}</ul>`.text,
    '<ul><li>a</li><li>&lt;b&gt;</li>0</ul>',
  );
  assert.equal(html`${raw('<hr>')}`.text, '<hr>');
});
