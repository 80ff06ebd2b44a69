import type { Language } from '#definition';
import { inLines } from './sentences.ts';

const DE = {
  imprint: 'Impressum',
  provider: 'Anbieter dieses Online-Dienstes',
  phone: 'Telefon',
  email: 'E-Mail',
  represented: 'Vertreten durch',
  privacy: 'Datenschutz',
  privacyLead: 'So gehen wir mit Ihren Daten um (Art. 13 DSGVO).',
  controller: 'Verantwortlich',
  officer: 'Datenschutzbeauftragte',
  purposes: 'Wozu wir Ihre Daten brauchen',
  purpose: 'Zweck',
  basis: 'Rechtsgrundlage',
  retention: 'Aufbewahrung',
  data: 'Daten',
  must: 'Müssen Sie die Daten angeben?',
  mustText:
    'Ohne die Pflichtangaben können wir nicht entscheiden. Angaben, die als freiwillig gekennzeichnet sind, können Sie weglassen.',
  automated: 'Automatische Entscheidung',
  automatedText:
    'Über eindeutige Fälle kann ein Programm nach festen Regeln entscheiden. Der Bescheid nennt dann die Gründe. Sie können jederzeit verlangen, dass ein Mensch prüft.',
  automatedNone: 'Über Ihre Angaben entscheidet kein Programm. Ein Mensch bearbeitet sie.',
  stored: 'Was wir beim Ausfüllen speichern',
  storedText:
    'Nichts. Solange Sie nicht absenden, reisen Ihre Angaben verschlüsselt mit der Seite. Wählen Sie „Speichern und später weitermachen“, bewahren wir sie 30 Tage lang auf, verschlüsselt unter einem Code, den nur Sie haben. Wir setzen keine Cookies und binden keine fremden Dienste ein.',
  rights: 'Ihre Rechte',
  rightsText:
    'Sie haben das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung und Widerspruch (Art. 15 bis 21 DSGVO). Freiwillige Angaben können Sie für die Zukunft widerrufen. Sie können sich bei der Datenschutzaufsicht Ihres Landes oder des Bundes beschweren.',
  period: { D: ['{n} Tag', '{n} Tage'], M: ['{n} Monat', '{n} Monate'], Y: ['{n} Jahr', '{n} Jahre'] },
  accessibility: 'Erklärung zur Barrierefreiheit',
  accessibilityText:
    'Dieser Online-Dienst soll für alle nutzbar sein. Er richtet sich nach der BITV 2.0 und der Norm EN 301 549 und wird gegen die Regeln der WCAG 2.2, Stufe AA, gebaut und bei jeder Änderung automatisch geprüft. Er funktioniert mit Tastatur, Screenreader, 400 % Vergrößerung und ohne JavaScript.',
  limits: 'Was noch nicht barrierefrei ist',
  limitsText:
    'Eine Prüfung durch Menschen mit Behinderungen steht noch aus. Inhalte einzelner Dienste gibt es nicht immer in Leichter Sprache; die Gebärdensprache fehlt.',
  report: 'Barriere melden',
  reportText:
    'Wenn Sie auf eine Barriere stoßen, schreiben Sie uns oder rufen Sie an. Wir antworten innerhalb eines Monats.',
  enforcement: 'Schlichtung',
  enforcementText:
    'Bekommen Sie keine befriedigende Antwort, können Sie sich an die Schlichtungsstelle nach dem Behindertengleichstellungsgesetz des Bundes oder Ihres Landes wenden. Das Verfahren ist kostenlos.',
};
export type LegalWords = typeof DE;

const LEICHT: LegalWords = {
  ...DE,
  provider: 'Diese Seite ist von',
  represented: 'Chef oder Chefin',
  privacyLead: 'Hier steht: Das machen wir mit Ihren Daten.',
  controller: 'Dieses Amt ist verantwortlich',
  officer: 'Diese Person passt auf Ihre Daten auf',
  purposes: 'Dafür brauchen wir Ihre Daten',
  purpose: 'Wofür?',
  basis: 'Welches Gesetz?',
  retention: 'Wie lange?',
  data: 'Welche Daten?',
  must: 'Müssen Sie alles sagen?',
  mustText:
    'Wir brauchen fast alle Antworten. Steht dabei: Sie müssen das nicht ausfüllen? Dann können Sie es frei lassen.',
  automated: 'Ein Computer hilft mit',
  automatedText:
    'Manchmal entscheidet ein Computer nach festen Regeln. Im Brief stehen dann die Gründe. Sie können sagen: Ich will, dass ein Mensch prüft.',
  automatedNone: 'Ein Mensch liest Ihre Antworten. Kein Computer entscheidet.',
  stored: 'Das speichern wir beim Ausfüllen',
  storedText:
    'Nichts. Wir bekommen Ihre Antworten erst am Schluss. Dann drücken Sie auf: Absenden. Drücken Sie auf: Speichern? Dann heben wir die Antworten 30 Tage auf. Nur Sie haben den Code dafür.',
  rights: 'Ihre Rechte',
  rightsText:
    'Sie können fragen: Welche Daten haben Sie von mir? Sie können sagen: Ändern Sie das. Oder: Löschen Sie das. Sie können sich auch beschweren.',
  accessibility: 'Diese Seite ist für alle da',
  accessibilityText:
    'Alle Menschen sollen diese Seite nutzen können. Dafür gibt es Regeln. Wir halten uns an die Regeln.',
  limits: 'Das ist noch nicht gut',
  limitsText: 'Es gibt noch kein Video in Gebärden-Sprache. Manche Texte sind noch nicht in Leichter Sprache.',
  report: 'Haben Sie ein Problem mit der Seite?',
  reportText: 'Bitte schreiben Sie uns. Oder rufen Sie uns an.',
  enforcement: 'Hilfe bei Streit',
  enforcementText: 'Wir helfen Ihnen nicht gut? Dann hilft die Schlichtungs-Stelle. Das kostet nichts.',
};

const EN: LegalWords = {
  imprint: 'Imprint',
  provider: 'Provider of this online service',
  phone: 'Telephone',
  email: 'E-mail',
  represented: 'Represented by',
  privacy: 'Privacy',
  privacyLead: 'This is how we handle your data (Art. 13 GDPR).',
  controller: 'Controller',
  officer: 'Data protection officer',
  purposes: 'What we need your data for',
  purpose: 'Purpose',
  basis: 'Legal basis',
  retention: 'Kept for',
  data: 'Data',
  must: 'Do you have to provide the data?',
  mustText: 'Without the required answers we cannot decide. You may leave out what is marked as optional.',
  automated: 'Automated decision',
  automatedText:
    'Clear cases may be decided by a program following fixed rules. The notice then states the reasons. You can ask for a person to review it at any time.',
  automatedNone: 'No program decides on your answers. A person deals with them.',
  stored: 'What we store while you fill in the form',
  storedText:
    'Nothing. Until you send, your answers travel encrypted with the page. If you choose “Save and continue later”, we keep them for 30 days, encrypted under a code that only you have. We set no cookies and use no services of others.',
  rights: 'Your rights',
  rightsText:
    'You have the right of access, rectification, erasure, restriction and objection (Art. 15 to 21 GDPR). Optional information can be withdrawn for the future. You can complain to the data protection authority of your Land or of the Federation.',
  period: { D: ['{n} day', '{n} days'], M: ['{n} month', '{n} months'], Y: ['{n} year', '{n} years'] },
  accessibility: 'Accessibility statement',
  accessibilityText:
    'Everybody should be able to use this online service. It follows BITV 2.0 and EN 301 549, is built to WCAG 2.2 level AA and checked automatically with every change. It works with keyboard, screen reader, 400 % zoom and without JavaScript.',
  limits: 'What is not accessible yet',
  limitsText:
    'A test by people with disabilities is still to come. Content of single services is not always available in easy language; sign language is missing.',
  report: 'Report a barrier',
  reportText: 'If you meet a barrier, write to us or call us. We answer within a month.',
  enforcement: 'Arbitration',
  enforcementText:
    'If our answer does not satisfy you, you can turn to the arbitration board under the disability equality act of the Federation or of your Land. This is free of charge.',
};

const WORDS: Partial<Record<Language, LegalWords>> = { de: DE, 'de-x-leicht': inLines(LEICHT), en: EN };

export const legalWords = (language: Language): LegalWords => WORDS[language] ?? DE;
