import type { Authority } from '#authority';
import type { CompiledService } from '#definition';
import { type Answers, checkAnswers, parametersContext, readJson, type Situation, walk } from '#form';
import { plainText } from '#lib/markdown.ts';
import { blocksToText } from '#lib/markdown-text.ts';
import { formatCents, parseCents } from '#lib/money.ts';
import { BERLIN } from '#lib/time.ts';
import { assess, type DecisionAssessment } from './assess.ts';
import type { Fault } from './fault.ts';
import { readNotice, renderMarkdown } from './notice.ts';
import { type Tried, tryForm, tryRules } from './untried.ts';

export type WorkedExample = CompiledService['examples'][number];

/** What an example came to. */
export type Outcome = {
  /** Paths of answers that were refused; then nothing is decided. */
  readonly problems: readonly string[];
  readonly outcome?: string | undefined;
  readonly amount?: string | undefined;
  readonly reasons?: readonly string[];
  readonly doubts?: readonly string[];
  readonly automatic?: boolean;
  readonly second?: boolean;
  readonly level?: number;
  /** Results of rules that could not be used. */
  readonly faults: readonly Fault[];
  /** What it tried of form and rules. */
  readonly tried: readonly Tried[];
  /** Text of the German notice. */
  readonly notice?: string;
};

/** The authority whose notices the examples are: no real one. */
const NOBODY: Authority = {
  id: 'beispiel',
  name: 'Beispielbehörde',
  level: 'kommune',
  ars: '000000000000',
  land: 'NW',
  street: 'Beispielweg 1',
  postalCode: '12345',
  city: 'Beispielstadt',
  phone: '0800 0000-000',
  email: 'post@beispiel.example',
  signatory: 'Im Auftrag, Beispiel',
  dataProtection: 'Datenschutz, Beispielweg 1, 12345 Beispielstadt',
  remedy: { kind: 'widerspruch', body: 'Beispielbehörde, Beispielweg 1, 12345 Beispielstadt' },
  bank: { holder: 'Kasse', iban: 'DE02120300000000202051' },
  publicKey: '',
  wrappedPrivateKey: '',
};

/** Text as phrases are looked for in it: one kind of space, no soft hyphens. */
export const normalise = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\u00ad', '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

const printNotice = (
  compiled: CompiledService,
  { context, outcome, amount, reasons, automatic }: DecisionAssessment,
  { now }: Situation,
): string => {
  if (outcome === undefined) return '';
  const source = {
    compiled,
    authority: NOBODY,
    case: { number: '00000-00000-00000', receivedAt: now.toInstant(), slots: {} },
    context,
    decision: { outcome, amount, reasons, automatic },
    now,
  };
  const { title, body } = readNotice(renderMarkdown(source, 'de'), '');
  const words = body.flatMap((block) => (block.kind === 'table' ? [block.head, ...block.rows].flat() : []));
  const cells = words.map(({ children }) => plainText(children)).join(' ');
  return normalise(`${title}\n${blocksToText(body)}\n${cells}`);
};

const situationOf = (compiled: CompiledService, example: WorkedExample, now: Temporal.ZonedDateTime): Situation => {
  const received = example.received ? Temporal.PlainDate.from(example.received) : now.toPlainDate();
  return {
    parameters: parametersContext(compiled, example.parameters ?? {}),
    received,
    // The example is played on its own day: `today()` in a package must not change what it shows.
    now: example.received ? received.toZonedDateTime({ timeZone: BERLIN, plainTime: '12:00' }) : now,
    duplicates: example.duplicates ?? {},
  };
};

const decideExample = (
  compiled: CompiledService,
  answers: Answers,
  situation: Situation,
  ars: string | undefined,
): Outcome => {
  const assessment = assess(compiled, walk(compiled, answers, situation).answers, situation, { ars });
  const tried = [tryForm(compiled, answers, situation), tryRules(compiled, assessment, situation.now)];
  if (assessment.kind === 'none') return { problems: [], faults: [], tried };
  if (assessment.kind === 'priority') {
    const { level, reasons, faults } = assessment;
    return { problems: [], level, reasons, faults, tried };
  }
  const { outcome, amount, reasons, doubts, automatic, second, faults } = assessment;
  const notice = faults.length > 0 ? '' : printNotice(compiled, assessment, situation);
  return { problems: [], outcome, amount, reasons, doubts, automatic, second, faults, tried, notice };
};

/** Plays one worked example: reads and checks its answers as the API does, then decides and writes the notice. */
export const runExample = (compiled: CompiledService, example: WorkedExample, now: Temporal.ZonedDateTime): Outcome => {
  const situation = situationOf(compiled, example, now);
  const read = readJson(compiled, example.answers);
  const problems = read.kind === 'problems' ? read.problems : checkAnswers(compiled, read.answers, situation);
  const paths = [...new Set(problems.map(({ path }) => path))];
  if (read.kind === 'problems') return { problems: paths, faults: [], tried: [] };
  if (paths.length > 0) return { problems: paths, faults: [], tried: [tryForm(compiled, read.answers, situation)] };
  return decideExample(compiled, read.answers, situation, example.ars);
};

/** An expected amount in the form of a result: `9000` is `9000.00`. */
export const euros = (amount: string): string => formatCents(parseCents(amount));
