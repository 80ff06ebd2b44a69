import { type CompiledService, compilePackage, type Language } from '#definition';
import { printProblem } from '#lib/problem.ts';

/** The smallest honest package: a registration with two questions, no rules. For tests of what surrounds a service. */
const SERVICE = `
format: 1
id: anmeldung
version: 1.0.0
kind: registration
result: { aim: "everybody who wants to come is known", measure: "days from registration to answer" }
law: [{ norm: "§ 1 Testgesetz" }]
languages: [de]
minutes: 2
parameters: { plaetze: { kind: number, default: 10, min: 1, max: 100 } }
privacy:
  purposes: { teilnahme: { basis: "Art. 6 Abs. 1 Buchst. e DSGVO", retention: kurz } }
  retention: { kurz: P1Y }
contact: { name: name, email: email }
form:
  - page: person
    fields:
      - { id: name, kind: text, max: 80 }
      - { id: email, kind: email, required: false }
  - page: begleitung
    fields:
      - { id: personen, kind: number, min: 0, max: 9 }
`;

const TEXTS = `
title: Anmeldung
summary: Sie melden sich an.
start: { who: [Alle], need: [Ihren Namen], next: "Wir melden uns." }
pages: { person: { title: Person }, begleitung: { title: Begleitung } }
fields:
  name: { label: "Wie heißen Sie?" }
  email: { label: "Wie lautet Ihre E-Mail-Adresse?" }
  personen: { label: "Wie viele Personen kommen mit?" }
purposes: { teilnahme: "Damit Sie teilnehmen können." }
parameters: { plaetze: "Plätze" }
`;

const EXAMPLES = `
examples:
  - name: somebody comes alone
    answers: { name: Erika Beispiel, personen: 0 }
    expect: {}
`;

type Change = (yaml: string) => string;
const asIs: Change = (yaml) => yaml;

type More = { readonly texts?: Change; readonly examples?: Change; readonly languages?: readonly Language[] };

/** Compiles the small service; `change` edits its `service.yaml`, for a second version; `more` edits its other files. */
export const makeSmallService = (
  change: Change = asIs,
  { texts = asIs, examples = asIs, languages = ['de'] }: More = {},
): CompiledService => {
  const files = {
    'service.yaml': change(SERVICE),
    ...Object.fromEntries(languages.map((language) => [`texts/${language}.yaml`, texts(TEXTS)])),
    'examples/all.yaml': examples(EXAMPLES),
  };
  const compiled = compilePackage(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
  if (compiled.kind === 'problems') throw new Error(compiled.problems.map(printProblem).join('\n'));
  return compiled.service;
};
