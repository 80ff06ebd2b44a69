import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeMarkdown, plainText, readMarkdown } from './markdown.ts';
import { markdownToHtml } from './markdown-html.ts';
import { markdownToText } from './markdown-text.ts';

const CASES: readonly [source: string, html: string, text: string][] = [
  ['# A & B', '<h1>A &amp; B</h1>', 'A & B\n====='],
  ['**a** *b* `c<`', '<p><strong>a</strong> <em>b</em> c&lt;</p>', 'a b c<'],
  ['a  \nb', '<p>a<br>b</p>', 'a\nb'],
  [
    '[hier](https://x.example/?a=1&b)',
    '<p><a href="https://x.example/?a=1&amp;b">hier</a></p>',
    'hier (https://x.example/?a=1&b)',
  ],
  ['[x](javascript:alert(1))', '<p>x</p>', 'x'],
  ['[x](//evil.example)', '<p>x</p>', 'x'],
  ['<a@b.de>', '<p><a href="mailto:a@b.de">a@b.de</a></p>', 'a@b.de'],
  ['a <script>alert(1)</script>', '<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>', 'a <script>alert(1)</script>'],
  ['<div onclick="x">b</div>', '<p>&lt;div onclick=&quot;x&quot;&gt;b&lt;/div&gt;</p>', '<div onclick="x">b</div>'],
  ['![i](https://x/a.png)', '<p>![i](https://x/a.png)</p>', '![i](https://x/a.png)'],
  ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>', '- a\n- b\n  - c'],
  ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
  ['> q', '<blockquote><p>q</p></blockquote>', '> q'],
  ['---', '<hr>', '--------------------'],
  [
    '| a | b |\n|---|--:|\n| 1 | 2 |',
    '<table><thead><tr><th scope="col">a</th><th scope="col" class="figure">b</th></tr></thead><tbody><tr><td>1</td><td class="figure">2</td></tr></tbody></table>',
    'a | b\n1 | 2',
  ],
  ['1 &lt; 2 &amp; x', '<p>1 &lt; 2 &amp; x</p>', '1 < 2 & x'],
];

test('Markdown becomes HTML and plain text, and HTML in it stays text', () => {
  for (const [source, asHtml, asText] of CASES) {
    assert.equal(markdownToHtml(source).text, asHtml, source);
    assert.equal(markdownToText(source), asText, source);
  }
});

test('headings start at the level asked for', () => {
  assert.equal(markdownToHtml('# a\n\n## b', 2).text, '<h2>a</h2><h3>b</h3>');
});

test('an escaped value is one paragraph of exactly that text, whatever it is', () => {
  const nasty = [
    '# x',
    '- a\n- b',
    '**b**',
    '<b>',
    '&amp;',
    '1. x',
    '[a](b)',
    'a|b',
    'http://a.example',
    '~~x~~',
    '\\*',
    'www.a.example',
    'a@b.example',
    '===',
    '    code',
  ];
  const check = (value: string): void => {
    const blocks = readMarkdown(`${escapeMarkdown(value)} an`);
    const [only] = blocks;
    assert.ok(only?.kind === 'paragraph' && blocks.length === 1, JSON.stringify(blocks));
    assert.ok(
      only.children.every(({ kind }) => kind === 'text'),
      JSON.stringify(only),
    );
    assert.equal(plainText(only.children), `${value} an`.replace(/\s+/g, ' ').trim());
  };
  nasty.forEach(check);
  fc.assert(fc.property(fc.string({ maxLength: 40 }), check), { numRuns: 500 });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...nasty)).map((parts) => parts.join(' ')),
      check,
    ),
    { numRuns: 200 },
  );
});
