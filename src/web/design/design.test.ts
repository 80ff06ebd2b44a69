import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Hono } from 'hono';
import { html } from '#lib/html.ts';
import {
  addAsset,
  alert,
  checkboxes,
  dateInput,
  errorSummary,
  heading,
  layout,
  protect,
  radios,
  serveAssets,
  table,
  textInput,
} from './index.ts';
import { buildStylesheet, readIcons } from './stylesheet.ts';

const kern = readFileSync(new URL(import.meta.resolve('@kern-ux/native/dist/kern.min.css')), 'utf8');

test('of KERN only what our pages use is kept, and every colour that is used', () => {
  const css = buildStylesheet(kern, '.kd-x{color:var(--kern-color-action-default)}');
  for (const kept of [
    '.kern-btn--primary',
    '.kern-task-list__item',
    'prefers-color-scheme: dark',
    'forced-colors: active',
  ])
    assert.ok(css.includes(kept), kept);
  for (const left of ['.kern-col-1', '.kern-mt-4', 'data-kern-theme=dark]{', '.kern-icon--add'])
    assert.ok(!css.includes(left), left);
  const defined = new Set([...css.matchAll(/(--kern-color-[\w-]+):/g)].map(([, name]) => name));
  const used = [...css.matchAll(/var\((--kern-color-[\w-]+)\)/g)].map(([, name]) => name);
  assert.deepEqual(
    used.filter((name) => !defined.has(name)),
    [],
  );
  assert.equal(css.split('{').length, css.split('}').length);
});

test('every icon of KERN has a path', () => {
  const icons = readIcons(kern);
  assert.ok(icons.size > 35);
  for (const [name, path] of icons) assert.match(path, /^[Mm][\d\s.,a-zA-Z-]+$/, name);
});

const PAGE = {
  language: 'de',
  title: 'Titel & mehr',
  authority: { href: '/', text: 'Amt <b>' },
  footer: [],
  body: html`<p>x</p>`,
} as const;

test('a page names its language and title, an error first, and escapes all of it', () => {
  const page = layout({ ...PAGE, failed: true, service: { href: '/s', text: 'Dienst' } }).text;
  assert.match(page, /<html lang="de" dir="ltr">/);
  assert.match(page, /<title>Fehler: Titel &amp; mehr – Dienst – Amt &lt;b&gt;<\/title>/);
  assert.match(layout({ ...PAGE, language: 'ar' }).text, /dir="rtl"/);
});

test('where a form carries answers, the language switch posts it and Enter still means: continue', () => {
  const languages = (['de', 'en'] as const).map((language) => ({ language, href: `/?lang=${language}`, form: 'f' }));
  const page = layout({ ...PAGE, languages }).text;
  const [first = ''] = page.match(/<button[^>]*>/g) ?? [];
  assert.match(first, /form="f" name="action" value="continue"/);
  assert.match(page, /form="f" formaction="\/\?lang=en" formnovalidate name="action" value="language"/);
  assert.match(
    layout({ ...PAGE, languages: languages.map(({ form: _, ...one }) => one) }).text,
    /<a [^>]*hreflang="en"/,
  );
});

const base = { label: 'Frage', language: 'de' } as const;

test('a control is tied to label, hint and error', () => {
  const input = textInput({ ...base, name: 'a.0.b', hint: 'So', error: 'Bitte <x>', value: '"><i>' }).text;
  assert.match(input, /<label class="kern-label" for="a.0.b">/);
  assert.match(input, /aria-describedby="a.0.b-hint a.0.b-error" aria-invalid="true"/);
  assert.match(input, /value="&quot;&gt;&lt;i&gt;"/);
  assert.match(input, /Bitte &lt;x&gt;/);
});

test('the link of an error summary leads to a control, also of groups', () => {
  const options = [
    { value: 'x', label: 'X' },
    { value: 'y', label: 'Y' },
  ];
  const controls = [
    radios({ ...base, name: 'f', value: '', options }),
    checkboxes({ ...base, name: 'f', values: [], options }),
    dateInput({ ...base, name: 'f', day: '', month: '', year: '' }),
    textInput({ ...base, name: 'f', value: '' }),
  ];
  const summary = errorSummary([{ path: 'f', message: 'Bitte' }], 'de');
  assert.match(String(summary), /href="#f"/);
  for (const control of controls) assert.match(control.text, /<input[^>]*id="f"/);
});

test('headings and tables keep their structure', () => {
  assert.equal(heading(2, 'A<').text, '<h2 class="kern-heading-medium">A&lt;</h2>');
  assert.match(alert({ tone: 'danger', title: 'T', level: 1 }).text, /role="alert"[\s\S]*<h1/);
  const made = table({ caption: 'C', columns: [{ heading: 'H', numeric: true }], rows: [['1']] }).text;
  assert.match(made, /<th scope="col" class="kern-table__header kern-table__header--numeric">H/);
  assert.match(made, /role="region" tabindex="0" aria-label="C"/);
});

test('assets are served compressed, for a year, under their hash', async () => {
  const app = new Hono();
  protect(app);
  serveAssets(app);
  const address = addAsset('probe', 'css', 'a{color:red}'.repeat(100));
  const plain = await app.request(address);
  assert.equal(plain.headers.get('content-encoding'), null);
  assert.match(plain.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
  const small = await app.request(address, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(small.headers.get('content-encoding'), 'gzip');
  assert.ok((await small.arrayBuffer()).byteLength < 100);
  assert.match(plain.headers.get('content-security-policy') ?? '', /default-src 'none'/);
});
