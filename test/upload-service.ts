import type { CompiledService, Language } from '#definition';
import { makeSmallService } from './small-service.ts';

/** The small service, asking for papers too: one that must be there, others that may, and one in each entry of a list. */
const FIELDS = `
      - { id: nachweis, kind: file, types: [pdf, png], megabytes: 1 }
      - { id: bilder, kind: file, types: [jpeg, png], megabytes: 1, max: 2, required: false }
      - { id: kinder, kind: list, min: 0, max: 3, item: [ { id: vorname, kind: text }, { id: urkunde, kind: file, types: [pdf], megabytes: 1, required: false } ] }
`;

const TEXTS = `
  nachweis: { label: "Nachweis" }
  bilder: { label: "Bilder" }
  kinder: { label: "Kinder" }
  kinder.vorname: { label: "Vorname" }
  kinder.urkunde: { label: "Geburtsurkunde" }
`;

/** In further languages its own words stay German: what the platform says around them does not. */
export const makeUploadService = (languages: readonly Language[] = ['de']): CompiledService =>
  makeSmallService(
    (yaml) =>
      yaml
        .replace('id: anmeldung', 'id: unterlagen')
        .replace('languages: [de]', `languages: [${languages.join(', ')}]`)
        .replace('      - { id: personen', `${FIELDS.slice(1)}      - { id: personen`),
    {
      texts: (yaml) => yaml.replace('fields:\n', `fields:${TEXTS.trimEnd()}\n`),
      languages,
      examples: (yaml) =>
        yaml.replace(
          'personen: 0',
          `personen: 0, nachweis: [{ handle: 01890a5d-ac96-774b-bcce-b302099a8057, name: n.pdf, size: 9, type: application/pdf, sha256: ${'a'.repeat(64)} }]`,
        ),
    },
  );
