import type { Wording } from './wording.ts';

/** Wording about files, YAML and archives. */
export const FILE_WORDING = {
  'package.folder': {
    severity: 'error',
    de: ['Den Ordner „{file}“ gibt es nicht.', 'Geben Sie den Ordner an, in dem service.yaml liegt.'],
    en: ['There is no folder “{file}”.', 'Name the folder that holds service.yaml.'],
  },
  'package.count': {
    severity: 'error',
    de: ['Das Paket hat mehr als {max} Dateien.', 'Nehmen Sie heraus, was nicht zur Leistung gehört.'],
    en: ['The package has more than {max} files.', 'Take out what does not belong to the service.'],
  },
  'package.size': {
    severity: 'error',
    de: ['Das Paket ist größer als {max} MiB.', 'Nehmen Sie heraus, was nicht zur Leistung gehört.'],
    en: ['The package is larger than {max} MiB.', 'Take out what does not belong to the service.'],
  },
  'package.problems': {
    severity: 'error',
    de: ['Es gibt noch mehr Fehler; nach {max} wurde aufgehört.', 'Beheben Sie die ersten und prüfen Sie erneut.'],
    en: ['There are more problems; the check stopped after {max}.', 'Mend the first ones and check again.'],
  },
  'file.size': {
    severity: 'error',
    de: ['Die Datei „{file}“ ist größer als {max} KiB.', 'Teilen oder kürzen Sie die Datei.'],
    en: ['The file “{file}” is larger than {max} KiB.', 'Split or shorten the file.'],
  },
  'file.link': {
    severity: 'error',
    de: ['„{file}“ ist ein Verweis oder keine gewöhnliche Datei.', 'Legen Sie die Datei selbst in das Paket.'],
    en: ['“{file}” is a link or not an ordinary file.', 'Put the file itself into the package.'],
  },
  'file.name': {
    severity: 'error',
    de: [
      '„{file}“ kann nicht im Paket stehen.',
      'Erlaubt sind Buchstaben ohne Umlaute, Ziffern, Punkt, Binde- und Unterstrich, höchstens ein Ordner tief.',
    ],
    en: [
      '“{file}” cannot stand in a package.',
      'Allowed are plain letters, digits, dots, hyphens and underscores, one folder deep at most.',
    ],
  },
  'file.encoding': {
    severity: 'error',
    de: ['Die Datei ist kein gültiges UTF-8.', 'Speichern Sie die Datei in der Kodierung UTF-8.'],
    en: ['The file is not valid UTF-8.', 'Save the file with the encoding UTF-8.'],
  },
  'file.missing': {
    severity: 'error',
    de: ['Die Datei „{file}“ fehlt.', 'Legen Sie die Datei an oder berichtigen Sie den Verweis.'],
    en: ['The file “{file}” is missing.', 'Create the file or correct the reference.'],
  },
  'file.unused': {
    severity: 'warning',
    de: ['Auf diese Datei verweist nichts.', 'Löschen Sie die Datei oder verweisen Sie in service.yaml auf sie.'],
    en: ['Nothing refers to this file.', 'Delete the file or refer to it in service.yaml.'],
  },
  'archive.invalid': {
    severity: 'error',
    de: ['Das Archiv ist kein Paket in kanonischer Form.', 'Erzeugen Sie das Archiv neu aus dem Ordner des Pakets.'],
    en: ['The archive is not a package in canonical form.', 'Make the archive anew from the folder of the package.'],
  },
  'yaml.syntax': {
    severity: 'error',
    de: [
      'Das YAML ist fehlerhaft: {detail}',
      'Prüfen Sie Einrückung, Doppelpunkte und Anführungszeichen. Text mit „: “, „#“ oder führenden Sonderzeichen steht in einfachen Anführungszeichen.',
    ],
    en: [
      'The YAML is malformed: {detail}',
      'Check indentation, colons and quotes. Text with “: ”, “#” or leading special characters stands in single quotes.',
    ],
  },
  'yaml.duplicate': {
    severity: 'error',
    de: ['Der Schlüssel „{key}“ steht hier zweimal.', 'Löschen Sie einen davon oder benennen Sie ihn um.'],
    en: ['The key “{key}” stands here twice.', 'Delete one of them or rename it.'],
  },
  'yaml.alias': {
    severity: 'error',
    de: ['Anker (&) und Verweise (*) gibt es in Paketen nicht.', 'Schreiben Sie den Wert aus.'],
    en: ['Packages have no anchors (&) or aliases (*).', 'Write the value out.'],
  },
  'yaml.tag': {
    severity: 'error',
    de: ['Auszeichnungen mit „!“ gibt es in Paketen nicht.', 'Löschen Sie die Auszeichnung.'],
    en: ['Packages have no tags (“!”).', 'Delete the tag.'],
  },
  'yaml.number': {
    severity: 'error',
    de: [
      '„{found}“ ist keine gewöhnliche Zahl.',
      'Schreiben Sie Zahlen wie 12 oder 0.50; Ziffernfolgen wie eine Postleitzahl stehen in Anführungszeichen.',
    ],
    en: [
      '“{found}” is not an ordinary number.',
      'Write numbers such as 12 or 0.50; strings of digits such as a postal code stand in quotes.',
    ],
  },
  'yaml.key': {
    severity: 'error',
    de: [
      'Das ist kein Schlüssel.',
      'Ein Schlüssel ist ein einfaches Wort. Text, der mit „{“ beginnt, steht in Anführungszeichen.',
    ],
    en: ['This is not a key.', 'A key is a plain word. Text that begins with “{” stands in quotes.'],
  },
  'yaml.depth': {
    severity: 'error',
    de: ['Die Datei ist zu tief verschachtelt.', 'Vereinfachen Sie den Aufbau.'],
    en: ['The file is nested too deep.', 'Simplify its structure.'],
  },
} as const satisfies Record<string, Wording>;
