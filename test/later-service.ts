import type { CompiledService } from '#definition';
import { makeSmallService } from './small-service.ts';

/** The small service with what may follow: a paper always, another one and a page where very many apply. */
const PAGES = `
      - { id: nachweis, kind: file, types: [pdf, png], megabytes: 1, later: always }
      - { id: bild, kind: file, types: [png], megabytes: 1, later: load }
  - page: betrieb
    later: load
    fields:
      - { id: umsatz, kind: number, min: 0, max: 9999 }
      - { id: verein, kind: yesno }
      - { id: vereinsname, kind: text, when: verein }
  - page: schluss
    fields:
      - { id: gruss, kind: text, max: 80 }
`;

const TEXTS = `
  nachweis: { label: "Nachweis" }
  bild: { label: "Bild" }
  umsatz: { label: "Umsatz" }
  verein: { label: "Sind Sie ein Verein?" }
  vereinsname: { label: "Name des Vereins" }
  gruss: { label: "Gruß" }
`;

const FILE = (type: string): string =>
  `[{ handle: 01890a5d-ac96-774b-bcce-b302099a8057, name: n, size: 9, type: ${type}, sha256: ${'a'.repeat(64)} }]`;

export const makeLaterService = (): CompiledService =>
  makeSmallService(
    (yaml) => yaml.replace('id: anmeldung', 'id: folge').replace('max: 9 }', `max: 9 }${PAGES.trimEnd()}`),
    {
      texts: (yaml) =>
        yaml
          .replace('fields:\n', `fields:${TEXTS.trimEnd()}\n`)
          .replace(
            'title: Begleitung }',
            'title: Begleitung }, betrieb: { title: Ihr Betrieb }, schluss: { title: Schluss }',
          ),
      examples: (yaml) =>
        yaml.replace(
          'personen: 0',
          `personen: 0, nachweis: ${FILE('application/pdf')}, bild: ${FILE('image/png')}, umsatz: 1, verein: false, gruss: Hallo`,
        ),
    },
  );
