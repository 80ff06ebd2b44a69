import type { PackageFiles } from './compiled.ts';

/** The smallest package that uses every part of the format: for tests. */
export const TINY: Readonly<Record<string, string>> = {
  'service.yaml': `format: 1
id: kindergeld-plus
version: 1.0.0
kind: application
result: { aim: Familien haben Geld für Schulsachen., measure: Tage bis zur Auszahlung }
law:
  - { norm: § 1 Mustergesetz, from: 2026-01-01, to: 2026-12-31 }
  - { norm: § 2 Mustergesetz, allows: automatic }
languages: [de, en]
parameters:
  satz: { kind: money, default: 100.10, min: 50.00, max: 150.00 }
  stichtag: { kind: date, default: 2026-08-01 }
  stufe: { kind: choice, default: eins, options: [eins, zwei] }
slots: [gruss]
minutes: 5
privacy:
  purposes:
    pruefung: { basis: Art. 6 Abs. 1 Buchst. e DSGVO, retention: akte }
  retention: { akte: P10Y }
form:
  - page: person
    fields:
      - { id: vorname, kind: text, max: 80, pattern: '[A-Z].*' }
      - { id: geburt, kind: date, max: today(), when: 'vorname != ""' }
      - { id: hatKinder, kind: yesno, purpose: pruefung }
    advice:
      - { id: keineKinder, when: hatKinder = false }
  - page: kinder
    when: hatKinder = true
    fields:
      - id: kinder
        kind: list
        item:
          - { id: alter, kind: number, max: 25 }
          - { id: inSchule, kind: yesno, when: alter > 5 }
          - { id: klasse, kind: choice, options: [grund, weiter], when: inSchule }
  - page: konto
    fields:
      - { id: hinweis, kind: note }
      - { id: kontoinhaber, kind: text }
      - { id: iban, kind: iban }
checks:
  - { id: keinKind, fail: hatKinder and count(kinder) = 0, fields: [hatKinder, kinder] }
contact: { name: vorname }
decide:
  model: rules.dmn
  decision: Zuschuss
  outcome: if Zuschuss.betrag > 0 then "bewilligt" else "abgelehnt"
  outcomes:
    bewilligt: { kind: granted, notice: notices/bescheid }
    abgelehnt: { kind: rejected, notice: notices/bescheid }
  amount: Zuschuss.betrag
  reasons: if Zuschuss.betrag > 0 then ["schulkind"] else ["keinKind"]
  doubts: if duplicates.iban > 0 then ["doppelt"] else []
  automatic: Zuschuss.betrag < 500
  duplicates: [iban]
pay:
  amount: Zuschuss.betrag
  to: { name: kontoinhaber, iban: iban }
  purpose: Zuschuss {{ number }}
messages: { received: messages/eingang }
list:
  - { id: kinderzahl, value: count(kinder), kind: number }
`,
  'texts/de.yaml': `title: Schulgeld
summary: Geld für Schulsachen.
start: { who: [Familien], need: [IBAN], next: Sie hören von uns. }
pages:
  person: { title: Sie }
  kinder: { title: Ihre Kinder }
  konto: { title: Ihr Konto }
fields:
  vorname: { label: Wie heißen Sie? }
  geburt: { label: Wann sind Sie geboren? }
  hatKinder: { label: Haben Sie Kinder? }
  kinder: { label: Kinder, entry: Kind }
  kinder.alter: { label: Alter }
  kinder.inSchule: { label: Geht das Kind zur Schule? }
  kinder.klasse: { label: Schule, options: { grund: Grundschule, weiter: Weiterführende Schule } }
  hinweis: { label: Hinweis, text: Halten Sie die IBAN bereit. }
  kontoinhaber: { label: Wem gehört das Konto? }
  iban: { label: IBAN }
checks: { keinKind: Nennen Sie ein Kind. }
advice:
  keineKinder: { title: Ohne Kinder, text: Der Zuschuss gilt Kindern. }
outcomes: { bewilligt: Bewilligt, abgelehnt: Abgelehnt }
reasons:
  schulkind: Der Satz beträgt {{ satz | money }}.
  keinKind: Kein Kind geht zur Schule.
doubts: { doppelt: Die IBAN kommt schon vor. }
columns: { kinderzahl: Kinder }
purposes: { pruefung: Prüfung des Antrags }
parameters: { satz: Satz je Kind, stichtag: Stichtag, stufe: Stufe }
slots: { gruss: Ihr Amt }
`,
  'texts/en.yaml': `title: School money
summary: Money for school things.
start: { who: [Families], need: [IBAN], next: You will hear from us. }
pages:
  person: { title: You }
  kinder: { title: Your children }
  konto: { title: Your account }
fields:
  vorname: { label: What is your name? }
  geburt: { label: When were you born? }
  hatKinder: { label: Do you have children? }
  kinder: { label: Children, entry: Child }
  kinder.alter: { label: Age }
  kinder.inSchule: { label: Does the child go to school? }
  kinder.klasse: { label: School, options: { grund: Primary school, weiter: Secondary school } }
  hinweis: { label: Note, text: Have your IBAN at hand. }
  kontoinhaber: { label: Whose account is it? }
  iban: { label: IBAN }
checks: { keinKind: Name a child. }
advice:
  keineKinder: { title: Without children, text: The money is for children. }
outcomes: { bewilligt: Granted, abgelehnt: Rejected }
reasons:
  schulkind: The rate is {{ satz | money }}.
  keinKind: No child goes to school.
purposes: { pruefung: Examination }
slots: { gruss: Your office }
`,
  'rules.dmn': `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="regeln" name="Regeln" namespace="urn:tiny">
  <inputData id="i1" name="kinder"><variable name="kinder"/></inputData>
  <inputData id="i2" name="satz"><variable name="satz" typeRef="number"/></inputData>
  <decision id="d1" name="Zuschuss">
    <variable name="Zuschuss"/>
    <informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#i2"/></informationRequirement>
    <literalExpression><text>{ betrag: satz * count(kinder[inSchule = true]) }</text></literalExpression>
  </decision>
</definitions>
`,
  'notices/bescheid.de.md': `Der Zuschuss beträgt {{ notice.amount | money }}.

{{#each notice.reasons as grund}}- {{ grund }}
{{/each}}
`,
  'notices/bescheid.en.md': `The grant is {{ notice.amount | money }}.\n`,
  'messages/eingang.de.md': `# Ihr Antrag {{ number }}\n\nWir haben ihn. {{ slots.gruss }}\n`,
  'messages/eingang.en.md': `# Your application {{ number }}\n\nWe have it.\n`,
  'knowledge/schule.md': `---\ntitle: Schulkinder\nabout: [kinder.inSchule, schulkind, decided]\n---\nNachweise sind nicht nötig.\n`,
  'examples/grund.yaml': `examples:
  - name: Zwei Schulkinder
    received: 2026-08-02
    parameters: { satz: 50.10 }
    duplicates: { iban: 0 }
    answers:
      vorname: Ada
      geburt: 1990-01-01
      hatKinder: true
      kinder: [{ alter: 7, inSchule: true, klasse: grund }, { alter: 9, inSchule: true, klasse: grund }]
      kontoinhaber: Ada
      iban: DE02120300000000202051
    expect: { outcome: bewilligt, amount: 100.20, reasons: [schulkind], doubts: [] }
`,
  'README.md': '# Schulgeld\n',
};

/** A package from texts. */
export const makeFiles = (texts: Readonly<Record<string, string>>): PackageFiles =>
  new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]));
