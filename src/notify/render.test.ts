import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BERLIN } from '#lib/time.ts';
import type { Context } from '#rules';
import { compileTemplate, type Template, toFeel } from '#rules';
import { canBeMailed, renderMail, renderMessage } from './render.ts';

const compile = (text: string): Template => {
  const result = compileTemplate(text);
  assert.ok(result.kind === 'template');
  return result.template;
};
const now = Temporal.ZonedDateTime.from(`2026-11-23T12:00[${BERLIN}]`);
const context = toFeel({
  number: 'AAAAA-BBBBB-CCCCC',
  firma: '# <b>*Müller*</b>\n# Chef',
  authority: { name: 'Amt' },
}) as Context;
const frame = {
  language: 'de',
  title: 'Soforthilfe',
  number: 'AAAAA-BBBBB-CCCCC',
  authority: 'Bezirksregierung',
  statusUrl: 'https://amt.example/status?lang=de',
};

test('the first heading is the subject, the rest the body, and values stay the text they are', () => {
  const template = compile('# Post für {{ firma }}\n\nSehr geehrte {{ firma }},\n\n- eins\n- zwei\n');
  const message = renderMessage({ template, language: 'de' }, context, now);
  assert.equal(message.subject, 'Post für # <b>*Müller*</b> # Chef');
  const mail = renderMail(frame, message);
  assert.match(mail.html, /<p>Sehr geehrte # &lt;b&gt;\*Müller\*&lt;\/b&gt; # Chef,<\/p><ul><li>eins<\/li>/);
  assert.match(mail.text, /^Sehr geehrte # <b>\*Müller\*<\/b> # Chef,\n\n- eins\n- zwei\n\n-- \n/);
});

test('a message that reads answers or results is not mailed', () => {
  const cases: [string, boolean][] = [
    ['# a {{ number }}\n{{ authority.name }} {{ slots.x }} {{ submission.received }}', true],
    ['nothing', true],
    ['{{ firma }}', false],
    ['{{#if Foerderung.ergebnis = "bewilligt"}}ja{{/if}}', false],
    ['{{#each personen as p}}{{ p.name }}{{/each}}', false],
    ['{{ secret }}', false],
  ];
  for (const [text, expected] of cases) assert.equal(canBeMailed(compile(text)), expected, text);
});

test('without a message the mail says only that there is one, in the language of the applicant', () => {
  const words: [string, string, string][] = [
    ['de', 'de', 'neue Nachricht'],
    ['de-x-leicht', 'de-x-leicht', 'Geheim-Wort'],
    ['en', 'en', 'access code'],
    ['uk', 'en', 'access code'],
  ];
  for (const [language, spoken, word] of words) {
    const mail = renderMail({ ...frame, language }, undefined);
    assert.match(mail.subject, /Soforthilfe.*AAAAA-BBBBB-CCCCC/);
    assert.match(mail.text, new RegExp(word));
    assert.ok(mail.text.includes(frame.statusUrl) && mail.html.includes(`href="${frame.statusUrl}"`));
    assert.match(mail.html, new RegExp(`<html lang="${spoken}">`));
  }
});

test('a message without heading gets the general subject', () => {
  const message = renderMessage({ template: compile('nur Text'), language: 'de' }, context, now);
  assert.equal(renderMail(frame, message).subject, 'Neue Nachricht zu „Soforthilfe“: AAAAA-BBBBB-CCCCC');
});
