import { type CompiledService, compilePackage } from '#definition';
import { printProblem } from '#lib/problem.ts';

const compile = (files: Readonly<Record<string, string>>): CompiledService => {
  const compiled = compilePackage(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
  if (compiled.kind === 'problems') throw new Error(compiled.problems.map(printProblem).join('\n'));
  return compiled.service;
};

const dmn = (id: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="${id}" name="${id}" namespace="urn:test:${id}">
${body}
</definitions>`;

const inputs = (...names: readonly string[]): string =>
  names.map((name) => `<inputData id="in_${name}" name="${name}"><variable name="${name}"/></inputData>`).join('\n');

const requires = (...names: readonly string[]): string =>
  names.map((name) => `<informationRequirement><requiredInput href="#in_${name}"/></informationRequirement>`).join('');

const entry = (name: string, feel: string): string => `
  <contextEntry><variable name="${name}"/><literalExpression><text>${feel}</text></literalExpression></contextEntry>`;

const HILFE = {
  'service.yaml': `
format: 1
id: hilfe
version: 1.0.0
kind: application
result: { aim: "the rent is paid", measure: "days from submission to payout" }
law:
  - { norm: "§ 1 Hilfegesetz" }
  - { norm: "§ 35a VwVfG", allows: automatic }
languages: [de, en]
minutes: 3
parameters:
  zweitpruefungAb: { kind: money, default: 5000.00, min: 1000.00, max: 9000.00 }
  hoechstbetrag: { kind: money, default: 9000.00 }
slots: [kontakt]
privacy:
  purposes: { pruefung: { basis: "Art. 6 Abs. 1 Buchst. e DSGVO", retention: akte } }
  retention: { akte: P10Y }
contact: { name: name, email: email, address: adresse }
form:
  - page: person
    fields:
      - { id: name, kind: text, max: 120 }
      - { id: adresse, kind: address, required: false }
      - { id: email, kind: email, required: false }
  - page: geld
    fields:
      - { id: kosten, kind: money }
      - { id: einnahmen, kind: money }
      - { id: iban, kind: iban }
      - { id: bemerkung, kind: longtext, required: false }
decide:
  model: rules.dmn
  decision: Hilfe
  outcome: Hilfe.ergebnis
  outcomes:
    bewilligt: { kind: granted, notice: notices/bewilligung }
    abgelehnt: { kind: rejected, notice: notices/ablehnung }
  amount: Hilfe.betrag
  reasons: Hilfe.gruende
  doubts: Hilfe.zweifel
  automatic: Hilfe.ergebnis = "bewilligt"
  second: Hilfe.betrag > zweitpruefungAb
  duplicates: [iban]
pay: { amount: Hilfe.betrag, to: { name: name, iban: iban }, purpose: "Hilfe {{ number }}" }
messages: { received: messages/eingang, decided: messages/entschieden, paid: messages/ausgezahlt }
`,
  'rules.dmn': dmn(
    'hilferegeln',
    `${inputs('duplicates', 'kosten', 'einnahmen', 'hoechstbetrag')}
    <decision id="d1" name="Zweifel"><variable name="Zweifel"/>${requires('duplicates')}<decisionTable hitPolicy="COLLECT">
      <input id="i1" label="Andere Anträge mit dieser IBAN"><inputExpression><text>duplicates.iban</text></inputExpression></input>
      <output id="o1"/><annotation name="Norm"/>
      <rule id="r1"><inputEntry><text>&gt; 0</text></inputEntry><outputEntry><text>"doppelteIban"</text></outputEntry>
        <annotationEntry><text>§ 24 VwVfG</text></annotationEntry></rule>
    </decisionTable></decision>
    <decision id="d2" name="Hilfe"><variable name="Hilfe"/>
      <informationRequirement id="q1"><requiredDecision href="#d1"/></informationRequirement>
      ${requires('kosten', 'einnahmen', 'hoechstbetrag')}
      <context>${entry('engpass', 'kosten - einnahmen')}
        ${entry('ergebnis', 'if engpass &gt; 0 then "bewilligt" else "abgelehnt"')}
        ${entry('betrag', 'if engpass &gt; 0 then min(engpass, hoechstbetrag) else 0')}
        ${entry('gruende', 'if engpass &gt; 0 then ["engpass"] else ["keinEngpass"]')}
        ${entry('zweifel', 'Zweifel')}
      </context></decision>`,
  ),
  'texts/de.yaml': `
title: Hilfe
summary: Sie bekommen Geld für Ihre laufenden Kosten.
start: { who: [Alle], need: [Ihre IBAN], next: "Wir entscheiden." }
pages: { person: { title: Person }, geld: { title: Geld } }
fields:
  name: { label: "Wie heißen Sie?" }
  adresse: { label: "Wo wohnen Sie?" }
  email: { label: "Wie lautet Ihre E-Mail-Adresse?" }
  kosten: { label: "Wie hoch sind Ihre Kosten?" }
  einnahmen: { label: "Wie hoch sind Ihre Einnahmen?" }
  iban: { label: "Wie lautet Ihre IBAN?" }
  bemerkung: { label: "Was möchten Sie noch sagen?" }
outcomes: { bewilligt: Bewilligung, abgelehnt: Ablehnung }
reasons:
  engpass: "Ihre Kosten sind um **{{ Hilfe.engpass | money }}** höher als Ihre Einnahmen (§ 2 Hilfegesetz)."
  keinEngpass: "Ihre Kosten sind nicht höher als Ihre Einnahmen (§ 2 Hilfegesetz)."
doubts: { doppelteIban: "Die IBAN steht auch in einem anderen Antrag." }
purposes: { pruefung: "Damit wir entscheiden können." }
parameters: { zweitpruefungAb: "Zweite Prüfung ab", hoechstbetrag: Höchstbetrag }
slots: { kontakt: "Rufen Sie uns an." }
`,
  'texts/en.yaml': `
title: Aid
summary: You get money for your running costs.
start: { who: [Everybody], need: [Your IBAN], next: "We decide." }
pages: { person: { title: Person }, geld: { title: Money } }
fields:
  name: { label: "What is your name?" }
  adresse: { label: "Where do you live?" }
  email: { label: "What is your e-mail address?" }
  kosten: { label: "How high are your costs?" }
  einnahmen: { label: "How high is your income?" }
  iban: { label: "What is your IBAN?" }
  bemerkung: { label: "What else would you like to say?" }
outcomes: { bewilligt: Grant, abgelehnt: Rejection }
reasons:
  engpass: "Your costs are **{{ Hilfe.engpass | money }}** higher than your income."
  keinEngpass: "Your costs are not higher than your income."
doubts: { doppelteIban: "The IBAN is in another application, too." }
purposes: { pruefung: "So that we can decide." }
parameters: { zweitpruefungAb: "Second check above", hoechstbetrag: Maximum }
slots: { kontakt: "Call us." }
`,
  'notices/bewilligung.de.md': `# Bewilligung einer Hilfe

Guten Tag {{ name }},

wir bewilligen Ihnen **{{ notice.amount | money }}** auf das Konto {{ iban }}.

## Begründung

{{#each notice.reasons as grund}}
- {{ grund }}
{{/each}}
{{#if bemerkung != null}}

Sie haben uns geschrieben: {{ bemerkung }}
{{/if}}

| Rechnung | Betrag |
|---|---:|
| Kosten | {{ kosten | money }} |
| Einnahmen | {{ einnahmen | money }} |

{{ slots.kontakt }}
`,
  'notices/bewilligung.en.md': `# Grant of aid

This explains the decision; binding is the German text.

We grant **{{ notice.amount | money }}** to {{ name }}.

{{#each notice.reasons as reason}}
- {{ reason }}
{{/each}}
`,
  'notices/ablehnung.de.md': `# Ablehnung einer Hilfe

Wir lehnen Ihren Antrag {{ number }} vom {{ submission.received }} ab.

## Begründung

{{#each notice.reasons as grund}}
- {{ grund }}
{{/each}}
`,
  'notices/ablehnung.en.md': '# Rejection\n\nWe reject your application {{ number }}.\n',
  'messages/eingang.de.md': '# Wir haben Ihren Antrag\n\nGuten Tag, Ihr Antrag {{ number }} ist da.\n',
  'messages/eingang.en.md': '# We have your application\n\nYour application {{ number }} has arrived.\n',
  'messages/entschieden.de.md': '# Ihr Bescheid ist da\n\nZum Antrag {{ number }} gibt es einen Bescheid.\n',
  'messages/entschieden.en.md': '# Your decision is here\n\nThere is a decision on {{ number }}.\n',
  'messages/ausgezahlt.de.md': '# Das Geld ist unterwegs\n\nZum Antrag {{ number }} haben wir gezahlt.\n',
  'messages/ausgezahlt.en.md': '# The money is on its way\n\nWe have paid for {{ number }}.\n',
  'examples/all.yaml': `
examples:
  - name: Engpass von 1.500 Euro
    answers: { name: Erika Beispiel, kosten: 2000, einnahmen: 500, iban: DE02120300000000202051 }
    expect:
      outcome: bewilligt
      amount: 1500.00
      reasons: [engpass]
      doubts: []
      automatic: true
      second: false
      notice: ["1.500,00 €", "um 1.500,00 € höher"]
  - name: kein Engpass, IBAN schon bekannt
    received: 2026-01-05
    duplicates: { iban: 1 }
    answers: { name: Max Muster, kosten: 500, einnahmen: 500, iban: DE02120300000000202051 }
    expect: { outcome: abgelehnt, reasons: [keinEngpass], doubts: [doppelteIban], automatic: false, notice: ["5. Januar 2026"] }
`,
};

const MELDUNG = {
  'service.yaml': `
format: 1
id: meldung
version: 1.0.0
kind: registration
result: { aim: "everybody is known", measure: "hours from registration to contact" }
law: [{ norm: "§ 5 Konsulargesetz" }]
languages: [de]
minutes: 2
privacy:
  purposes: { hilfe: { basis: "Art. 6 Abs. 1 Buchst. e DSGVO", retention: kurz } }
  retention: { kurz: P1Y }
contact: { name: name }
form:
  - page: person
    fields:
      - { id: name, kind: text, max: 80 }
      - { id: ort, kind: text, max: 80 }
      - { id: krank, kind: yesno }
prioritise: { model: rules.dmn, decision: Dringlichkeit, level: Dringlichkeit.stufe, reasons: Dringlichkeit.gruende }
messages: { received: messages/eingang, prioritised: messages/gemeldet }
list:
  - { id: wo, value: ort }
  - { id: krank, value: krank, kind: yesno }
  - { id: stufe, value: Dringlichkeit.stufe, kind: number }
`,
  'rules.dmn': dmn(
    'meldungregeln',
    `${inputs('krank')}
    <decision id="d1" name="Dringlichkeit"><variable name="Dringlichkeit"/>${requires('krank')}<context>
      ${entry('stufe', 'if krank then 1 else 4')}${entry('gruende', 'if krank then ["krank"] else []')}
    </context></decision>`,
  ),
  'texts/de.yaml': `
title: Meldung
summary: Sie sagen uns, wo Sie sind.
start: { who: [Alle im Ausland], need: [Ihren Namen], next: "Wir melden uns." }
pages: { person: { title: Person } }
fields:
  name: { label: "Wie heißen Sie?" }
  ort: { label: "Wo sind Sie?" }
  krank: { label: "Sind Sie krank?" }
reasons: { krank: "Jemand ist krank." }
columns: { wo: Ort, krank: Krank, stufe: Stufe }
purposes: { hilfe: "Damit wir helfen können." }
`,
  'messages/eingang.de.md': '# Wir haben Ihre Meldung\n\nIhre Meldung {{ number }} ist da.\n',
  'messages/gemeldet.de.md': '# Sie stehen auf der Liste\n\nIhre Meldung {{ number }} steht auf unserer Liste.\n',
  'examples/all.yaml': `
examples:
  - name: jemand ist krank
    answers: { name: Erika Beispiel, ort: Lima, krank: true }
    expect: { level: 1, reasons: [krank] }
  - name: alle sind gesund
    answers: { name: Max Muster, ort: Lima, krank: false }
    expect: { level: 4, reasons: [] }
`,
};

/** An application that pays the gap between costs and income; above 5,000 € a second person approves. */
export const makeAid = (change: (files: Record<string, string>) => Record<string, string> = (files) => files) =>
  compile(change({ ...HILFE }));

/** A registration with a level, 1 if somebody is ill. */
export const makeRegistration = (): CompiledService => compile(MELDUNG);
