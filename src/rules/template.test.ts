import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeHtml } from '#lib/html.ts';
import { number } from './decimal.ts';
import { date, toFeel } from './edge.ts';
import { compileTemplate } from './template.ts';
import { isContext } from './value.ts';

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const CONTEXT = {
  firma: 'Müller & Söhne',
  betrag: number('1234.5'),
  tag: date('2020-03-11'),
  ja: true,
  leer: null,
  gruende: ['A', 'B', 'C'],
  posten: [
    { name: 'Miete', euro: number('1000') },
    { name: 'Strom', euro: number('80.5') },
  ],
};

const render = (text: string, language = 'de', escaped?: (value: string) => string) => {
  const compiled = compileTemplate(text);
  assert.ok(compiled.kind === 'template', JSON.stringify(compiled));
  const context = toFeel(CONTEXT);
  assert.ok(isContext(context));
  return compiled.template.render(context, { now: NOW, language, ...(escaped ? { escape: escaped } : {}) });
};

const TEXTS: readonly (readonly [template: string, language: string, expected: string])[] = [
  ['{{ betrag }}', 'de', '1.234,5'],
  ['{{ betrag | money }}', 'de', '1.234,50\u00a0€'],
  ['{{ betrag | money }}', 'en', '€1,234.50'],
  ['{{ -betrag | money }}', 'de-x-leicht', '−1.234,50\u00a0€'],
  ['{{ betrag | plain }}', 'de', '1234.5'],
  ['{{ tag }}', 'de', '11. März 2020'],
  ['{{ tag | shortdate }}', 'de', '11.03.2020'],
  ['{{ tag }}', 'en', '11 March 2020'],
  ['{{ tag + duration("P14D") }}', 'de', '25. März 2020'],
  ['{{ ja }}', 'de', 'ja'],
  ['[{{ leer }}]', 'de', '[]'],
  ['{{ gruende }}', 'de', 'A, B und C'],
  ['{{ gruende }}', 'en', 'A, B and C'],
  ['{{ duration("P14D") }} {{ duration("P1Y1M") }}', 'de', '14 Tage 1 Jahr und 1 Monat'],
  ['{{#if betrag > 1000}}viel{{else}}wenig{{/if}}', 'de', 'viel'],
  ['{{#if leer}}nie{{/if}}.', 'de', '.'],
  [
    '{{#each posten as p}}{{ p.name }}: {{ p.euro | money }}; {{/each}}',
    'de',
    'Miete: 1.000,00\u00a0€; Strom: 80,50\u00a0€; ',
  ],
  ['{{ "}}" }}', 'de', '}}'],
];

for (const [template, language, expected] of TEXTS) {
  test(`${template} (${language})`, () => assert.equal(render(template, language).text, expected));
}

test('what is inserted is escaped, the text around it is not', () => {
  assert.equal(render('<b>{{ firma }}</b>', 'de', escapeHtml).text, '<b>Müller &amp; Söhne</b>');
});

test('a missing name prints nothing and is told with its place', () => {
  const { text, warnings } = render('Guten Tag {{ frima }}!');
  assert.equal(text, 'Guten Tag !');
  const message = '“frima” has no value.';
  assert.deepEqual(warnings, [{ code: 'name.missing', message, values: { name: 'frima' }, from: 13, to: 18 }]);
});

const PROBLEMS: readonly (readonly [template: string, message: RegExp, from: number])[] = [
  ['Hallo {{ betrag + }}', /Expected an expression/, 18],
  ['{{ betrag | geld }}', /There is no format “geld”/, 2],
  ['{{#if ja}}offen', /\{\{\/if\}\} is missing/, 10],
  ['{{/each}}', /nothing to belong to/, 2],
  ['{{#each posten}}{{/each}}', /as name/, 2],
];

for (const [template, message, from] of PROBLEMS) {
  test(`refused: ${template}`, () => {
    const compiled = compileTemplate(template);
    assert.ok(compiled.kind === 'problems');
    assert.match(compiled.problems[0]?.message ?? '', message);
    assert.equal(compiled.problems[0]?.from, from);
  });
}

test('with names given, a place that reads another one is a problem; loops bind their own', () => {
  const names = new Set(['posten']);
  assert.equal(compileTemplate('{{#each posten as p}}{{ p.name }}{{/each}}', { names }).kind, 'template');
  assert.equal(compileTemplate('{{ p.name }}', { names }).kind, 'problems');
});
