import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { type Answers, parametersContext, readJson } from '#form';
import { RECORDS } from '#test/authorities.ts';
import { aidAnswers } from '#test/fixture.ts';
import { makeAid } from '#test/fixture-packages.ts';
import { assess } from './assess.ts';
import { renderNotice } from './issue.ts';
import { makeLetter, type NoticeSource } from './notice.ts';
import { letterHtml } from './notice-html.ts';
import { makePrinter } from './print.ts';

const compiled = makeAid();
const printer = makePrinter();
const now = Temporal.ZonedDateTime.from('2026-11-23T10:00[Europe/Berlin]');

const makeSource = (more: Record<string, unknown> = {}, authority = 'musterland'): NoticeSource => {
  const record = RECORDS[authority];
  assert.ok(record);
  const read = readJson(compiled, aidAnswers(more));
  assert.ok(read.kind === 'answers', JSON.stringify(read));
  const answers: Answers = read.answers;
  const received = Temporal.PlainDate.from('2026-11-20');
  const assessment = assess(compiled, answers, { parameters: parametersContext(compiled, {}), received, now });
  assert.ok(assessment.kind === 'decision' && assessment.outcome);
  const { context, outcome, amount, reasons, automatic } = assessment;
  return {
    compiled,
    authority: { ...record, id: authority, publicKey: '', wrappedPrivateKey: '' },
    case: { number: '7K2QF-9ABCD-XYZ12', receivedAt: Temporal.Instant.from('2026-11-20T11:00:00Z'), slots: {} },
    context,
    decision: { outcome, amount, reasons, automatic },
    now,
  };
};

/** All text operators of a PDF are in compressed streams; what is said elsewhere is in the open. */
const streamsOf = (pdf: Buffer): string => {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, body = '']) => {
      try {
        return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
      } catch {
        return body;
      }
    })
    .join('\n');
};

test('a letter has what DIN 5008 and the law ask for', () => {
  const letter = makeLetter(makeSource());
  assert.equal(letter.title, 'Bewilligung einer Hilfe');
  assert.deepEqual(letter.recipient, ['Erika Beispiel', 'Lange Straße 5', '12345 Musterhausen']);
  assert.deepEqual(letter.info, [
    ['Aktenzeichen', '7K2QF-9ABCD-XYZ12'],
    ['Ihr Antrag vom', '20. November 2026'],
    ['Telefon', '0211 000-0'],
    ['E-Mail', 'soforthilfe@musterland.example'],
    ['Datum', '23. November 2026'],
  ]);
  assert.deepEqual(letter.signature, ['Im Auftrag', 'Dr. Erika Beispiel']);
  assert.match(letter.validity, /§ 35a VwVfG.*ohne Unterschrift gültig \(§ 37 Absatz 5 VwVfG\)/);
});

test('who decided shows in the validity line: only a decision without a person names § 35a', () => {
  const source = makeSource();
  const byPerson = makeLetter({ ...source, decision: { ...source.decision, automatic: false } });
  assert.doesNotMatch(byPerson.validity, /35a/);
  assert.match(byPerson.validity, /§ 37 Absatz 5/);
});

const remedies: readonly [string, readonly RegExp[]][] = [
  [
    'musterland',
    [
      /Klage/,
      /innerhalb eines Monats nach seiner Bekanntgabe/,
      /schriftlich/,
      /elektronisches Dokument nach § 55a/,
      /Niederschrift/,
      /Verwaltungsgericht Musterhausen, Gerichtsstraße 2, 12345 Musterhausen/,
    ],
  ],
  [
    'musterstadt',
    [
      /Widerspruch/,
      /innerhalb eines Monats nach seiner Bekanntgabe/,
      /schriftlich/,
      /§ 3a Absatz 2/,
      /Niederschrift/,
      /Stadt Musterstadt, Am Markt 2, 12346 Musterstadt/,
    ],
  ],
];
for (const [authority, parts] of remedies)
  test(`the Rechtsbehelfsbelehrung of ${authority} names remedy, body, seat, period and forms (§ 37 (6) VwVfG)`, () => {
    const html = letterHtml(makeLetter(makeSource({}, authority))).text;
    for (const part of parts) assert.match(html, part);
  });

test('reasons keep their markup, amounts are written in German, headings leave out no level', () => {
  const { html } = renderNotice(printer, makeSource(), 'de');
  assert.match(html, /<li>Ihre Kosten sind um <strong>1\.500,00\u00a0€<\/strong> höher/);
  assert.deepEqual(
    [...html.matchAll(/<h(\d)/g)].map(([, level]) => level),
    ['2', '3', '3'],
  );
  assert.match(html, /<th scope="col" class="figure">Betrag<\/th>/);
});

const EVIL: readonly [string, string, RegExp][] = [
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>', /<script|<img/],
  ['Markdown', '**fett** [klick](https://evil.example) # Titel', /<strong>fett|<a |<h\d>Titel/],
  ['a bare address', 'www.evil.example und https://evil.example und a@evil.example', /<a /],
  ['a template', '{{ iban }} {{#if true}}x{{/if}}', /DE\d{20}.*DE\d{20}/s],
  ['a table row', 'a | b\n|---|---|\n| c | d |', /<td>c/],
  ['a list and a heading on new lines', 'eins\n\n# zwei\n- drei', /<h\d>zwei|<li>drei/],
  ['a mark of the renderer', '\ue0000\ue001', /^$/],
];
for (const [what, text, forbidden] of EVIL)
  test(`an applicant’s text stays text on the page: ${what}`, () => {
    const { html } = renderNotice(printer, makeSource({ bemerkung: text }), 'de');
    assert.match(html, /Sie haben uns geschrieben: /);
    assert.doesNotMatch(html, forbidden);
  });

const TYPST = [
  '#sys.version',
  '#panic("x")',
  '#read("/etc/passwd")',
  '] #set page(fill: red) [',
  '$x^2$',
  '@cite <label> _a_ *b* `c` ~ \\ "',
];
test('an applicant’s text is never Typst: it is printed as it was written', () => {
  for (const text of TYPST) {
    const plain = printer.print(makeLetter(makeSource({ name: text })), now.toInstant());
    assert.equal(plain.subarray(0, 5).toString(), '%PDF-', text);
  }
  const letter = makeLetter(makeSource({ name: '#sys.version' }));
  assert.equal(letter.recipient[0], '#sys.version');
  const link = printer.print(
    makeLetter(makeSource({ bemerkung: 'https://evil.example www.evil.example' })),
    now.toInstant(),
  );
  assert.ok(!streamsOf(link).includes('/URI') && !link.includes('/URI'));
});

test('the PDF is tagged PDF/UA-1 with title, language and embedded fonts', () => {
  const pdf = printer.print(makeLetter(makeSource()), now.toInstant());
  const text = pdf.toString('utf8');
  for (const part of [
    '<pdfuaid:part>1</pdfuaid:part>',
    '/Marked true',
    '/Lang (de-DE)',
    '/DisplayDocTitle true',
    '<rdf:li xml:lang="x-default">Bewilligung einer Hilfe</rdf:li>',
    '/S /H1',
    '/S /H2',
    '/S /THead',
    '/S /LBody',
    '/FontFile2',
  ])
    assert.ok(text.includes(part), part);
  assert.match(text, /\+FiraSans-Regular/);
  assert.doesNotMatch(text, /Libertinus/, 'one family is enough');
});

test('what no font can show is a question mark in print and itself on the page; letters of DIN 91379 are themselves', () => {
  const name = 'Łukasz Čapek Ñandú Ţăran Nguyễn ẞ M̂ ď Ḩ';
  assert.match(letterHtml(makeLetter(makeSource({ bemerkung: '漢字 😀' }))).text, /漢字 😀/);
  const printed = printer.print(makeLetter(makeSource({ bemerkung: '漢字 😀' })), now.toInstant());
  assert.equal(printed.subarray(0, 5).toString(), '%PDF-');
  const latin = printer.print({ ...makeLetter(makeSource()), recipient: [name] }, now.toInstant());
  assert.doesNotMatch(latin.toString('latin1'), /Libertinus|DejaVu/, 'Fira Sans has them all');
});

test('a long word breaks instead of running off the paper, many pages count themselves', () => {
  const pdf = printer.print(makeLetter(makeSource({ bemerkung: 'Donaudampfschiff'.repeat(100) })), now.toInstant());
  assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length, 2, 'twenty lines more, not one endless line');
  const long = makeLetter(makeSource());
  const many = printer.print({ ...long, body: Array.from({ length: 12 }, () => long.body).flat() }, now.toInstant());
  assert.ok((many.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0) >= 4);
});

test('the same letter at the same instant is the same file', () => {
  const letter = makeLetter(makeSource());
  assert.ok(printer.print(letter, now.toInstant()).equals(makePrinter().print(letter, now.toInstant())));
});

test('slots of the authority stand in the notice', () => {
  const source = makeSource();
  assert.match(letterHtml(makeLetter(source)).text, /Rufen Sie uns an\./);
  const own = { ...source, case: { ...source.case, slots: { kontakt: 'Schreiben Sie uns.' } } };
  assert.match(letterHtml(makeLetter(own)).text, /Schreiben Sie uns\./);
});
