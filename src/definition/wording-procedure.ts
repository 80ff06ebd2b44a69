import type { Wording } from './wording.ts';

/** Wording about parameters, decisions, payouts, notices, messages and examples. */
export const PROCEDURE_WORDING = {
  'law.period': {
    severity: 'error',
    de: ['Die Norm endet ({to}), bevor sie beginnt ({from}).', 'Berichtigen Sie die Tage.'],
    en: ['The norm ends ({to}) before it begins ({from}).', 'Correct the days.'],
  },
  'parameter.default': {
    severity: 'error',
    de: ['Der Vorgabewert {value} liegt außerhalb des Erlaubten.', 'Berichtigen Sie den Vorgabewert oder die Grenzen.'],
    en: ['The default {value} lies outside of what is allowed.', 'Correct the default or the limits.'],
  },
  'parameter.value': {
    severity: 'error',
    de: ['Der Parameter „{name}“ darf nicht {value} sein.', 'Bleiben Sie in den Grenzen, die service.yaml setzt.'],
    en: ['The parameter “{name}” cannot be {value}.', 'Stay within the limits that service.yaml sets.'],
  },
  'model.problem': {
    severity: 'error',
    de: ['Das DMN-Modell ist fehlerhaft: {detail}'],
    en: ['The DMN model is faulty: {detail}'],
  },
  'model.warning': {
    severity: 'warning',
    de: ['Das DMN-Modell ist zu prüfen: {detail}'],
    en: ['The DMN model should be looked at: {detail}'],
  },
  'model.decision': {
    severity: 'error',
    de: ['Das DMN-Modell „{model}“ enthält keine Entscheidung „{name}“.'],
    en: ['The DMN model “{model}” holds no decision “{name}”.'],
  },
  'model.input': {
    severity: 'error',
    de: ['Die Eingabe „{name}“ des DMN-Modells ist weder Feld noch Parameter.'],
    en: ['The input “{name}” of the DMN model is neither field nor parameter.'],
  },
  'model.two': {
    severity: 'error',
    de: [
      'decide und prioritise nennen verschiedene DMN-Modelle.',
      'Legen Sie beide Entscheidungen in dasselbe Modell.',
    ],
    en: ['decide and prioritise name different DMN models.', 'Put both decisions into the same model.'],
  },
  'model.one': {
    severity: 'error',
    de: ['„{section}“ braucht entweder „model“ oder „models“.', 'Nennen Sie eine DMN-Datei, oder Fassungen mit Tagen.'],
    en: ['“{section}” needs either “model” or “models”.', 'Name one DMN file, or versions with days.'],
  },
  'model.period': {
    severity: 'error',
    de: ['Diese Fassung endet ({to}), bevor sie beginnt ({from}).', 'Berichtigen Sie die Tage.'],
    en: ['This version ends ({to}) before it begins ({from}).', 'Correct the days.'],
  },
  'model.overlap': {
    severity: 'error',
    de: [
      'Diese Fassung gilt gleichzeitig mit „{file}“ ({area}).',
      'Lassen Sie die eine am Tag vor der anderen enden, oder grenzen Sie die Gebiete ab.',
    ],
    en: [
      'This version applies at the same time as “{file}” ({area}).',
      'Let one end on the day before the other begins, or tell the areas apart.',
    ],
  },
  'model.gap': {
    severity: 'error',
    de: ['Vom {from} bis {to} gilt keine Fassung ({area}).', 'Schließen Sie die Lücke.'],
    en: ['From {from} to {to} no version applies ({area}).', 'Close the gap.'],
  },
  'automatic.law': {
    severity: 'error',
    de: [
      'Automatisch darf nur entschieden werden, wo eine Rechtsvorschrift es zulässt (§ 35a VwVfG).',
      'Nennen Sie unter „law“ die Norm mit „allows: automatic“, oder streichen Sie „automatic“.',
    ],
    en: [
      'Automatic decisions need a legal provision that permits them (§ 35a VwVfG).',
      'Name the norm under “law” with “allows: automatic”, or remove “automatic”.',
    ],
  },
  'outcome.none': {
    severity: 'error',
    de: ['Kein Ausgang der Entscheidung ist genannt.', 'Nennen Sie mindestens einen unter „outcomes“.'],
    en: ['No outcome of the decision is named.', 'Name at least one under “outcomes”.'],
  },
  'outcome.unused': {
    severity: 'warning',
    de: [
      'Der Ausgang „{name}“ kommt weder in den Regeln noch in service.yaml vor.',
      'Prüfen Sie die Schreibweise oder streichen Sie ihn.',
    ],
    en: ['The outcome “{name}” occurs neither in the rules nor in service.yaml.', 'Check the spelling or remove it.'],
  },
  'reason.unused': {
    severity: 'warning',
    de: [
      '„{name}“ kommt weder in den Regeln noch in service.yaml vor.',
      'Prüfen Sie die Schreibweise oder streichen Sie den Text.',
    ],
    en: ['“{name}” occurs neither in the rules nor in service.yaml.', 'Check the spelling or remove the text.'],
  },
  'name.outcome': {
    severity: 'error',
    de: ['Den Ausgang „{name}“ nennt decide.outcomes nicht.'],
    en: ['decide.outcomes does not name the outcome “{name}”.'],
  },
  'name.reason': {
    severity: 'error',
    de: ['Die Begründung „{name}“ fehlt in texts/de.yaml unter „reasons“.'],
    en: ['The reason “{name}” is missing in texts/de.yaml under “reasons”.'],
  },
  'name.doubt': {
    severity: 'error',
    de: ['Der Zweifel „{name}“ fehlt in texts/de.yaml unter „doubts“.'],
    en: ['The doubt “{name}” is missing in texts/de.yaml under “doubts”.'],
  },
  'pay.decide': {
    severity: 'error',
    de: [
      'Gezahlt wird nur nach einer Entscheidung mit Betrag.',
      'Ergänzen Sie „decide“ mit „amount“ oder streichen Sie „pay“.',
    ],
    en: ['Money is paid only after a decision with an amount.', 'Add “decide” with “amount” or remove “pay”.'],
  },
  'message.occasion': {
    severity: 'warning',
    de: ['Den Anlass „{name}“ gibt es bei dieser Leistung nicht.', 'Streichen Sie die Nachricht.'],
    en: ['The occasion “{name}” does not occur with this service.', 'Remove the message.'],
  },
  'message.subject': {
    severity: 'error',
    de: ['Die Nachricht hat keinen Betreff.', 'Beginnen Sie die erste Zeile mit „# “ und dem Betreff.'],
    en: ['The message has no subject.', 'Begin the first line with “# ” and the subject.'],
  },
  'text.translation': {
    severity: 'warning',
    de: ['„{file}“ fehlt; in dieser Sprache wird der deutsche Text gezeigt.', 'Legen Sie die Datei an.'],
    en: ['“{file}” is missing; the German text is shown in this language.', 'Create the file.'],
  },
  'knowledge.front': {
    severity: 'error',
    de: [
      'Der Kopf mit „title“ und „about“ fehlt.',
      'Beginnen Sie die Datei mit „---“, „title: …“, „about: […]“, „---“.',
    ],
    en: [
      'The head with “title” and “about” is missing.',
      'Begin the file with “---”, “title: …”, “about: […]”, “---”.',
    ],
  },
  'knowledge.about': {
    severity: 'warning',
    de: ['„{name}“ ist weder Feld noch Seite, Schritt, Ausgang, Begründung oder Zweifel.'],
    en: ['“{name}” is neither field nor page, step, outcome, reason or doubt.'],
  },
  'example.none': {
    severity: 'error',
    de: [
      'Das Paket enthält keine durchgerechneten Beispiele.',
      'Legen Sie examples/….yaml mit Antworten und dem erwarteten Ergebnis an.',
    ],
    en: ['The package holds no worked examples.', 'Create examples/….yaml with answers and the expected result.'],
  },
  'example.field': {
    severity: 'error',
    de: ['Das Feld „{name}“ gibt es nicht.'],
    en: ['There is no field “{name}”.'],
  },
  'example.parameter': {
    severity: 'error',
    de: ['Den Parameter „{name}“ gibt es nicht.'],
    en: ['There is no parameter “{name}”.'],
  },
  'example.duplicates': {
    severity: 'error',
    de: ['„{name}“ steht nicht unter decide.duplicates.'],
    en: ['“{name}” does not stand under decide.duplicates.'],
  },
  'example.expect': {
    severity: 'error',
    de: ['„{name}“ kann es bei dieser Leistung nicht geben.', 'Streichen Sie die Erwartung.'],
    en: ['“{name}” cannot occur with this service.', 'Remove the expectation.'],
  },
} as const satisfies Record<string, Wording>;
