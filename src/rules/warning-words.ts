type Words = { readonly en: string; readonly de: string };

/**
 * What a warning says, by code; `{name}` stands for a value of the warning. Codes are stable: programs may rely on them.
 * German for caseworkers and authors, English beside it.
 */
const WORDS = {
  abs: { en: 'abs takes a number or a duration.', de: 'abs braucht eine Zahl oder eine Dauer.' },
  argument: { en: '“{name}” cannot be {type}.', de: '„{name}“ kann nicht von der Art {type} sein.' },
  'argument.calendar': { en: '{name} takes a date.', de: '{name} braucht einen Tag.' },
  'argument.contexts': { en: 'All items must be contexts.', de: 'Alle Einträge müssen Kontexte sein.' },
  'argument.entries': {
    en: 'Each entry needs a “key” of its own and a “value”.',
    de: 'Jeder Eintrag braucht einen eigenen „key“ und einen „value“.',
  },
  'argument.key': { en: 'A key must be a text.', de: 'Ein Schlüssel muss ein Text sein.' },
  'argument.make': { en: 'This makes no {type}.', de: 'Daraus wird kein Wert der Art {type}.' },
  'argument.match': { en: '“match” must answer true or false.', de: '„match“ muss wahr oder falsch ergeben.' },
  'argument.nested': { en: '“{key}” holds no context.', de: '„{key}“ enthält keinen Kontext.' },
  'argument.nokey': { en: 'There is no key.', de: 'Es ist kein Schlüssel angegeben.' },
  'argument.numbers': { en: 'All items must be numbers.', de: 'Alle Einträge müssen Zahlen sein.' },
  'argument.order': { en: 'The items cannot be compared.', de: 'Die Einträge lassen sich nicht vergleichen.' },
  'argument.position': { en: '“position” must be a number.', de: '„position“ muss eine Zahl sein.' },
  'argument.relation': { en: '{name} does not take these values.', de: '{name} ist für diese Werte nicht erklärt.' },
  'argument.scale': {
    en: 'The scale {scale} is outside {min} to {max}.',
    de: 'Die Stellenzahl {scale} liegt nicht zwischen {min} und {max}.',
  },
  'argument.separators': {
    en: 'The separators must be a space, a comma or a point, and differ.',
    de: 'Die Trennzeichen müssen verschieden sein: Leerzeichen, Komma oder Punkt.',
  },
  'argument.substring': {
    en: 'There is no position {position} in a text of {count} characters.',
    de: 'Ein Text von {count} Zeichen hat keine Stelle {position}.',
  },
  'argument.texts': { en: 'string join takes texts alone.', de: 'string join verbindet nur Texte.' },
  call: { en: '{type} is no function.', de: 'Ein Wert der Art {type} ist keine Funktion.' },
  'call.arguments': { en: '{name} does not take these arguments.', de: '{name} nimmt diese Angaben nicht an.' },
  context: { en: '“{name}” stands twice in the context.', de: '„{name}“ steht zweimal im Kontext.' },
  'domain.exponential': { en: 'The result is too large.', de: 'Das Ergebnis ist zu groß.' },
  'domain.logarithm': { en: 'No logarithm.', de: 'Dazu gibt es keinen Logarithmus.' },
  'domain.root': { en: 'No root of a negative number.', de: 'Eine negative Zahl hat keine Wurzel.' },
  'domain.zero': { en: 'Division by zero.', de: 'Teilung durch null.' },
  external: {
    en: 'Functions in Java or PMML are not supported.',
    de: 'Funktionen in Java oder PMML werden nicht ausgeführt.',
  },
  'external.knowledge': { en: '“{name}” has no logic that can run here.', de: '„{name}“ hat nichts, was hier läuft.' },
  filter: { en: 'The condition must be true or false.', de: 'Die Bedingung muss wahr oder falsch ergeben.' },
  index: {
    en: 'There is no item {index} in a list of {count}.',
    de: 'Eine Liste mit {count} Einträgen hat keinen Eintrag {index}.',
  },
  'limit.depth': {
    en: 'Functions call each other more than {most} deep. Look for endless recursion.',
    de: 'Funktionen rufen einander mehr als {most}-mal ineinander auf. Vermutlich endet eine nie.',
  },
  'limit.nesting': { en: 'The evaluation is nested too deep.', de: 'Die Berechnung ist zu tief verschachtelt.' },
  'limit.pattern': {
    en: 'The pattern takes too long on this text.',
    de: 'Das Suchmuster braucht für diesen Text zu lange.',
  },
  'limit.size': { en: 'The values are too large to compare.', de: 'Die Werte sind zu groß zum Vergleichen.' },
  'limit.steps': {
    en: 'The evaluation was stopped after {most} steps. Simplify the expression.',
    de: 'Die Berechnung wurde nach {most} Schritten beendet. Vereinfachen Sie den Ausdruck.',
  },
  'limit.text': {
    en: 'The text would be longer than {most} characters.',
    de: 'Der Text würde länger als {most} Zeichen.',
  },
  loop: { en: '“{name}” cannot run over {type}.', de: '„{name}“ kann keinen Wert der Art {type} durchlaufen.' },
  'name.missing': { en: '“{name}” has no value.', de: '„{name}“ hat keinen Wert.' },
  operator: { en: '{left} {operator} {right} has no result.', de: '{left} {operator} {right} hat kein Ergebnis.' },
  'operator.between': {
    en: '{type} between values of another type has no result.',
    de: 'Ein Wert der Art {type} liegt nicht zwischen Werten anderer Art.',
  },
  'operator.minus': { en: '-{type} has no result.', de: 'Minus {type} hat kein Ergebnis.' },
  path: { en: '{type} has no “{name}”.', de: 'Ein Wert der Art {type} hat kein „{name}“.' },
  pattern: { en: '{detail}', de: 'Das Suchmuster ist fehlerhaft.' },
  'pattern.empty': { en: 'The pattern matches the empty text.', de: 'Das Suchmuster passt auf den leeren Text.' },
  'pattern.replacement': {
    en: 'In a replacement, “\\” and “$” must be escaped.',
    de: 'Im Ersatztext stehen vor „\\“ und „$“ umgekehrte Schrägstriche.',
  },
  range: { en: '{left}..{right} is no range.', de: '{left} bis {right} ist kein Bereich.' },
  'range.open': { en: '{operator}{type} is no range.', de: '{operator} {type} ist kein Bereich.' },
  'range.unequal': { en: '“!=” stands in tests only.', de: '„!=“ steht nur in Bedingungen.' },
  'table.any': {
    en: 'Rules {rules} fired with different results.',
    de: 'Die Regeln {rules} trafen mit verschiedenen Ergebnissen zu.',
  },
  'table.none': { en: 'No rule of the table fired.', de: 'Keine Regel der Tabelle traf zu.' },
  'table.unique': {
    en: 'Rules {rules} fired together; one alone may.',
    de: 'Die Regeln {rules} trafen zugleich zu; nur eine darf es.',
  },
  type: { en: '“{name}” must be {type}.', de: '„{name}“ muss von der Art {type} sein.' },
  'type.result': { en: 'The result must be {type}.', de: 'Das Ergebnis muss von der Art {type} sein.' },
  'type.unknown': { en: 'There is no such type.', de: 'Diesen Typ gibt es nicht.' },
  values: { en: '{value} is none of the values of {name}.', de: '{value} ist kein zugelassener Wert von {name}.' },
} as const satisfies Readonly<Record<string, Words>>;

export type WarningCode = keyof typeof WORDS;
export type WarningValues = Readonly<Record<string, string | number>>;

const TYPES: Readonly<Record<string, string>> = {
  Null: 'leer',
  boolean: 'Ja/Nein',
  string: 'Text',
  number: 'Zahl',
  list: 'Liste',
  date: 'Tag',
  time: 'Uhrzeit',
  'date and time': 'Zeitpunkt',
  duration: 'Dauer',
  'days and time duration': 'Dauer in Tagen',
  'years and months duration': 'Dauer in Monaten',
  range: 'Bereich',
  function: 'Funktion',
  context: 'Kontext',
};

/** A type as it is told to people: the FEEL name in English, a word in German; types of a package keep their name. */
export const typeInWords = (type: string, language: string): string =>
  language.startsWith('de') && Object.hasOwn(TYPES, type) ? (TYPES[type] ?? type) : type;

/** Which values name types. */
const TYPED = new Set(['type', 'left', 'right']);

const fill = (words: string, values: WarningValues, types: Readonly<Record<string, string>>): string =>
  words.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? String(values[name]) : place;
    return TYPED.has(name) && Object.hasOwn(types, value) ? (types[value] ?? value) : value;
  });

/** A warning in the reader's language, German or English; in its own words where its code has none here. */
export const warningInWords = (
  { code, message, values }: { readonly code: string; readonly message: string; readonly values: WarningValues },
  language: string,
): string => {
  const words = Object.hasOwn(WORDS, code) ? WORDS[code as WarningCode] : undefined;
  if (!words || !language.startsWith('de')) return message;
  return fill(words.de, values, TYPES);
};

export const wordWarning = (code: WarningCode, values: WarningValues): string => fill(WORDS[code].en, values, {});
