import { readFileSync } from 'node:fs';
import { evaluate } from 'feelin';
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

const show = (value: number): string => Math.round(value).toLocaleString('en').padStart(12);

/** feelin reads an expression anew each time; the second ratio is ours with reading included, for a fair view of both. */
console.log('       ours/s  read+ours/s     feelin/s   ratio  ratio with reading  expression');
const ratios: number[] = [];
for (const text of EXPRESSIONS) {
  const compiled = compileExpression(text);
  if (compiled.kind === 'problems') throw new Error(`${text}: ${compiled.problems[0]?.message}`);
  const context = asContext(PLAIN);
  const ours = rate(() => compiled.expression.evaluate(context, { now: NOW }));
  const fresh = rate(() => {
    const made = compileExpression(text);
    return made.kind === 'expression' && made.expression.evaluate(context, { now: NOW });
  });
  const theirs = rate(() => evaluate(text, PLAIN));
  ratios.push(ours / theirs);
  const [ratio, read] = [ours / theirs, fresh / theirs].map((value) => value.toFixed(1));
  console.log(`${show(ours)} ${show(fresh)} ${show(theirs)} ${ratio?.padStart(7)} ${read?.padStart(19)}  ${text}`);
}
const median = ratios.toSorted((a, b) => a - b)[ratios.length >> 1] ?? 0;
console.log(`smallest ratio ${Math.min(...ratios).toFixed(1)}, median ${median.toFixed(1)}`);

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
console.log(`Soforthilfe: ${JSON.stringify(fromFeel(decide().value))}`);
console.log(`${show(rate(decide))} decisions/s on one core`);
console.log(`${show(rate(() => decide().explanation))} decisions/s with their explanation`);
