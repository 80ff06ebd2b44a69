import type { Wording } from './wording.ts';

/** Wording about expressions, the form and its texts. */
export const FORM_WORDING = {
  'feel.syntax': {
    severity: 'error',
    de: ['Der Ausdruck ist kein gültiges FEEL: {detail}'],
    en: ['The expression is not valid FEEL: {detail}'],
  },
  'feel.name': {
    severity: 'error',
    de: ['Der Name „{name}“ ist hier nicht bekannt.'],
    en: ['The name “{name}” is not known here.'],
  },
  'feel.part': {
    severity: 'error',
    de: ['„{name}“ gibt es nicht; der Ausdruck wäre immer leer.'],
    en: ['There is no “{name}”; the expression would always be null.'],
  },
  'template.open': {
    severity: 'error',
    de: [
      'Diese Stelle wird nie geschlossen.',
      'Schließen Sie sie mit „}}“; auch Anführungszeichen darin gehören geschlossen.',
    ],
    en: ['This place is never closed.', 'Close it with “}}”; quotation marks inside must be closed, too.'],
  },
  'name.taken': {
    severity: 'error',
    de: ['Den Namen „{name}“ gibt es schon: {where}.', 'Geben Sie einem von beiden einen anderen Namen.'],
    en: ['The name “{name}” is taken: {where}.', 'Give one of the two another name.'],
  },
  'name.reserved': {
    severity: 'error',
    de: ['„{name}“ hat schon eine Bedeutung.', 'Wählen Sie einen anderen Namen.'],
    en: ['“{name}” already has a meaning.', 'Choose another name.'],
  },
  'page.duplicate': {
    severity: 'error',
    de: ['Die Seite „{name}“ gibt es zweimal.', 'Benennen Sie eine der Seiten um.'],
    en: ['The page “{name}” stands twice.', 'Rename one of the pages.'],
  },
  'option.duplicate': {
    severity: 'error',
    de: ['Die Angabe „{name}“ steht zweimal in der Liste.', 'Löschen Sie eine davon.'],
    en: ['“{name}” stands twice in the list.', 'Delete one of them.'],
  },
  'when.cycle': {
    severity: 'error',
    de: [
      'Die Bedingung hängt von sich selbst ab: {chain}.',
      'Lösen Sie den Kreis: Eine Bedingung darf nur frühere Antworten nennen.',
    ],
    en: ['The condition depends on itself: {chain}.', 'Break the circle: a condition may name earlier answers only.'],
  },
  'when.later': {
    severity: 'error',
    de: [
      'Die Antwort „{name}“ wird erst später gegeben (Seite „{page}“).',
      'Nennen Sie nur frühere Antworten, oder stellen Sie die Frage „{name}“ voran.',
    ],
    en: [
      'The answer “{name}” is given only later (page “{page}”).',
      'Name earlier answers only, or move the question “{name}” to the front.',
    ],
  },
  'later.needed': {
    severity: 'error',
    de: [
      'Hier wird „{name}“ gebraucht, darf aber fehlen (later).',
      'Streichen Sie „later“ bei „{name}“, oder machen Sie diese Stelle davon unabhängig.',
    ],
    en: [
      '“{name}” is needed here but may be missing (later).',
      'Remove “later” from “{name}”, or make this place independent of it.',
    ],
  },
  'later.optional': {
    severity: 'error',
    de: ['Was nicht verlangt wird, kann auch nicht ausstehen.', 'Streichen Sie „later“ oder „required: false“.'],
    en: ['What is not required cannot be outstanding.', 'Remove “later” or “required: false”.'],
  },
  'later.list': {
    severity: 'error',
    de: ['Dateien in einer Liste können nicht folgen.', 'Streichen Sie „later“, oder fragen Sie die Datei außerhalb.'],
    en: ['Files in a list cannot follow.', 'Remove “later”, or ask for the file outside of the list.'],
  },
  'field.unknown': {
    severity: 'error',
    de: ['Das Feld „{name}“ gibt es nicht.'],
    en: ['There is no field “{name}”.'],
  },
  'field.purpose': {
    severity: 'error',
    de: ['Den Zweck „{name}“ nennt privacy.purposes nicht.'],
    en: ['privacy.purposes does not name the purpose “{name}”.'],
  },
  'purpose.retention': {
    severity: 'error',
    de: ['Die Aufbewahrung „{name}“ nennt privacy.retention nicht.'],
    en: ['privacy.retention does not name “{name}”.'],
  },
  'purpose.none': {
    severity: 'error',
    de: [
      'Kein Zweck ist genannt, zu dem Daten erhoben werden.',
      'Nennen Sie mindestens einen (Art. 5 Abs. 1 Buchst. b DSGVO).',
    ],
    en: ['No purpose is named for which data are asked.', 'Name at least one (Art. 5(1)(b) GDPR).'],
  },
  'field.pattern': {
    severity: 'error',
    de: [
      'Der reguläre Ausdruck ist fehlerhaft: {detail}',
      'Erlaubt ist die Syntax von RE2, also ohne Rückverweise und Vorausschau.',
    ],
    en: [
      'The regular expression is malformed: {detail}',
      'The syntax is that of RE2: no back-references, no look-around.',
    ],
  },
  bounds: {
    severity: 'error',
    de: ['Die Grenzen widersprechen sich: {min} ist größer als {max}.', 'Tauschen oder berichtigen Sie die Grenzen.'],
    en: ['The limits contradict each other: {min} is greater than {max}.', 'Swap or correct the limits.'],
  },
  'check.duplicate': {
    severity: 'error',
    de: ['Den Namen „{name}“ gibt es hier zweimal.', 'Benennen Sie einen der Einträge um.'],
    en: ['The name “{name}” stands here twice.', 'Rename one of the entries.'],
  },
  'language.german': {
    severity: 'error',
    de: ['Deutsch („de“) fehlt in den Sprachen.', 'Ergänzen Sie „de“: Die Amtssprache ist Deutsch (§ 23 VwVfG).'],
    en: ['German (“de”) is missing among the languages.', 'Add “de”: the official language is German (§ 23 VwVfG).'],
  },
  'text.missing': {
    severity: 'error',
    de: ['Der Text „{key}“ fehlt ({language}).', 'Ergänzen Sie „{key}“ in dieser Datei.'],
    en: ['The text “{key}” is missing ({language}).', 'Add “{key}” to this file.'],
  },
  'text.superfluous': {
    severity: 'warning',
    de: ['Der Text „{key}“ gehört zu nichts in service.yaml.'],
    en: ['The text “{key}” belongs to nothing in service.yaml.'],
  },
  'text.undeclared': {
    severity: 'warning',
    de: [
      'Die Sprache „{language}“ nennt service.yaml nicht.',
      'Ergänzen Sie sie unter „languages“ oder löschen Sie die Datei.',
    ],
    en: ['service.yaml does not name the language “{language}”.', 'Add it under “languages” or delete the file.'],
  },
} as const satisfies Record<string, Wording>;
