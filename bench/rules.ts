import { readFileSync } from 'node:fs';
import { evaluate, unaryTest } from 'feelin';
import {
  type Context,
  compileExpression,
  compileModel,
  date,
  fromFeel,
  isContext,
  makeContext,
  number,
  toFeel,
} from '#rules';

/** Evaluations a second of prepared expressions, ours beside feelin's, in one run; then decisions a second of the shipped rules. */

const NOW = Temporal.ZonedDateTime.from('2020-04-01T10:00:00[Europe/Berlin]');

const EXPRESSIONS: readonly string[] = [
  'betrag > 9000',
  '0.1 + 0.2',
  'kosten - einnahmen * 3',
  'if stunden <= 20 then 0.5 else if stunden <= 30 then 0.75 else 1',
  'min(betrag, 9000)',
  'sum(for g in gruppen return g.anzahl * 0.5)',
  'gruppen[anzahl > 2].anzahl',
  'some g in gruppen satisfies g.anzahl > 3',
  'stunden in [20..30]',
  '{a: betrag, b: a * 0.19}.b',
  'string length(name) > 3 and starts with(name, "Ca")',
  'name = "Café" or betrag = 0',
];

const PLAIN = {
  betrag: 9500.5,
  kosten: 4200,
  einnahmen: 310.25,
  stunden: 25,
  name: 'Café',
  gruppen: [{ anzahl: 1 }, { anzahl: 3 }, { anzahl: 4 }],
};

/** CPU seconds of this process so far: what else the machine does must not count. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Times a second of one core; the best of three rounds of 0.3 s after one for warming up. */
const rate = (work: () => unknown): number => {
  let best = 0;
  for (let round = 0; round < 4; round += 1) {
    let count = 0;
    const started = cpu();
    while (cpu() - started < 0.3) {
      for (let i = 0; i < 50; i += 1) work();
      count += 50;
    }
    if (round > 0) best = Math.max(best, count / (cpu() - started));
  }
  return best;
};

const asContext = (value: unknown): Context => {
  const context = toFeel(value);
  if (!isContext(context)) throw new Error('The context of the benchmark is no context.');
  return context;
};

const isJson = process.argv.includes('--json');
const say = (line: string): void => {
  if (!isJson) console.log(line);
};
const show = (value: number): string => Math.round(value).toLocaleString('en').padStart(12);

type Row = { readonly name: string; readonly ours: number; readonly read: number; readonly theirs: number };

/** feelin reads an expression anew each time; the second ratio is ours with reading included, for a fair view of both. */
const report = ({ name, ours, read, theirs }: Row): Row => {
  const ratios = [ours / theirs, read / theirs].map((value) => value.toFixed(1));
  say(`${show(ours)} ${show(read)} ${show(theirs)} ${ratios[0]?.padStart(7)} ${ratios[1]?.padStart(19)}  ${name}`);
  return { name, ours, read, theirs };
};

const compareExpression = (text: string): Row => {
  const compiled = compileExpression(text);
  if (compiled.kind === 'problems') throw new Error(`${text}: ${compiled.problems[0]?.message}`);
  const context = asContext(PLAIN);
  const ours = rate(() => compiled.expression.evaluate(context, { now: NOW }));
  const read = rate(() => {
    const made = compileExpression(text);
    return made.kind === 'expression' && made.expression.evaluate(context, { now: NOW });
  });
  return report({ name: text, ours, read, theirs: rate(() => evaluate(text, PLAIN)) });
};

/** Inputs and rules of a table: cells, then the output. */
type Table = { readonly inputs: readonly string[]; readonly rules: readonly (readonly string[])[] };

const TABLE: Table = {
  inputs: ['stunden', 'betrag'],
  rules: [
    ['<= 5', '-', '9000'],
    ['(5..10]', '-', '15000'],
    ['(10..50]', '< 1000', '0'],
    ['(10..50]', '[1000..20000)', 'betrag * 0.5'],
    ['> 50', '-', '0'],
  ],
};

const toDmn = ({ inputs, rules }: Table): string => {
  const cell = (kind: string, text = ''): string => `<${kind}><text>${text.replaceAll('<', '&lt;')}</text></${kind}>`;
  const data = inputs.map((name) => `<inputData id="${name}" name="${name}"><variable name="${name}"/></inputData>`);
  const needs = inputs.map((n) => `<informationRequirement><requiredInput href="#${n}"/></informationRequirement>`);
  const rows = rules.map(
    (row) =>
      `<rule>${row
        .slice(0, -1)
        .map((text) => cell('inputEntry', text))
        .join('')}${cell('outputEntry', row.at(-1))}</rule>`,
  );
  const columns = inputs.map((name) => `<input>${cell('inputExpression', name)}</input>`);
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="t" namespace="t">${data.join('')}
    <decision id="d" name="D"><variable name="D"/>${needs.join('')}<decisionTable>${columns.join('')}<output/>${rows.join('')}</decisionTable></decision></definitions>`;
};

/** What feelin offers for tables is a test of one cell: rule by rule until all cells of one pass, then its output. */
const decideByFeelin = ({ inputs, rules }: Table): unknown => {
  const values = inputs.map((name) => evaluate(name, PLAIN).value);
  const passes = (row: readonly string[]): boolean =>
    values.every((value, i) => unaryTest(row[i] ?? '-', { ...PLAIN, '?': value }).value === true);
  const hit = rules.find(passes);
  return hit && evaluate(hit.at(-1) ?? 'null', PLAIN).value;
};

const compareTable = (table: Table): Row => {
  const xml = toDmn(table);
  const compile = () => {
    const made = compileModel(xml);
    if (made.kind === 'problems') throw new Error(`The table does not compile: ${made.problems[0]?.message}`);
    return made.model;
  };
  const model = compile();
  const context = asContext(PLAIN);
  const answer = fromFeel(model.decide('D', context, { now: NOW }).value);
  if (String(decideByFeelin(table)) !== answer) throw new Error(`feelin answers the table otherwise than ${answer}.`);
  const ours = rate(() => model.decide('D', context, { now: NOW }));
  const read = rate(() => compile().decide('D', context, { now: NOW }));
  return report({
    name: 'a table of two inputs and five rules',
    ours,
    read,
    theirs: rate(() => decideByFeelin(table)),
  });
};

say('       ours/s  read+ours/s     feelin/s   ratio  ratio with reading  expression');
const rows = [...EXPRESSIONS.map(compareExpression), compareTable(TABLE)];
const ratios = rows.map(({ ours, theirs }) => ours / theirs);
const median = ratios.toSorted((a, b) => a - b)[ratios.length >> 1] ?? 0;
say(`smallest ratio ${Math.min(...ratios).toFixed(1)}, median ${median.toFixed(1)}`);

const file = 'services/soforthilfe/rules.dmn';
const compiled = compileModel(readFileSync(file, 'utf8'), { file });
if (compiled.kind === 'problems') throw new Error(`${file} does not compile: ${compiled.problems[0]?.message}`);

const amounts = {
  inhaber: '1',
  mieten: '1000',
  kredite: '200',
  leasing: '0',
  sonstigeKosten: '300',
  einnahmenMonat1: '100',
  einnahmenMonat2: '0',
  einnahmenMonat3: '0',
  umsatz2019: '100000',
};
const answers = {
  taetigkeit: 'gewerbe',
  haupterwerb: true,
  hauptsitzHier: true,
  schwierigkeiten: false,
  landesstufe: true,
  folgen: ['umsatz'],
  kontoinhaber: 'Amira Yildiz',
  firma: 'Amira Yildiz',
  vorname: 'Amira',
  nachname: 'Yildiz',
  iban: 'DE89370400440532013000',
  marktSeit: date('2014-05-01'),
  gruppen: [{ arbeitszeit: 'geringfuegig', anzahl: number('3') }],
  duplicates: { iban: number('0'), steuernummer: number('0'), steuerId: number('0') },
};
const inputs = makeContext([
  ...Object.entries(answers).map(([name, value]) => [name, toFeel(value)] as const),
  ...Object.entries(amounts).map(([name, value]) => [name, number(value)] as const),
]);
const decide = () => compiled.model.decide('Foerderung', inputs, { now: NOW });
say(`Soforthilfe: ${JSON.stringify(fromFeel(decide().value))}`);
const decisions = rate(decide);
say(`${show(decisions)} decisions/s on one core`);
const explained = rate(() => decide().explanation);
say(`${show(explained)} decisions/s with their explanation`);
if (isJson)
  console.log(
    JSON.stringify({ rules: { smallestRatio: Math.min(...ratios), medianRatio: median, decisions, explained, rows } }),
  );
