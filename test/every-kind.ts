import { type CompiledService, compilePackage } from '#definition';
import { printProblem } from '#lib/problem.ts';

const SERVICE = `
format: 1
id: alles
version: 1.0.0
kind: registration
result: { aim: "every kind of field is asked", measure: "none" }
law: [{ norm: "§ 1 Testgesetz" }]
languages: [de, en]
minutes: 2
parameters: { grenze: { kind: money, default: 100.00, min: 1.00, max: 1000.00 } }
privacy:
  purposes: { test: { basis: "Art. 6 Abs. 1 Buchst. e DSGVO", retention: kurz } }
  retention: { kurz: P1Y }
contact: { name: name }
form:
  - page: texte
    fields:
      - { id: name, kind: text, max: 20, autocomplete: name }
      - { id: kennung, kind: text, max: 10, required: false, pattern: "[A-Z]{2}[0-9]+" }
      - { id: bericht, kind: longtext, min: 5, max: 100, required: false }
      - { id: mail, kind: email, required: false }
      - { id: telefon, kind: phone, required: false }
      - { id: hinweis, kind: note }
  - page: werte
    fields:
      - { id: anzahl, kind: number, min: 1, max: 50 }
      - { id: anteil, kind: number, decimals: 2, required: false }
      - { id: betrag, kind: money, max: 5000 }
      - { id: tag, kind: date, min: 'date("2020-01-01")', max: 'today()', required: false }
      - { id: art, kind: choice, options: [a, b, c] }
      - { id: gruende, kind: choices, options: [x, y, z], min: 1, max: 2, required: false }
      - { id: hatKinder, kind: yesno }
      - { id: wieViele, kind: number, min: 1, max: 20, when: 'hatKinder = true' }
    advice:
      - { id: hoch, when: 'betrag > grenze' }
  - page: kinder
    when: 'hatKinder = true'
    fields:
      - id: kinder
        kind: list
        max: 3
        item:
          - { id: vorname, kind: text, max: 30 }
          - { id: krank, kind: yesno }
          - { id: krankheit, kind: text, max: 50, when: 'krank = true' }
          - id: dokumente
            kind: list
            min: 0
            max: 2
            item: [{ id: nummer, kind: text, max: 10 }]
  - page: konto
    fields:
      - { id: adresse, kind: address }
      - { id: ziel, kind: address, country: any, required: false }
      - { id: iban, kind: iban, required: false, countries: [DE, AT] }
      - { id: steuerId, kind: taxid, required: false }
      - { id: steuernummer, kind: taxid, of: business, required: false }
      - { id: stimmt, kind: declaration }
checks:
  - { id: zuViel, fail: 'anzahl > 10 and art = "a"', fields: [anzahl, art] }
`;

const labels = (names: string): string =>
  names
    .split(' ')
    .map((name) => `  ${name}: { label: "Frage ${name}" }`)
    .join('\n');

const texts = (title: string): string => `
title: ${title}
summary: Alles wird gefragt.
start: { who: [Alle], need: [Nichts], next: "Wir melden uns." }
pages: { texte: { title: Texte, intro: "Mit **Absicht**." }, werte: { title: Werte }, kinder: { title: Kinder }, konto: { title: Konto } }
fields:
${labels('name kennung bericht telefon anzahl anteil betrag tag hatKinder wieViele kinder.vorname kinder.krank kinder.krankheit kinder.dokumente kinder.dokumente.nummer adresse ziel iban steuerId steuernummer')}
  mail: { label: "Frage mail", errors: { invalid: "Eigene Worte zur Adresse." } }
  hinweis: { label: Hinweis, text: "Nur *Text*." }
  art: { label: "Frage art", options: { a: Erste, b: Zweite, c: Dritte } }
  gruende: { label: "Frage gruende", options: { x: Regen, y: Wind, z: Schnee } }
  kinder: { label: "Frage kinder", entry: Kind, add: "Noch ein Kind" }
  stimmt: { label: "Frage stimmt", text: "Ich erkläre das." }
checks: { zuViel: "Zusammen geht das nicht." }
advice: { hoch: { title: "Das ist viel", text: "Mehr als die Grenze." } }
purposes: { test: "Zum Testen" }
parameters: { grenze: Grenze }
`;

/** Answers to every question, in the shape of worked examples. */
export const EVERY_ANSWER = {
  name: 'Łukasz Öztürk',
  kennung: 'AB12',
  bericht: 'Zwei Zeilen,\nmit Umbruch.',
  mail: 'a.b@example.org',
  telefon: '+49 211 123456',
  anzahl: 3,
  anteil: '0.75',
  betrag: 1234.5,
  tag: '2020-03-11',
  art: 'b',
  gruende: ['z', 'x'],
  hatKinder: true,
  wieViele: 2,
  kinder: [
    { vorname: 'Ada', krank: true, krankheit: 'Husten', dokumente: [{ nummer: 'P1' }, { nummer: 'P2' }] },
    { vorname: 'Ben', krank: false },
  ],
  adresse: { street: 'Lindenweg', houseNumber: '7a', postalCode: '50674', city: 'Köln' },
  ziel: { street: '1 Main Street', houseNumber: '', postalCode: 'D02', city: 'Dublin', country: 'IE' },
  iban: 'DE89 3704 0044 0532 0130 00',
  steuerId: '86 095 742 719',
  steuernummer: 'DE136695976',
  stimmt: true,
};

const EXAMPLES = `
examples:
  - name: one example
    answers: { name: Erika }
    expect: {}
`;

/** A service with every kind of field, a list in a list, and conditions. `change` edits it, for a second version. */
export const makeEveryKind = (change: (yaml: string) => string = (yaml) => yaml): CompiledService => {
  const files = {
    'service.yaml': change(SERVICE),
    'texts/de.yaml': texts('Alles'),
    'texts/en.yaml': texts('Everything'),
    'examples/all.yaml': EXAMPLES,
  };
  const compiled = compilePackage(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
  if (compiled.kind === 'problems') throw new Error(compiled.problems.map(printProblem).join('\n'));
  return compiled.service;
};
